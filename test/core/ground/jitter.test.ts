/** Jitter: a function of its arguments, uniform, and exact at the ends of its range. */
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { InvariantError } from '../../../src/core/ground/invariant.js';
import { jitter, jittered, shareOf } from '../../../src/core/ground/jitter.js';
import type { Micros } from '../../../src/core/ground/units.js';

describe('jitter', () => {
  it('is pinned: a change of the hash would change every journal', () => {
    expect([
      jitter(1, 'P1', 'poll', 0),
      jitter(1, 'P1', 'poll', 1),
      jitter(-7, '', '', 2 ** 40),
    ]).toEqual([1893674482, 2530188880, 3789021692]);
  });

  it('differs with each of its arguments and with the border between texts', () => {
    const draws = [
      jitter(1, 'P1', 'poll', 0),
      jitter(2, 'P1', 'poll', 0),
      jitter(1 + 2 ** 32, 'P1', 'poll', 0),
      jitter(-1, 'P1', 'poll', 0),
      jitter(1, 'P2', 'poll', 0),
      jitter(1, 'P1', 'retry', 0),
      jitter(1, 'P1', 'poll', 1),
      jitter(1, 'P1p', 'oll', 0),
    ];
    expect(new Set(draws).size).toBe(draws.length);
  });

  it('is uniform over n, over orders and over seeds (chi-square, 64 cells)', () => {
    const series: ((index: number) => number)[] = [
      (index) => jitter(42, 'P1/3', 'poll', index),
      (index) => jitter(42, `P${index}`, 'poll', 0),
      (index) => jitter(index, 'P1', 'poll', 0),
    ];
    for (const draw of series) {
      for (const cellOf of [(u: number) => Math.floor(shareOf(u) * 64), (u: number) => u % 64]) {
        const cells = new Array<number>(64).fill(0);
        for (let index = 0; index < 64_000; index += 1) cells[cellOf(draw(index))]! += 1;
        const chiSquare = cells.reduce((sum, count) => sum + (count - 1_000) ** 2 / 1_000, 0);
        // 63 degrees of freedom: 1 in 100,000 above 121, or below 24.
        expect(chiSquare).toBeLessThan(121);
        expect(chiSquare).toBeGreaterThan(24);
      }
    }
  });

  it('moves a length by at most the percentage, exactly, and reaches both ends', () => {
    const aLength = fc.integer({ min: 0, max: 43_200_000_000 });
    fc.assert(
      fc.property(
        aLength,
        fc.integer({ min: 0, max: 100 }),
        fc.nat(2 ** 32 - 1),
        (length, percent, draw) => {
          const reach = Math.floor((length * percent) / 100);
          const exact = BigInt(length - reach) + (BigInt(draw) * BigInt(2 * reach + 1)) / 2n ** 32n;
          expect(jittered(length as Micros, percent, draw)).toBe(Number(exact));
        },
      ),
      { numRuns: 1_000 },
    );
    const second = 1_000_000 as Micros;
    expect([jittered(second, 20, 0), jittered(second, 20, 2 ** 32 - 1)]).toEqual([
      800_000, 1_200_000,
    ]);
    expect(jittered(second, 20, 2 ** 31)).toBe(second);
    expect(() => jittered(1e12 as Micros, 20, 0)).toThrow(InvariantError);
  });
});
