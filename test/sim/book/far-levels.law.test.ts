/** The far table against Maps, over many sizes: what was put is found, also after the table grew or was drained. */
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { FAR_NAMED, FAR_TAKEN, FarLevels } from '../../../src/sim/book/far-levels.js';
import { quanta } from '../../support/quanta.js';

const NONE = -0x80000000;
const steps = fc.array(
  fc.record({
    key: fc.oneof(
      fc.integer({ min: -600, max: 600 }),
      fc.integer({ min: NONE + 1, max: 0x7ffffffe }),
    ),
    quantity: fc.integer({ min: 0, max: 9 }),
    traded: fc.integer({ min: 0, max: 9 }),
  }),
  { maxLength: 400, size: 'max' },
);

interface Level {
  readonly quantity: number;
  readonly traded: number;
}

describe('far levels', () => {
  it('SIM-2: any puts, with a drain in the middle, give what Maps give', () => {
    let far = new FarLevels();
    fc.assert(
      fc.property(
        steps,
        fc.integer({ min: -600, max: 600 }),
        fc.boolean(),
        (stream, from, fresh) => {
          if (fresh) far = new FarLevels();
          else far.clear();
          const naive = new Map<number, Level>();
          stream.forEach(({ key, quantity, traded }, index) => {
            far.put(key, quanta(quantity));
            far.setTraded(key, quanta(traded));
            naive.set(key, { quantity, traded });
            if (index === stream.length >> 1) drain(far, naive, from);
          });
          for (const { key } of stream) {
            expect(far.quantityAt(key)).toBe(naive.get(key)?.quantity ?? 0);
            expect(far.tradedAt(key)).toBe(naive.get(key)?.traded ?? 0);
            expect(far.hasMark(key, FAR_NAMED)).toBe(naive.has(key));
            expect(far.hasMark(key, FAR_TAKEN)).toBe(false);
            expect(far.levelBelow(key, NONE)).toBe(naiveBelow(naive, key));
          }
        },
      ),
      { numRuns: 100, endOnFailure: true },
    );
  });
});

function drain(far: FarLevels, naive: Map<number, Level>, from: number): void {
  const taken = new Map<number, Level>();
  far.drain(from, from + 200, (key, quantity, traded) => taken.set(key, { quantity, traded }));
  for (const [key, level] of naive) {
    if (key < from || key >= from + 200) continue;
    expect(taken.get(key)).toEqual(level);
    taken.delete(key);
    naive.delete(key);
  }
  expect(taken.size).toBe(0);
}

function naiveBelow(naive: ReadonlyMap<number, Level>, limit: number): number {
  let found = NONE;
  for (const [key, { quantity }] of naive) {
    if (quantity > 0 && key < limit && key > found) found = key;
  }
  return found;
}
