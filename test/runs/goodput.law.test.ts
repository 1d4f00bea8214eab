/** L9: with each kind of fault at its lowest rate the order is still executed, all but a hundredth. */
import { describe, expect, it } from 'vitest';
import { KINDS, type Measure, goodputMeasure, leastOf } from '../support/goodput.js';
import type { FaultSpec } from '../../src/sim/fault/fault-set.js';

const SEEDS = [1];
const LEAST = 0.99;

function shareDone(measure: Measure, specOf: (seed: number) => FaultSpec | null): number {
  const runs = SEEDS.map((seed) => measure(specOf(seed), seed));
  const sum = (of: 'slices' | 'done'): number => runs.reduce((all, run) => all + run[of], 0);
  return sum('done') / sum('slices');
}

describe('goodput', () => {
  it('L9: at its lowest rate no kind of fault keeps more than one slice in a hundred from being done', async () => {
    const measure = await goodputMeasure();
    expect(shareDone(measure, () => null)).toBe(1);
    const short = KINDS.map(
      (kind) => [kind.kind, shareDone(measure, (seed) => leastOf(kind, seed))] as const,
    ).filter(([, share]) => share < LEAST);
    expect(short).toEqual([]);
  });

  it('L9: is less where a fault hits often: the measure sees what is not done', async () => {
    const measure = await goodputMeasure();
    const reject = (): FaultSpec => ({ kind: 'reject', values: { probability: 0.5 } });
    expect(shareDone(measure, reject)).toBeLessThan(LEAST);
  });
});
