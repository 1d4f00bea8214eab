/** What was taken from the levels of a side against a Map. */
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { TOP_KEY } from '../../../src/sim/book/ladder.js';
import { TakenLevels } from '../../../src/sim/book/taken-levels.js';
import { quanta } from '../../support/quanta.js';
import { draws } from '../../support/test-seed.js';

/** Few levels, of which some share the place that says whether there is any. */
const keys = fc
  .tuple(fc.constantFrom(-1, 0, 1), fc.constantFrom(-1_024, 0, 100_352))
  .map(([near, far]) => near + far);
const steps = fc.array(fc.tuple(keys, fc.constantFrom('set', 'set', 'delete')), {
  minLength: 10,
  maxLength: 40,
});

describe('levels that were taken from', () => {
  it('SIM-2: are those a Map has, and the lowest is the lowest of them', () => {
    const levels = new TakenLevels();
    fc.assert(
      fc.property(steps, (stream) => {
        levels.clear();
        const naive = new Map<number, number>();
        for (const [at, [key, what]] of stream.entries()) {
          if (what === 'set') {
            levels.set(key, { quantity: quanta(at), at });
            naive.set(key, at);
          } else {
            levels.delete(key);
            naive.delete(key);
          }
          expect(levels.lowest).toBe(Math.min(TOP_KEY, ...naive.keys()));
        }
        expect([...levels.keys()]).toEqual([...naive.keys()]);
        for (const [key] of stream)
          for (const one of [key, key + 1, key + 1_024]) {
            expect(levels.has(one)).toBe(naive.has(one));
            expect(levels.get(one)?.at).toBe(naive.get(one));
          }
      }),
      { numRuns: draws(300) },
    );
  });
});
