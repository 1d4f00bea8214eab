/**
 * How much of each of many runs is stored (`--keep`). Report, orders and fills always are; series, the venue's ledger and
 * the journal of all of them, of those that failed, or of none.
 */
import { type Expectation, evaluateExpectation } from '../report/many/expectation.js';
import type { Report } from '../report/schema/report.js';
import { STRATEGY_FAILED } from './run-warnings.js';

export const KEEPS = ['all', 'failures', 'figures'] as const;
export type Keep = (typeof KEEPS)[number];

export interface Keeping {
  readonly keep: Keep;
  /** A run that meets one of these failed, besides those that broke an expectation or an invariant, or whose strategy failed. */
  readonly failOn: readonly Expectation[];
}

/** What of this run is stored. */
export function keptOf({ keep, failOn }: Keeping, report: Report): 'all' | 'figures' {
  if (keep !== 'failures') return keep;
  const failed =
    report.expectations.some(({ ok }) => !ok) ||
    (report.invariants.violations?.length ?? 0) > 0 ||
    report.warnings.some(({ code }) => code === STRATEGY_FAILED) ||
    failOn.some((condition) => evaluateExpectation(condition, report).ok);
  return failed ? 'all' : 'figures';
}
