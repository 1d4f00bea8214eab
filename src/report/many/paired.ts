/**
 * Two configurations on the same seeds: the same draws of market, latency and faults, so that what differs is the
 * configuration (common random numbers). Compared by differences per seed, second minus first.
 *
 * The interval is for the median difference and needs no distribution: order statistics k and n + 1 - k, with k the
 * largest for which the binomial(n, 1/2) tail leaves at least 95 % between them (the sign test turned round; Conover 1999).
 * Below 6 pairs no such interval exists, and where all differences are the same there is nothing to be sure of: null.
 */
import { differenceOf } from './compare.js';

export interface PairedComparison {
  readonly metric: string;
  /** Pairs in which both were measured. */
  readonly n: number;
  readonly meanDifference: number | null;
  readonly medianDifference: number | null;
  /** At least 95 % for the median difference; null below 6 pairs, and where all differences are the same. */
  readonly interval: readonly [low: number, high: number] | null;
  /** Pairs by sign of the difference. */
  readonly lower: number;
  readonly equal: number;
  readonly higher: number;
}

/** A figure of many runs; null where it was not measured. */
export type FigureBySeed = ReadonlyMap<number, number | null>;

/** Pairs are made by seed; a seed that only one side has is left out. */
export async function comparePaired(
  first: FigureBySeed,
  second: FigureBySeed,
  metric: string,
): Promise<PairedComparison> {
  const differences = [...second]
    .flatMap(([seed, after]) => differenceOf(first.get(seed) ?? null, after) ?? [])
    .sort((a, b) => a - b);
  const count = (holds: (difference: number) => boolean): number =>
    differences.filter(holds).length;
  const { mean, median } = await import('./sample-math.js');
  const empty = differences.length === 0;
  return {
    metric,
    n: differences.length,
    meanDifference: empty ? null : mean(differences),
    medianDifference: empty ? null : median(differences),
    interval: differences[0] === differences.at(-1) ? null : signInterval(differences),
    lower: count((difference) => difference < 0),
    equal: count((difference) => difference === 0),
    higher: count((difference) => difference > 0),
  };
}

/** Both tails together: 5 %, so 2 x tail x 20 <= 2^n. */
const TAILS = 2n;
const PARTS = 20n;

/** `sorted` ascending. Exact binomial sums: no float decides the rank. */
export function signInterval(
  sorted: readonly number[],
): readonly [low: number, high: number] | null {
  const n = sorted.length;
  const whole = 2n ** BigInt(n);
  let rank = 0;
  let tail = 0n;
  let choose = 1n;
  for (let below = 0; below < n; below += 1) {
    tail += choose;
    if (TAILS * tail * PARTS > whole) break;
    rank = below + 1;
    choose = (choose * BigInt(n - below)) / BigInt(below + 1);
  }
  const low = sorted[rank - 1];
  const high = sorted[n - rank];
  return low === undefined || high === undefined ? null : [low, high];
}
