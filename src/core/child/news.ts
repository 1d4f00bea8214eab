/**
 * Everything the venue says about one of our orders passes here, whatever path it came by: is it credible, what does it
 * change, and does it concern an order that was believed to be finished? A verdict of ours is revoked by any later sign
 * of life, and a fill after a verdict is booked and raised (ORD-4).
 */
import { isOver } from '../order/belief.js';
import type { ClientOrderId } from '../order/order.js';
import type { VenueUpdate } from '../order/update.js';
import { isSubmitting } from '../state/is-submitting.js';
import type { ChildState } from '../state/state.js';
import type { Step } from '../state/step.js';
import { applyUpdate } from './apply-update.js';
import { isAlive } from './evidence.js';
import { WITHOUT_PRICE, fillResult, missingOf, settleAgain } from './finish.js';
import { resultOf } from './result.js';
import { revive } from './revive.js';
import { type FillEvidence, isContradictory } from './verifier.js';

/** @returns true while the order is watched: what the news means for it is then up to `advance`. */
export function applyNews(step: Step, clientOrderId: ClientOrderId, update: VenueUpdate): boolean {
  const wasDone = step.child(clientOrderId).stage.kind === 'done';
  const contradicts = isContradiction(step.child(clientOrderId), evidenceIn(update));
  const credible = contradicts ? signOfLife(update) : update;
  const changed = applyUpdate(step, clientOrderId, credible);
  if (!wasDone) {
    acknowledge(step, step.child(clientOrderId));
    return true;
  }
  if (changed) reconsider(step, clientOrderId);
  return false;
}

/** FIL-3: does what was said contradict itself? */
export const isContradiction = (child: ChildState, said: FillEvidence): boolean =>
  isContradictory(said, { quantity: child.terms.quantity, submittedAt: child.submit.firstAt });

/** What an update says of how far its order is filled. */
export const evidenceIn = ({ status, venueWord, cumQty }: VenueUpdate): FillEvidence => ({
  status,
  venueWord,
  cumQty,
  avgPrice: null,
  filledAt: null,
});

/** What is left of an update that contradicts itself: the order exists, and an execution is an execution. */
export const signOfLife = (update: VenueUpdate): VenueUpdate => ({
  ...update,
  status: null,
  venueWord: '',
  cumQty: null,
});

/** Evidence of life settles a submit whose own answer was lost or is still on its way. */
function acknowledge(step: Step, child: ChildState): void {
  const { clientOrderId, stage } = child;
  if (!isSubmitting(stage) || !isAlive(child)) return;
  const text = 'seen at the venue';
  step.emit({ kind: 'submit-settled', clientOrderId, as: 'accepted', code: '', text });
}

/** News of an order that was finished: its result is stated again, or it lives and has to go. */
function reconsider(step: Step, clientOrderId: ClientOrderId): void {
  const child = step.child(clientOrderId);
  const { belief } = child;
  if (isOver(belief)) {
    const result = resultOf(step, child);
    const final = missingOf(child, step.config.venue).length === 0;
    step.emit(fillResult(step, child, { result, final }));
    if (final) step.clear(WITHOUT_PRICE, clientOrderId);
    else settleAgain(step, child);
    return;
  }
  revive(step, child);
}
