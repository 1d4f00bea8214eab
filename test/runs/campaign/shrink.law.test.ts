/** The search for the smallest thing that still fails: on lists, where what is smallest is known. */
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { shrunk } from '../../../src/runs/campaign/shrink.js';

type List = readonly number[];

/** Halves, then one at a time. */
function* smaller(list: List): Iterable<List> {
  for (let size = list.length; size >= 1; size = Math.floor(size / 2))
    for (let at = 0; at < list.length; at += size)
      yield [...list.slice(0, at), ...list.slice(at + size)];
}

const lists = fc.uniqueArray(fc.integer({ min: 0, max: 40 }), { minLength: 1, maxLength: 16 });

async function search(list: List, culprits: List, trials: number) {
  const asked: string[] = [];
  const found = await shrunk<List>(list, {
    smaller,
    fails: (one) => {
      asked.push(JSON.stringify(one));
      return culprits.every((culprit) => one.includes(culprit));
    },
    key: JSON.stringify,
    trials,
  });
  return { ...found, asked };
}

describe('the search for the smallest failure', () => {
  it('finds what fails and nothing beside it, tries nothing twice, and the same each time', () =>
    fc.assert(
      fc.asyncProperty(lists, fc.nat(), async (list, picks) => {
        const culprits = list.filter((_, at) => ((picks >> (at % 8)) & 1) === 1);
        const found = await search(list, culprits, 10_000);
        expect(found.least).toEqual(culprits);
        expect(found).toMatchObject({ isLeast: true, tried: found.asked.length });
        expect(new Set(found.asked).size).toBe(found.asked.length);
        expect(await search(list, culprits, 10_000)).toEqual(found);
      }),
      { numRuns: 200 },
    ));

  it('stops when its trials are used up, with what it had', () =>
    fc.assert(
      fc.asyncProperty(lists, fc.integer({ min: 0, max: 10 }), async (list, trials) => {
        const found = await search(list, list.slice(0, 1), trials);
        expect(found.asked.length).toBeLessThanOrEqual(trials);
        expect(found.least).toContain(list[0]);
        if (!found.isLeast) expect(found.tried).toBe(trials);
      }),
      { numRuns: 100 },
    ));
});
