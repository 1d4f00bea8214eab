/** Mean, median and 99th percentile of delays: nearest-rank on integer microseconds, so that they are delays that occurred. */
import { divide } from '../../core/ground/decimal.js';
import { MICROS_PER_MS } from '../../core/ground/units.js';

export interface DelayFigures {
  readonly meanMs: number | null;
  readonly p50Ms: number | null;
  readonly p99Ms: number | null;
}

export function delayFigures(micros: readonly number[]): DelayFigures {
  if (micros.length === 0) return { meanMs: null, p50Ms: null, p99Ms: null };
  const sorted = micros.toSorted((a, b) => a - b);
  const sum = sorted.reduce((total, delay) => total + BigInt(delay), 0n);
  const mean = Number(divide(sum, BigInt(sorted.length), 'half-even'));
  return {
    meanMs: mean / MICROS_PER_MS,
    p50Ms: nearestRank(sorted, 50) / MICROS_PER_MS,
    p99Ms: nearestRank(sorted, 99) / MICROS_PER_MS,
  };
}

/** The smallest value with at least `percent` % of the values at or below it; `sorted` is not empty. */
export function nearestRank(sorted: readonly number[], percent: number): number {
  const rank = Math.max(1, Math.ceil((percent * sorted.length) / 100));
  return sorted[rank - 1] ?? NaN;
}
