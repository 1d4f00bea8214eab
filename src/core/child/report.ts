/** Execution reports of the order stream: first-class news, and the only one that comes unasked. */
import type { ChildState } from '../state/state.js';
import type { Step } from '../state/step.js';
import type { ExecutionReport } from '../order/execution-report.js';
import { updateFromReport } from '../order/update.js';
import { advance } from './advance.js';
import { noteTerms } from './amended-terms.js';
import { applyNews, evidenceIn, isContradiction } from './news.js';

export function onReport(step: Step, child: ChildState, report: ExecutionReport): void {
  const { clientOrderId } = child;
  noteTerms(step, child, report);
  const update = updateFromReport(report);
  const contradicts = isContradiction(step.child(clientOrderId), evidenceIn(update));
  if (applyNews(step, clientOrderId, update))
    advance(step, clientOrderId, contradicts ? 'look-up' : 'heard');
}
