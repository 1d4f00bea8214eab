/**
 * Exact ratios to printed figures, and the only place where a figure is rounded: basis points in steps of 0.0001,
 * half-even; parts of a whole by largest remainder, so that what is printed adds up. A printed number holds its step
 * exactly up to 2^53 steps, 90 million times the basis.
 */
import { divide } from '../../core/ground/decimal.js';

/** Steps of 0.0001 bps in one whole: 10,000 bps x 10,000. */
export const STEPS_PER_UNIT = 100_000_000n;
const STEPS_PER_BPS = 10_000;

export const toBps = (steps: bigint): number => Number(steps) / STEPS_PER_BPS;

const stepsOf = (amount: bigint, basis: bigint): bigint =>
  divide(amount * STEPS_PER_UNIT, basis, 'half-even');

/** amount / basis in bps; null when the basis is not positive (no price, nothing ordered). */
export const bpsOf = (amount: bigint, basis: bigint): number | null =>
  basis <= 0n ? null : toBps(stepsOf(amount, basis));

export interface PrintedSplit {
  readonly total: number;
  readonly parts: readonly number[];
}

/** The parts of one whole in bps of `basis` > 0, as `splitSteps` rounds them. */
export function splitBps(parts: readonly bigint[], basis: bigint): PrintedSplit {
  const split = splitSteps(parts, basis, STEPS_PER_UNIT);
  return { total: toBps(split.total), parts: split.parts.map(toBps) };
}

/**
 * The parts of one whole in `perUnit` steps for each `basis` > 0. The whole is rounded half-even; each part is rounded down and the steps
 * missing go to the largest remainders, the first of equals first. A part of exactly 0 stays 0.
 */
export function splitSteps(
  parts: readonly bigint[],
  basis: bigint,
  perUnit: bigint,
): { readonly total: bigint; readonly parts: readonly bigint[] } {
  const sum = parts.reduce((a, b) => a + b, 0n);
  const total = divide(sum * perUnit, basis, 'half-even');
  const floors = parts.map((part) => divide(part * perUnit, basis, 'floor'));
  const remainders = parts.map((part, index) => part * perUnit - (floors[index] ?? 0n) * basis);
  const missing = Number(total - floors.reduce((a, b) => a + b, 0n));
  const favored = new Set(byRemainder(remainders).slice(0, missing));
  return {
    total,
    parts: floors.map((steps, index) => (favored.has(index) ? steps + 1n : steps)),
  };
}

/** Indices of the remainders, largest first. */
function byRemainder(remainders: readonly bigint[]): number[] {
  const size = (index: number): bigint => remainders[index] ?? 0n;
  return remainders
    .map((_, index) => index)
    .sort((a, b) => (size(a) === size(b) ? a - b : size(a) < size(b) ? 1 : -1));
}
