/**
 * FIL-6: what becomes of an order of which a part has filled. `accept` waits for the deadline and cancels the rest; `wait` is
 * `accept` with one more timeout, where the newest fill that is known is younger than that; `reject-and-cancel` wants none: the
 * first part that is seen cancels the rest. What filled is booked and counts under any of them.
 */
import { isOver } from '../order/belief.js';
import type { ClientOrderId } from '../order/order.js';
import { plus } from '../ground/units.js';
import type { ChildState } from '../state/state.js';
import type { Step } from '../state/step.js';
import { isAlive } from './evidence.js';
import { fillTimeoutOf } from './fill-timeout.js';
import { nextPollBefore } from './look-times.js';
import { sendCancel } from './requests.js';

/** `reject-and-cancel`: a part is known that was not before. @returns whether its cancel was wanted now. */
export function rejectPartial(step: Step, child: ChildState): boolean {
  const { belief, cancel, monitor, terms } = child;
  const isPart = belief.filled > 0 && !isOver(belief) && cancel.reason === null;
  if (step.config.partialFills !== 'reject-and-cancel' || monitor === 'naive' || !isPart)
    return false;
  const text = `${belief.filled} of ${terms.quantity} lots filled: the rest is canceled, no part is wanted`;
  step.raise('partial-fill', 'warning', { subject: child.clientOrderId, text });
  step.emit({
    kind: 'cancel-wanted',
    clientOrderId: child.clientOrderId,
    reason: 'partial-rejected',
  });
  // Of two in a chain either may be the one that lives.
  for (const other of [child.replacedBy, child.chain?.order])
    if (other !== undefined) cancelToo(step, other);
  return true;
}

function cancelToo(step: Step, clientOrderId: ClientOrderId): void {
  const child = step.child(clientOrderId);
  if (child.cancel.reason !== null || isOver(child.belief)) return;
  step.emit({ kind: 'cancel-wanted', clientOrderId, reason: 'partial-rejected' });
  if (isAlive(child)) sendCancel(step, clientOrderId);
}

/** `wait`: the deadline is moved once, by the timeout. @returns whether it was. */
export function extendWait(step: Step, child: ChildState): boolean {
  const { watch, cancel, clientOrderId } = child;
  if (step.config.partialFills !== 'wait' || watch.extended === true || cancel.reason !== null)
    return false;
  const { deadline, detectedAt } = watch;
  const timeout = fillTimeoutOf(step, child);
  if (deadline === null || detectedAt === null || step.at >= plus(detectedAt, timeout))
    return false;
  const later = plus(deadline, timeout);
  const nextAt = nextPollBefore(step, child, later);
  step.emit({ kind: 'deadline-extended', clientOrderId, deadline: later, nextAt });
  return true;
}
