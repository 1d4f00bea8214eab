/** Seeds that are left over are told as stretches that `--seeds` takes again. */
import fc from 'fast-check';
import { expect, it } from 'vitest';
import { parseSeeds, seedsText, stretchesOf } from '../../src/cli/seeds.js';

it('stretches, typed in again, are the seeds they were made of', () => {
  const sets = fc.uniqueArray(fc.integer({ min: 0, max: 60 }), { minLength: 1 });
  fc.assert(
    fc.property(sets, (set) => {
      const seeds = [...set].sort((a, b) => a - b);
      const stretches = stretchesOf(seeds);
      expect(stretches.flatMap((each) => parseSeeds(seedsText(each)))).toEqual(seeds);
      const gaps = seeds.filter((seed, index) => index > 0 && seed !== seeds[index - 1]! + 1);
      expect(stretches).toHaveLength(gaps.length + 1);
    }),
  );
});
