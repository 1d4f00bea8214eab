/** Execution reports of the order stream: first-class news, and the only one that comes unasked. */
import type { Step } from '../state/step.js';
import type { ExecutionReport } from '../order/execution-report.js';
import { updateFromReport } from '../order/update.js';
import { isContradiction, learn } from './learn.js';
import { progress } from './progress.js';

export function onReport(step: Step, report: ExecutionReport): void {
  const { clientOrderId, venueOrderId } = report;
  const child = step.state.children.get(clientOrderId);
  if (child === undefined) {
    const text = `${report.execType} for an order nobody here placed`;
    step.emit({ kind: 'report-unmatched', clientOrderId, venueOrderId, text });
    step.raise('unmatched-report', 'critical', { subject: venueOrderId, text });
    return;
  }
  const update = updateFromReport(report);
  const contradicts = isContradiction(child, { ...update, avgPrice: null, filledAt: null });
  if (learn(step, clientOrderId, update))
    progress(step, clientOrderId, contradicts ? 'look-up' : 'heard');
}
