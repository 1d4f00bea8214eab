/** The layer a decision works on: sees its own changes, leaves the table below alone, iterates like the fold would. */
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { LayeredTable } from '../../../src/core/state/table.js';

const changes = fc.array(
  fc.record({ key: fc.integer({ min: 0, max: 6 }), value: fc.option(fc.nat(9)) }),
  { maxLength: 20 },
);

describe('layered table', () => {
  it('answers as the table below would after the same changes, and does not touch it', () => {
    fc.assert(
      fc.property(changes, changes, (before, after) => {
        const below = new Map<number, number>();
        for (const { key, value } of before) if (value !== null) below.set(key, value);
        const untouched = [...below];
        const layer = new LayeredTable(below);
        const folded = new Map(below);
        for (const { key, value } of after) {
          if (value !== null) {
            layer.set(key, value);
            folded.set(key, value);
          } else {
            expect(layer.delete(key)).toBe(folded.delete(key));
          }
          expect(layer.get(key)).toBe(folded.get(key));
          expect(layer.has(key)).toBe(folded.has(key));
        }
        expect([...layer.entries()]).toEqual([...folded]);
        expect([...below]).toEqual(untouched);
        layer.fold();
        expect([...below]).toEqual([...folded]);
      }),
    );
  });

  it('keeps the order of insertion, what was there first', () => {
    const layer = new LayeredTable(new Map([[2, 'b'], [1, 'a']])); // prettier-ignore
    layer.set(3, 'c');
    layer.set(2, 'B');
    expect([...layer.entries()]).toEqual([
      [2, 'B'],
      [1, 'a'],
      [3, 'c'],
    ]);
  });
});
