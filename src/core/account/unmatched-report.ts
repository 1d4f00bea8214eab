/** A report about an order that nobody here placed: nothing is booked, and someone is told (REC-7 takes it over). */
import type { ExecutionReport } from '../order/execution-report.js';
import type { Step } from '../state/step.js';

export function onUnmatchedReport(step: Step, report: ExecutionReport): void {
  const { clientOrderId, venueOrderId, execType } = report;
  const text = `${execType} for an order nobody here placed`;
  step.emit({ kind: 'report-unmatched', clientOrderId, venueOrderId, text });
  step.raise('unmatched-report', 'critical', { subject: venueOrderId, text });
}
