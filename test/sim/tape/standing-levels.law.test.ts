/** Bits of levels against a set of them. */
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { StandingLevels } from '../../../src/sim/tape/near/standing-levels.js';

const PLACES = { lowest: -70, highest: 130 };
/** Some of them without a place. */
const keys = fc.integer({ min: PLACES.lowest - 5, max: PLACES.highest + 5 });

describe('where something stands', () => {
  it('SIM-2: the best level below any other is the one a set of them has', () => {
    fc.assert(
      fc.property(fc.array(fc.tuple(keys, fc.boolean())), keys, (rows, asked) => {
        const standing = new StandingLevels(PLACES);
        const set = new Set<number>();
        for (const [key, stands] of rows) {
          standing.put(key, stands);
          if (stands && key >= PLACES.lowest && key <= PLACES.highest) set.add(key);
          else set.delete(key);
        }
        const best = Math.max(...[...set].filter((key) => key < asked));
        expect(standing.levelBelow(asked, { left: 100 })).toBe(best);
        standing.clear();
        expect(standing.levelBelow(asked, { left: 100 })).toBe(-Infinity);
      }),
      { numRuns: 300 },
    );
  });

  it('SIM-2: a search ends with its steps', () => {
    const standing = new StandingLevels({ lowest: 0, highest: 10_000 });
    standing.put(3, true);
    const steps = { left: 10 };
    expect(standing.levelBelow(9_000, steps)).toBe(-Infinity);
    expect(steps.left).toBe(0);
    expect(standing.levelBelow(9_000, { left: 1_000 })).toBe(3);
  });
});
