/** By how much later the lots of B filled than those of A, on average over what each filled, by cause; exact as a fraction. */
import { divide } from '../../core/ground/decimal.js';
import { DELAY_CAUSES, type DelayCause } from '../schema/divergence.js';
import type { DelayOfRun } from './delay-of-run.js';
import { splitBothWays } from './exact-split.js';

export interface DelayDifference {
  /** Average microseconds of each; null = not measured, `why` says what is missing. */
  readonly a: number | null;
  readonly b: number | null;
  readonly difference: number | null;
  readonly causes: Readonly<Record<DelayCause, number>> | null;
  readonly why: string | null;
}

export function delayDifference(a: DelayOfRun, b: DelayOfRun): DelayDifference {
  const means = { a: meanOf(a), b: meanOf(b) };
  if (a.parts === null || b.parts === null) {
    const why = [...new Set([a.why, b.why])].filter((one) => one !== null).join('; ');
    return { ...means, difference: null, causes: null, why };
  }
  const parts = DELAY_CAUSES.map((cause) => b.parts[cause] * a.lots - a.parts[cause] * b.lots);
  const rounded = splitBothWays(parts, a.lots * b.lots, 1n);
  return {
    ...means,
    difference: Number(rounded.total),
    causes: Object.fromEntries(
      DELAY_CAUSES.map((cause, index) => [cause, Number(rounded.parts[index] ?? 0n)]),
    ) as Record<DelayCause, number>,
    why: null,
  };
}

function meanOf(run: DelayOfRun): number | null {
  if (run.parts === null) return null;
  const sum = DELAY_CAUSES.reduce((total, cause) => total + run.parts[cause], 0n);
  return Number(divide(sum, run.lots, 'half-even'));
}
