/** Journals of one parent, drawn: slices that fill, fill in part, are refused, are never sent or told without prices, and catch-ups. */
import fc from 'fast-check';
import type { Side } from '../../../../src/core/ground/units.js';
import { lots, ticks } from '../../../../src/core/ground/units.js';
import type { Entry } from '../../../../src/core/state/entry.js';
import type { Observation } from '../../../../src/report/divergence/observation.js';
import { observe } from '../../../../src/report/divergence/observe.js';
import { HandMadeJournal, INSTRUMENT, childId } from '../../support/hand-made-journal.js';

export interface DrawnOrder {
  /** Twice as large as its slice where above 1. */
  readonly share: number;
  readonly quote: readonly [bid: number, ask: number] | null;
  readonly dueMs: number;
  readonly lateMs: number;
  readonly ackMs: number;
  readonly fillMs: number;
  readonly prices: readonly number[];
  readonly maker: boolean;
  readonly fee: string | null;
  readonly refused: boolean;
}

export interface DrawnParent {
  readonly side: Side;
  readonly quantity: number;
  readonly arrivalTwice: number | null;
  readonly slices: number;
  /** The first `slices` of them are of the plan, as far as they go; the others catch up. */
  readonly orders: readonly DrawnOrder[];
}

const price = fc.integer({ min: 90_000, max: 110_000 });

const drawnOrder: fc.Arbitrary<DrawnOrder> = fc.record({
  share: fc.constantFrom(0, 0.3, 0.5, 1, 1, 1, 1.4),
  quote: fc.option(
    price.chain((bid) =>
      fc.integer({ min: 0, max: 40 }).map((width) => [bid, bid + width] as const),
    ),
    { freq: 12 },
  ),
  dueMs: fc.integer({ min: 0, max: 500 }),
  lateMs: fc.integer({ min: 0, max: 90 }),
  ackMs: fc.integer({ min: 0, max: 90 }),
  fillMs: fc.integer({ min: 0, max: 400 }),
  prices: fc.array(price, { minLength: 1, maxLength: 3 }),
  maker: fc.boolean(),
  fee: fc.option(
    fc.integer({ min: -900, max: 9_000 }).map((cents) => (cents / 100).toFixed(2)),
    {
      freq: 20,
    },
  ),
  refused: fc.boolean(),
});

export const drawnParent = (side: Side): fc.Arbitrary<DrawnParent> =>
  fc.record({
    side: fc.constant(side),
    quantity: fc.integer({ min: 40, max: 4_000 }),
    arrivalTwice: fc.option(
      price.map((mid) => 2 * mid + 1),
      { freq: 15 },
    ),
    slices: fc.integer({ min: 1, max: 4 }),
    orders: fc.array(drawnOrder, { maxLength: 6 }),
  });

const NAME = 'p';

/** What a journal of it tells. */
export function observed(drawn: DrawnParent): Observation {
  const { side, quantity, slices, arrivalTwice: arrivalMidTwice } = drawn;
  const [perSlice, remainder] = [Math.floor(quantity / slices), quantity % slices];
  const journal = new HandMadeJournal().received(0, NAME, {
    request: { quantity: lots(quantity), side },
    plan: { slices, baseQuantity: lots(perSlice), remainder },
    arrivalMidTwice,
  });
  drawn.orders.forEach((one, slice) => {
    write(journal, drawn, { one, slice, wanted: perSlice + (slice < remainder ? 1 : 0) });
  });
  journal.step(10_000, {
    kind: 'watch',
    condition: 'day',
    quotes: [{ symbol: INSTRUMENT.symbol, quote: LAST, aliveAt: null }],
  });
  return observe(journal.blocks, new Map([[INSTRUMENT.symbol, INSTRUMENT]]));
}

const LAST = {
  bid: ticks(100_300),
  bidQuantity: lots(5),
  ask: ticks(100_311),
  askQuantity: lots(5),
  venueTime: 0 as never,
  deliveredAt: 0 as never,
};

interface Written {
  readonly one: DrawnOrder;
  readonly slice: number;
  readonly wanted: number;
}

function write(journal: HandMadeJournal, { side }: DrawnParent, { one, slice, wanted }: Written) {
  const name = `c${slice}`;
  const at = 1_000 * slice + one.dueMs + one.lateMs;
  journal.sent(at, name, {
    parent: NAME,
    slice,
    terms: { quantity: lots(Math.max(1, wanted)), side },
    quote: one.quote,
    overdueMs: one.lateMs,
  });
  const settled = (as: 'accepted' | 'rejected'): Entry => ({
    kind: 'submit-settled',
    clientOrderId: childId(name),
    as,
    code: as === 'rejected' ? 'halted' : '',
    text: '',
  });
  const woken = { kind: 'started' } as const;
  if (one.refused) {
    journal.step(at + one.ackMs, woken, settled('rejected'));
    return;
  }
  journal.step(at + one.ackMs, woken, settled('accepted'));
  const all = Math.floor(wanted * one.share);
  const each = Math.floor(all / one.prices.length);
  one.prices.forEach((paid, index) => {
    const last = index === one.prices.length - 1;
    const filled = last ? all - each * index : each;
    if (filled > 0)
      journal.filled(at + one.ackMs + one.fillMs * (index + 1), name, {
        parent: NAME,
        id: `${name}-${index}`,
        price: paid,
        quantity: filled,
        liquidity: one.maker ? 'maker' : 'taker',
        fee: one.fee,
      });
  });
}
