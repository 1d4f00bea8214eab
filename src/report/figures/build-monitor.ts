/**
 * FIL-11: how well fills were found, as the engine itself can say it: by the venue's own stamps and its own deadlines, with no
 * ledger of the venue beside it. What is held against the truth is `detection`.
 */
import { venueMicros } from '../../core/order/order.js';
import type { ProjectedChild, RunProjection } from '../projection/projection.js';
import type { Report } from '../schema/report.js';
import { delayFigures } from './delay-figures.js';

export function buildMonitor({ children, calls, callErrors }: RunProjection): Report['monitor'] {
  const judged = [...children.values()].filter((child) => child.result !== null);
  const filled = judged.filter((child) => child.filled > 0);
  const inTime = filled.filter(isInTime);
  const timeouts = judged.filter((child) => child.result?.outcome === 'timeout').length;
  const { meanMs, p99Ms } = delayFigures(filled.flatMap(delaysOf));
  return {
    orders: judged.length,
    filled: filled.length,
    inTime: inTime.length,
    detectionRate: shareOf(inTime.length, filled.length),
    meanMs,
    p99Ms,
    timeouts,
    timeoutRate: shareOf(timeouts, judged.length),
    calls,
    callErrors,
    callErrorRate: shareOf(callErrors, calls),
  };
}

const shareOf = (part: number, whole: number): number | null => (whole === 0 ? null : part / whole);

/** What filled was known to have filled, by its executions, when its deadline came. */
const isInTime = ({ fills, deadline, result, filled }: ProjectedChild): boolean =>
  result?.outcome !== 'unknown' &&
  fills.reduce((sum, { execution }) => sum + execution.quantity, 0) === filled &&
  fills.every(({ at }) => deadline === null || at <= deadline);

const delaysOf = ({ fills }: ProjectedChild): readonly number[] =>
  fills.map(({ at, execution }) => at - venueMicros(execution.venueTime));
