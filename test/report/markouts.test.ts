/** Markouts: a worked example by hand, their sign, and what is not known. */
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { venueNanos } from '../../src/core/order/order.js';
import { lots, ticks } from '../../src/core/ground/units.js';
import { type MarkedFills, markoutsOf } from '../../src/report/figures/markouts.js';
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
    expect(markoutsOf(given)).toEqual({
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
    const bought = markoutsOf(given);
    const sold = markoutsOf({ ...given, side: 'sell' });
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

  it('are null where one of the fills has no mid that long after it', () => {
    // The second one's 30 s would be at 32 s.
    expect(markoutsOf({ ...given, end: at(31_999) })).toMatchObject({ '5s': 8.5085, '30s': null });
    expect(markoutsOf({ ...given, end: at(32_000) })['30s']).toBe(-11.4885);
    const nothing = { '100ms': null, '1s': null, '5s': null, '30s': null, '5m': null };
    expect(markoutsOf({ ...given, market: null })).toEqual(nothing);
    expect(markoutsOf({ ...given, executions: [] })).toEqual(nothing);
    // (-0.01 x 0.3 - 0.03 x 0.1) / 40.
    const unopened = handMadeMarket([[5_000, 9_999, 10_001]], []);
    expect(markoutsOf({ ...given, market: unopened })).toMatchObject({ '1s': null, '5s': -1.5 });
  });
});
