/**
 * Not found is not absent (architecture.md, Absence). It is proven by two not-founds asked after the request can no
 * longer be accepted, from the order query and from the trade history; only where the venue enforces `validUntil`.
 * Elsewhere it permits a resend with the same id as the probe, if the venue keeps ids for ever, and nothing if not.
 */
import type { AnsweredRead, ChildState } from '../state/state.js';
import type { Step } from '../state/step.js';
import { isLive } from '../guard/order-guards.js';
import { ownUpdate } from '../order/update.js';
import { isAlive } from './evidence.js';
import { askBeforeResend, mayProbe, mayResend } from './resend.js';
import { plus, seconds } from '../ground/units.js';
import { applyUpdate } from './apply-update.js';
import { askExecutions } from './due.js';
import { newsOf } from './order-read.js';
import { conclude, nextLookAt, progress, slowLookAt, tellUnknown } from './progress.js';

/** Not-founds that are needed from each of the two witnesses. */
const WITNESSES = 2;
/** Beyond `validUntil`: the venue's own granularity. */
const VALIDITY_SLACK = seconds(1);

/** Asked late enough that an order which is not there now cannot appear any more. */
function isConclusive(step: Step, { submit }: ChildState, { askedAt }: AnsweredRead): boolean {
  if (submit.validUntil === null || submit.phase !== 'unknown') return false;
  const { clockUncertainty, visibilityLag } = step.config.venue;
  return askedAt >= submit.validUntil + VALIDITY_SLACK + clockUncertainty + visibilityLag;
}

export function onOrderNotFound(step: Step, child: ChildState, asked: AnsweredRead): void {
  const { clientOrderId, submit } = child;
  const conclusive = isConclusive(step, child, asked);
  const permitsProbe = submit.phase === 'unknown' && submit.validUntil === null;
  const nextAt = asked.purpose === 'poll' ? nextLookAt(step, child) : slowLookAt(step);
  step.emit({
    kind: 'lookup-not-found',
    clientOrderId,
    from: 'order',
    counts: conclusive || permitsProbe,
    nextAt,
  });
  if (isAlive(child)) {
    // The venue has forgotten, or not learned yet, what it told us before: its silence ends nothing.
    if (asked.purpose !== 'poll') progress(step, clientOrderId, newsOf(asked));
    return;
  }
  if (asked.purpose === 'final-check') tellUnknown(step, step.child(clientOrderId));
  if (conclusive) askExecutions(step, step.child(clientOrderId), 'absence');
  else if (mayProbe(step, child)) askBeforeResend(step, child);
}

/** The trade history knows no execution of the order either. */
export function onNoExecutions(step: Step, child: ChildState, asked: AnsweredRead): void {
  const { clientOrderId } = child;
  const nextAt = plus(step.at, step.config.fillDetection.firstPoll);
  const counts = isConclusive(step, child, asked);
  step.emit({ kind: 'lookup-not-found', clientOrderId, from: 'executions', counts, nextAt });
  const { order, executions } = step.child(clientOrderId).notFound;
  if (order < WITNESSES || executions < WITNESSES || isAlive(child)) return;
  const again = mayResend(step, child) && isLive(step.parent(child.parentId));
  step.emit({ kind: 'absence-proven', clientOrderId, retryAt: again ? step.at : null });
  if (again) return;
  applyUpdate(
    step,
    clientOrderId,
    ownUpdate(child.cancel.phase === 'none' ? 'failed' : 'canceled'),
  );
  conclude(step, clientOrderId);
}
