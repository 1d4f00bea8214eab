/**
 * Cancels (FIL-5, FIL-6, SCH-5): a cancel is a request; the order is canceled when the venue says so, and the cancel
 * itself is verified: its own answer is a receipt, the order's status comes from stream or query. Cancelling what is
 * not known to live waits until it is (a not-found on a cancel proves nothing); what is proven never sent needs no venue.
 */
import { type Micros, plus } from '../ground/units.js';
import { isOver } from '../order/belief.js';
import type { ClientOrderId } from '../order/order.js';
import type { EffectOutcome } from '../order/outcome.js';
import { ownUpdate, updateFromAcknowledgement } from '../order/update.js';
import type { CancelReason } from '../state/cancel-entry.js';
import type { Input } from '../state/input.js';
import type { Step } from '../state/step.js';
import { advance } from './advance.js';
import { applyUpdate } from './apply-update.js';
import { isAlive, isProvenAbsent } from './evidence.js';
import { finish } from './finish.js';
import { shortLookAt } from './look-times.js';
import { applyNews } from './news.js';
import { sendCancel } from './requests.js';

export function wantCancel(step: Step, clientOrderId: ClientOrderId, reason: CancelReason): void {
  const child = step.child(clientOrderId);
  if (child.cancel.reason !== null || isOver(child.belief)) return;
  step.emit({ kind: 'cancel-wanted', clientOrderId, reason });
  if (isProvenAbsent(child)) {
    applyUpdate(step, clientOrderId, ownUpdate('canceled'));
    finish(step, clientOrderId);
  } else if (isAlive(child)) {
    sendCancel(step, clientOrderId);
  }
  // Of two in a chain either may be the one that lives.
  if (child.replacedBy !== undefined) wantCancel(step, child.replacedBy, reason);
  if (child.chain !== undefined) wantCancel(step, child.chain.order, reason);
}

export function onCancelOutcome(step: Step, input: Extract<Input, { kind: 'outcome' }>): void {
  const child = step.state.children.get(input.clientOrderId);
  if (child === undefined) return;
  const { clientOrderId, cancel, stage } = child;
  const { outcome } = input;
  // Over by other news, or an attempt before this one: nothing is waited for.
  if (stage.kind === 'canceling' && input.attempt === cancel.attempts)
    settleCancel(step, clientOrderId, outcome);
  if (outcome.kind !== 'accepted') return;
  const asked = {
    clientOrderId,
    venueOrderId: outcome.venueOrderId,
    symbol: child.terms.symbol,
    side: child.terms.side,
  };
  const receipt = updateFromAcknowledgement(asked, { ...outcome, status: null });
  if (applyNews(step, clientOrderId, receipt)) advance(step, clientOrderId, 'heard');
}

function settleCancel(step: Step, clientOrderId: ClientOrderId, outcome: EffectOutcome): void {
  switch (outcome.kind) {
    case 'accepted': {
      const nextAt = shortLookAt(step, step.child(clientOrderId));
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
