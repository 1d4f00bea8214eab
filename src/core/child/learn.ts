/**
 * Everything the venue says about one of our orders passes here, whatever path it came by: is it credible, what does it
 * change, and does it concern an order that was believed to be finished? A verdict of ours is revoked by any later sign
 * of life, and a late fill is booked and told (ORD-4).
 */
import type { ChildState } from '../state/state.js';
import type { Step } from '../state/step.js';
import { isOver } from '../order/belief.js';
import type { ClientOrderId } from '../order/order.js';
import type { VenueUpdate } from '../order/update.js';
import { cancelRevived } from './cancel.js';
import { settleParent } from '../parent/completion.js';
import { isAlive } from './evidence.js';
import { applyUpdate } from './apply-update.js';
import { resultOf } from './result.js';
import { type FillEvidence, verifyFill } from './verifier.js';

/** @returns true while the order is watched: what the news means for it is then up to `progress`. */
export function learn(step: Step, clientOrderId: ClientOrderId, update: VenueUpdate): boolean {
  const wasDone = step.child(clientOrderId).monitor.phase === 'done';
  const credible = isContradiction(step.child(clientOrderId), {
    ...update,
    avgPrice: null,
    filledAt: null,
  })
    ? signOfLife(update)
    : update;
  const changed = applyUpdate(step, clientOrderId, credible);
  acknowledge(step, step.child(clientOrderId));
  if (!wasDone) return true;
  if (changed) reconsider(step, clientOrderId);
  return false;
}

/** FIL-3: does what was said contradict itself? */
export const isContradiction = (child: ChildState, said: FillEvidence): boolean =>
  verifyFill(said, { quantity: child.terms.quantity, submittedAt: child.submit.firstAt }).kind ===
  'contradiction';

/** What is left of an update that contradicts itself: the order exists, and an execution is an execution. */
export const signOfLife = (update: VenueUpdate): VenueUpdate => ({
  ...update,
  status: null,
  venueWord: '',
  cumQty: null,
});

/** Evidence of life settles a submit whose own answer was lost or is still on its way. */
function acknowledge(step: Step, child: ChildState): void {
  if (child.submit.phase === 'acknowledged' || child.submit.phase === 'rejected' || !isAlive(child))
    return;
  const { clientOrderId } = child;
  step.emit({
    kind: 'submit-settled',
    clientOrderId,
    as: 'accepted',
    code: '',
    text: 'seen at the venue',
  });
}

/** News of an order that was finished: its result is told again, or it lives and has to go. */
function reconsider(step: Step, clientOrderId: ClientOrderId): void {
  const child = step.child(clientOrderId);
  const { parentId } = child;
  if (isOver(child.belief)) {
    step.emit({
      kind: 'fill-result',
      clientOrderId,
      parentId,
      final: true,
      result: resultOf(step, child),
    });
  } else {
    const text = `believed to be over, the venue shows it as ${child.belief.status}`;
    step.raise('order-revived', 'critical', { subject: clientOrderId, text });
    cancelRevived(step, child);
  }
  settleParent(step, parentId);
}
