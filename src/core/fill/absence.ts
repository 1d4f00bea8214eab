/**
 * Not found is not absent (architecture.md, Absence). It is proven by two not-founds asked after the request can no
 * longer be accepted, from the order query and from the trade history; only where the venue enforces `validUntil`.
 */
import type { ChildState, PendingRead } from '../engine/state.js';
import type { Step } from '../engine/step.js';
import { ownUpdate } from '../order/update.js';
import { isAlive } from '../release/evidence.js';
import { mayResend } from '../release/resend.js';
import { isLive } from '../guard/order-guards.js';
import { plus, seconds } from '../units.js';
import { applyUpdate } from './apply-update.js';
import { askExecutions } from './due.js';
import { conclude, nextLookAt, progress } from './progress.js';

/** Not-founds that are needed from each of the two witnesses. */
const WITNESSES = 2;
/** Beyond `validUntil`: the venue's own granularity. */
const VALIDITY_SLACK = seconds(1);

/** Asked late enough that an order which is not there now cannot appear any more. */
function counts(step: Step, child: ChildState, asked: PendingRead): boolean {
  const { validUntil, phase } = child.submit;
  if (validUntil === null || phase !== 'unknown') return false;
  const { clockUncertainty, visibilityLag } = step.config.venue;
  return asked.askedAt >= validUntil + VALIDITY_SLACK + clockUncertainty + visibilityLag;
}

export function onOrderNotFound(step: Step, child: ChildState, asked: PendingRead): void {
  if (child.monitor.phase === 'done') return;
  const { clientOrderId } = child;
  const nextAt = nextLookAt(step, child, child.monitor.deadline);
  // Where the venue enforces no validity, the first answered look-up counts: it permits the probing resend.
  const late = counts(step, child, asked) || child.submit.validUntil === null;
  step.emit({ kind: 'lookup-not-found', clientOrderId, from: 'order', counts: late, nextAt });
  if (counts(step, child, asked)) {
    askExecutions(step, step.child(clientOrderId), 'absence');
    return;
  }
  if (asked.purpose === 'final-check' || child.monitor.phase === 'verifying') {
    progress(step, clientOrderId, asked.purpose === 'final-check' ? 'final-check' : 'polled');
  }
}

/** The trade history knows no execution of the order either. */
export function onNoExecutions(step: Step, child: ChildState, asked: PendingRead): void {
  const { clientOrderId } = child;
  const nextAt = plus(step.at, step.config.fillDetection.firstPoll);
  step.emit({ kind: 'lookup-not-found', clientOrderId, from: 'executions', counts: counts(step, child, asked), nextAt });
  const { order, executions } = step.child(clientOrderId).notFound;
  if (order < WITNESSES || executions < WITNESSES || isAlive(child)) return;
  const again = mayResend(step, child) && isLive(step.parent(child.parentId));
  step.emit({ kind: 'absence-proven', clientOrderId, retryAt: again ? step.at : null });
  if (again) return;
  applyUpdate(step, clientOrderId, ownUpdate(child.cancel.phase === 'none' ? 'failed' : 'canceled'));
  conclude(step, clientOrderId);
}
