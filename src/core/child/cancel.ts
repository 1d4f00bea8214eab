/**
 * Cancels (FIL-5, FIL-6, SCH-5): a cancel is a request; the order is canceled when the venue says so, and the cancel
 * itself is verified: its own answer is a receipt, the order's status comes from stream or query. Cancelling what is
 * not known to live waits until it is (a not-found on a cancel proves nothing); what is proven never sent needs no venue.
 */
import type { CancelReason } from '../state/entry.js';
import type { Input } from '../state/input.js';
import type { ChildState } from '../state/state.js';
import type { Step } from '../state/step.js';
import { applyUpdate } from './apply-update.js';
import { learn } from './learn.js';
import { conclude, progress } from './progress.js';
import { isOver, venueOrderIdOf } from '../order/belief.js';
import type { ClientOrderId } from '../order/order.js';
import { ownUpdate, updateFromAcknowledgement } from '../order/update.js';
import type { EffectOutcome } from '../order/outcome.js';
import { type Micros, plus } from '../ground/units.js';
import { isAlive, isProvenAbsent } from './evidence.js';

export function wantCancel(step: Step, clientOrderId: ClientOrderId, reason: CancelReason): void {
  const child = step.child(clientOrderId);
  if (child.cancel.phase !== 'none' || isOver(child.belief)) return;
  step.emit({ kind: 'cancel-wanted', clientOrderId, reason });
  if (isProvenAbsent(child)) {
    applyUpdate(step, clientOrderId, ownUpdate('canceled'));
    conclude(step, clientOrderId);
  } else if (isAlive(child)) {
    sendCancel(step, clientOrderId);
  }
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
  if (child === undefined) return;
  const { clientOrderId, cancel, monitor } = child;
  const { outcome } = input;
  const current = cancel.phase === 'in-flight' && input.attempt === cancel.attempts;
  // Over by other news: nothing is waited for.
  if (current && monitor.phase === 'canceling') settleCancel(step, clientOrderId, outcome);
  if (outcome.kind !== 'accepted') return;
  const asked = {
    clientOrderId,
    venueOrderId: outcome.venueOrderId,
    symbol: child.terms.symbol,
    side: child.terms.side,
  };
  const receipt = updateFromAcknowledgement(asked, { ...outcome, status: null });
  if (learn(step, clientOrderId, receipt)) progress(step, clientOrderId, 'heard');
}

function settleCancel(step: Step, clientOrderId: ClientOrderId, outcome: EffectOutcome): void {
  switch (outcome.kind) {
    case 'accepted': {
      const nextAt = plus(step.at, step.config.fillDetection.firstPoll);
      step.emit({ kind: 'cancel-settled', clientOrderId, as: 'accepted', code: '', nextAt });
      return;
    }
    case 'rejected':
    case 'exists': {
      // Too late to cancel, or the venue does not know it (yet): only a query tells which.
      const code = outcome.kind === 'rejected' ? outcome.code : outcome.kind;
      step.emit({ kind: 'cancel-settled', clientOrderId, as: 'rejected', code, nextAt: step.at });
      return;
    }
    case 'not-sent': {
      const wait = Math.max(outcome.retryAfter ?? 0, step.config.submit.retryFirst) as Micros;
      const nextAt = plus(step.at, wait);
      step.emit({
        kind: 'cancel-settled',
        clientOrderId,
        as: 'not-sent',
        code: outcome.reason,
        nextAt,
      });
      return;
    }
    case 'unknown':
      step.emit({
        kind: 'outcome-unknown',
        clientOrderId,
        effect: 'cancel',
        shape: outcome.shape,
        nextAt: step.at,
      });
      return;
  }
}

/** An order that lives although we had concluded that it does not: its place in the budget is given away. */
export function cancelRevived(step: Step, child: ChildState): void {
  const { clientOrderId } = child;
  if (child.cancel.phase === 'none')
    step.emit({ kind: 'cancel-wanted', clientOrderId, reason: 'revived' });
  sendCancel(step, clientOrderId);
}
