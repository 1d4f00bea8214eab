/** A report about an order that nobody here placed: one that was found is followed (REC-7), of any other somebody is told. */
import type { ExecutionReport } from '../order/execution-report.js';
import type { Step } from '../state/step.js';
import { readSoon } from './open-orders-check.js';
import { UNMATCHED_REPORT, onOrphanReport } from './orphans.js';

export function onUnmatchedReport(step: Step, report: ExecutionReport): void {
  if (onOrphanReport(step, report)) return;
  const { clientOrderId, venueOrderId, execType } = report;
  const text = `${execType} for an order nobody here placed`;
  step.emit({ kind: 'report-unmatched', clientOrderId, venueOrderId, text });
  step.raise(UNMATCHED_REPORT, 'critical', { subject: venueOrderId, text });
  if (report.leaves > 0) readSoon(step);
}
