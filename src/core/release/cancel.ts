/**
 * Cancels (FIL-5, FIL-6, SCH-5): a cancel is a request; the order is canceled when the venue says so, and the cancel
 * itself is verified by a query. Cancelling what is not known to live waits until it is (a not-found on a cancel
 * proves nothing); what is proven never sent needs no venue.
 */
import type { CancelReason } from '../engine/entry.js';
import type { Input } from '../engine/input.js';
import type { ChildState } from '../engine/state.js';
import type { Step } from '../engine/step.js';
import { applyUpdate } from '../fill/apply-update.js';
import { conclude, progress } from '../fill/progress.js';
import { isOver, venueOrderIdOf } from '../order/belief.js';
import type { ClientOrderId } from '../order/order.js';
import { ownUpdate, updateFromAcknowledgement } from '../order/update.js';
import { type Micros, plus } from '../units.js';
import { isAlive, isProvenAbsent } from './evidence.js';

export function wantCancel(step: Step, clientOrderId: ClientOrderId, reason: CancelReason): void {
  const child = step.child(clientOrderId);
  if (child.monitor.phase === 'done' || isOver(child.belief)) return;
  if (child.cancel.phase === 'none') step.emit({ kind: 'cancel-wanted', clientOrderId, reason });
  if (isProvenAbsent(child)) {
    applyUpdate(step, clientOrderId, ownUpdate('canceled'));
    conclude(step, clientOrderId);
    return;
  }
  if (isAlive(child) && child.cancel.phase !== 'in-flight') sendCancel(step, clientOrderId);
}

/** Intends a cancel; the command leaves when the entry is durable. */
export function sendCancel(step: Step, clientOrderId: ClientOrderId): void {
  const child = step.child(clientOrderId);
  step.emit({
    kind: 'cancel-intent',
    clientOrderId,
    command: {
      kind: 'cancel',
      clientOrderId,
      venueOrderId: venueOrderIdOf(child.belief),
      symbol: child.terms.symbol,
      attempt: child.cancel.attempts + 1,
    },
  });
}

export function onCancelOutcome(step: Step, input: Extract<Input, { kind: 'outcome' }>): void {
  const child = step.state.children.get(input.clientOrderId);
  if (child === undefined || child.monitor.phase === 'done') return;
  const { clientOrderId } = child;
  const { outcome } = input;
  switch (outcome.kind) {
    case 'accepted':
      step.emit({ kind: 'cancel-settled', clientOrderId, as: 'accepted', code: '', nextAt: plus(step.at, step.config.fillDetection.firstPoll) });
      applyUpdate(step, clientOrderId, updateFromAcknowledgement(askedOf(child, outcome.venueOrderId), outcome));
      progress(step, clientOrderId, 'heard');
      return;
    case 'rejected':
    case 'exists':
      // Too late to cancel, or the venue does not know it (yet): only a query tells which.
      step.emit({
        kind: 'cancel-settled',
        clientOrderId,
        as: 'rejected',
        code: outcome.kind === 'rejected' ? outcome.code : outcome.kind,
        nextAt: step.at,
      });
      return;
    case 'not-sent': {
      const wait = Math.max(outcome.retryAfter ?? 0, step.config.submit.retryFirst) as Micros;
      step.emit({ kind: 'cancel-settled', clientOrderId, as: 'not-sent', code: outcome.reason, nextAt: plus(step.at, wait) });
      return;
    }
    case 'unknown':
      step.emit({ kind: 'outcome-unknown', clientOrderId, effect: 'cancel', shape: outcome.shape, nextAt: step.at });
      return;
  }
}

const askedOf = (child: ChildState, venueOrderId: ReturnType<typeof venueOrderIdOf>) => ({
  clientOrderId: child.clientOrderId,
  venueOrderId,
  symbol: child.terms.symbol,
  side: child.terms.side,
});
