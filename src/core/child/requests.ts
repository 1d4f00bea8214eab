/**
 * What is asked of the venue about an order that may live there: its status, its executions, its end. While the venue
 * asks for time, or the request budget has no room, a question waits (S22); a cancel only reduces risk and goes, as long as the
 * budget has anything left.
 */
import { heldUntil } from '../guard/rate-limit.js';
import { CANCEL, budgetFreeAt, tellSpent } from '../guard/request-budget.js';
import type { ReadPurpose } from '../state/entry.js';
import { ofChild } from '../state/owner.js';
import type { RequestKind } from '../state/request-budget.js';
import type { ChildState } from '../state/state.js';
import type { Step } from '../state/step.js';
import { stamped } from '../state/venue-clock.js';
import { venueOrderIdOf } from '../order/belief.js';
import type { ClientOrderId } from '../order/order.js';

export function askOrder(
  step: Step,
  { clientOrderId, terms }: ChildState,
  purpose: ReadPurpose,
): void {
  if (waitsForVenue(step, clientOrderId, 'read-order')) return;
  step.ask(
    { kind: 'read-order', clientOrderId, symbol: terms.symbol },
    { purpose, owner: ofChild(clientOrderId) },
  );
}

/** The order's executions: to complete its ledger, or as the second witness of its absence. */
export function askExecutions(
  step: Step,
  { clientOrderId, terms }: ChildState,
  purpose: 'ledger' | 'absence',
): void {
  if (waitsForVenue(step, clientOrderId, 'read-executions')) return;
  step.ask(
    { kind: 'read-executions', clientOrderId, symbol: terms.symbol },
    { purpose, owner: ofChild(clientOrderId) },
  );
}

/** True when the venue asked for time, or the budget has no room: the order is looked at again once that is over. */
export function waitsForVenue(
  step: Step,
  clientOrderId: ClientOrderId,
  kind: RequestKind,
): boolean {
  const until = heldUntil(step.state, step.at, kind);
  if (until === null) return false;
  tellSpent(step, { kind, reducing: false });
  step.emit({ kind: 'look-again', clientOrderId, nextAt: until });
  return true;
}

/** Sends a cancel, if need be as soon as the budget has room for it: `onChildDue` sees to that. */
export function sendCancel(step: Step, clientOrderId: ClientOrderId): void {
  const free = budgetFreeAt(step.state, step.at, CANCEL);
  if (free === null) {
    intendCancel(step, clientOrderId);
    return;
  }
  tellSpent(step, CANCEL);
  step.emit({ kind: 'look-again', clientOrderId, nextAt: free });
}

/** The command leaves when the entry is durable. */
export function intendCancel(step: Step, clientOrderId: ClientOrderId): void {
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
      ...stamped(step.state),
    },
  });
}
