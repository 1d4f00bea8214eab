/** What `--seeds` takes, and that seeds left over are told as stretches that it takes again. */
import fc from 'fast-check';
import { expect, it } from 'vitest';
import { parseSeeds, seedsText, stretchesOf } from '../../src/cli/seeds.js';

it('one number is how many: from 1', () => {
  expect(parseSeeds('20')).toEqual(parseSeeds('1..20'));
  expect(parseSeeds('20')).toHaveLength(20);
  expect(parseSeeds('7..7')).toEqual([7]);
  expect(() => parseSeeds('0')).toThrow('write how many, as in 20');
});

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
