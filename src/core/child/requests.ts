/** What is asked of the venue about an order that may live there: its status, its executions, its end. */
import type { ReadPurpose } from '../state/entry.js';
import { ofChild } from '../state/owner.js';
import type { ChildState } from '../state/state.js';
import type { Step } from '../state/step.js';
import { venueOrderIdOf } from '../order/belief.js';
import type { ClientOrderId } from '../order/order.js';

export function askOrder(
  step: Step,
  { clientOrderId, terms }: ChildState,
  purpose: ReadPurpose,
): void {
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
  step.ask(
    { kind: 'read-executions', clientOrderId, symbol: terms.symbol },
    { purpose, owner: ofChild(clientOrderId) },
  );
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
