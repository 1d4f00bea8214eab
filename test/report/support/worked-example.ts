/**
 * The worked example of docs/metrics.md as a journal and a market: a buy of 0.300 in three slices, one taken, one rested
 * and filled, one never filled. The numbers in the document and in `worked-example.test.ts` are these.
 */
import { lots, ticks } from '../../../src/core/ground/units.js';
import type { FinishedRun } from '../../../src/report/projection/finished-run.js';
import { HandMadeJournal, INSTRUMENT, runOf, span } from './hand-made-journal.js';
import { handMadeMarket } from './hand-made-market.js';

export function workedExample(): FinishedRun {
  const journal = new HandMadeJournal()
    .received(0, 'a', {
      request: { quantity: lots(300), type: 'limit', timeInForce: 'gtc' },
      plan: {
        slices: 3,
        baseQuantity: lots(100),
        spacing: { kind: 'interval', interval: span(60_000) },
      },
      arrivalMidTwice: 20_000, // 100.00
    })
    // Slice 0 sees 100.00 / 100.04, mid 100.02, and takes 0.100 at 100.04 and 100.06.
    .sent(100, 'a0', {
      parent: 'a',
      slice: 0,
      terms: { quantity: lots(100) },
      quote: [10_000, 10_004],
    })
    .filled(140, 'a0', {
      parent: 'a',
      id: 'e1',
      price: 10_004,
      quantity: 60,
      fee: '0.003',
      venueMs: 130,
    })
    .filled(141, 'a0', {
      parent: 'a',
      id: 'e2',
      price: 10_006,
      quantity: 40,
      fee: '0.002',
      venueMs: 130,
    })
    // Slice 1 sees 100.07 / 100.09, mid 100.08, rests at the bid and is filled there.
    .sent(60_000, 'a1', {
      parent: 'a',
      slice: 1,
      terms: {
        quantity: lots(100),
        type: 'limit',
        timeInForce: 'gtc',
        limitPrice: ticks(10_007),
      },
      quote: [10_007, 10_009],
    })
    .filled(75_000, 'a1', {
      parent: 'a',
      id: 'e3',
      price: 10_007,
      quantity: 100,
      venueMs: 74_990,
      liquidity: 'maker',
      fee: '0.001',
    })
    // Slice 2 rests at 100.08 and is canceled unfilled.
    .sent(120_000, 'a2', {
      parent: 'a',
      slice: 2,
      terms: {
        quantity: lots(100),
        type: 'limit',
        timeInForce: 'gtc',
        limitPrice: ticks(10_008),
      },
      quote: [10_008, 10_012],
    })
    .ended(180_000, 'a2', { parent: 'a', status: 'canceled' })
    .closed(180_000, 'a', 'completed_partial', { filled: 200, unfilled: 100 });
  const market = handMadeMarket(
    [
      [0, 9_998, 10_002],
      [90, 10_000, 10_004],
      [60_000, 10_007, 10_009],
      [120_000, 10_008, 10_012],
      [180_000, 10_018, 10_022],
    ],
    [
      [10_000, 10_004, 3_000],
      [70_000, 10_007, 1_000],
      [130_000, 10_012, 1_000],
    ],
  );
  return runOf(journal, { endMs: 200_000, markets: new Map([[INSTRUMENT.symbol, market]]) });
}
