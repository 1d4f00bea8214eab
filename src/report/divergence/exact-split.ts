/**
 * A difference between two runs as parts of one fraction, rounded so that its parts add up. Turned round (the second run held against the
 * first) every number is the same with the other sign, which rounding down alone would not give.
 */
import { splitSteps } from '../figures/bps.js';

export interface ExactSplit {
  readonly total: bigint;
  readonly parts: readonly bigint[];
}

/** In `perUnit` steps for each `over` > 0. */
export function splitBothWays(parts: readonly bigint[], over: bigint, perUnit: bigint): ExactSplit {
  if (!isTurned(parts)) return splitSteps(parts, over, perUnit);
  const split = splitSteps(
    parts.map((part) => -part),
    over,
    perUnit,
  );
  return { total: -split.total, parts: split.parts.map((part) => -part) };
}

/** Of a split and the one turned round exactly one is: by the sign of the whole, else of the first part that has one. */
function isTurned(parts: readonly bigint[]): boolean {
  const total = parts.reduce((sum, part) => sum + part, 0n);
  if (total !== 0n) return total < 0n;
  return (parts.find((part) => part !== 0n) ?? 0n) < 0n;
}
