/** Markouts: a worked example by hand, their sign, and what is not known. */
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { venueNanos } from '../../src/core/order/order.js';
import { lots, ticks } from '../../src/core/ground/units.js';
import { type MarkedFills, markoutsOf } from '../../src/report/figures/markouts.js';
import { markoutWords } from '../../src/report/text/markout-words.js';
import { roundBps } from '../../src/report/text/numbers.js';
import { at } from './support/hand-made-journal.js';
import { handMadeMarket } from './support/hand-made-market.js';

const fillAt = (ms: number, price: number, quantity: number) => ({
  venueTime: venueNanos(at(ms)),
  price: ticks(price),
  quantity: lots(quantity),
});

/** Mid 100.00, from 1.05 s on 99.98, from 6 s on 99.90, from 31 s on 100.10. */
const market = handMadeMarket(
  [
    [0, 9_999, 10_001],
    [1_050, 9_997, 9_999],
    [6_000, 9_989, 9_991],
    [31_000, 10_009, 10_011],
  ],
  [],
);

/** A maker's two buys at the bid: 0.3 at 99.99 at 1 s, 0.1 at 99.97 at 2 s. */
const given: MarkedFills = {
  side: 'buy',
  executions: [fillAt(1_000, 9_999, 300), fillAt(2_000, 9_997, 100)],
  market,
  end: at(60_000),
};

describe('markouts', () => {
  it('FIL-8: are what the worked example comes to by hand', () => {
    expect(markoutsOf(given).markoutBps).toEqual({
      // Against 99.98 at 1.1 s and 99.98 at 2.1 s: (0.01 x 0.3 - 0.01 x 0.1) / (99.98 x 0.4) = 0.002 / 39.992
      '100ms': 0.5001,
      // At 2 s and 3 s the mid is still 99.98.
      '1s': 0.5001,
      // Against 99.90 at 6 s and at 7 s: (0.09 x 0.3 + 0.07 x 0.1) / (99.90 x 0.4) = 0.034 / 39.96
      '5s': 8.5085,
      // Against 100.10 at 31 s and at 32 s: (-0.11 x 0.3 - 0.13 x 0.1) / (100.10 x 0.4) = -0.046 / 40.04
      '30s': -11.4885,
      // The run is over.
      '5m': null,
    });
    // Half a spread was earned against the mids of the fills: 0.01 x 0.3 and 0.01 x 0.1 below 100.00 and 99.98.
  });

  it('FIL-8: a sell at the same prices has the opposite sign', () => {
    const bought = markoutsOf(given).markoutBps;
    const sold = markoutsOf({ ...given, side: 'sell' }).markoutBps;
    expect(sold['5s']).toBe(-bought['5s']!);
    expect(sold['30s']).toBe(-bought['30s']!);
  });

  it('weighs fills by their quantity: split in two, a fill marks out as the whole', () => {
    fc.assert(
      fc.property(
        fc.integer({ min: 1, max: 299 }),
        fc.integer({ min: 9_000, max: 11_000 }),
        (part, price) => {
          const whole = { ...given, executions: [fillAt(1_000, price, 300)] };
          const parts = [fillAt(1_000, price, part), fillAt(1_000, price, 300 - part)];
          expect(markoutsOf({ ...given, executions: parts })).toEqual(markoutsOf(whole));
        },
      ),
      { numRuns: 200 },
    );
  });

  it('are over the fills that have a mid that long after them, and say which share of the quantity those are', () => {
    // The second one's 30 s would be at 32 s. The first alone: (-0.11 x 0.3) / (100.10 x 0.3) = -10.989 bps.
    const cut = markoutsOf({ ...given, end: at(31_999) });
    expect(cut.markoutBps).toMatchObject({ '5s': 8.5085, '30s': -10.989, '5m': null });
    expect(cut.markoutShare).toEqual({ '100ms': 1, '1s': 1, '5s': 1, '30s': 0.75, '5m': null });
    const whole = markoutsOf({ ...given, end: at(32_000) });
    expect([whole.markoutBps['30s'], whole.markoutShare['30s']]).toEqual([-11.4885, 1]);
    const nothing = { '100ms': null, '1s': null, '5s': null, '30s': null, '5m': null };
    const none = { markoutBps: nothing, markoutShare: nothing };
    expect(markoutsOf({ ...given, market: null })).toEqual(none);
    expect(markoutsOf({ ...given, executions: [] })).toEqual(none);
    // (-0.01 x 0.3 - 0.03 x 0.1) / 40.
    const unopened = handMadeMarket([[5_000, 9_999, 10_001]], []);
    expect(markoutsOf({ ...given, market: unopened })).toMatchObject({
      markoutBps: { '1s': null, '5s': -1.5 },
      markoutShare: { '1s': null, '5s': 1 },
    });
  });

  it('are told with the share of the fills they are over, and never as a figure of all', () => {
    const cut = markoutsOf({ ...given, end: at(31_999) });
    expect(markoutWords(cut, roundBps)).toBe(
      'bps after 100 ms 0.50, 1 s 0.50, 5 s 8.51, 30 s -10.99 (75 % of it); against the mid that long after each fill, ' +
        'positive = cost; "of it": what filled early enough to have that mid; no fill has a mid 5 min after it',
    );
    expect(markoutWords(markoutsOf({ ...given, market: null }), roundBps)).toBe('not measured');
  });
});
