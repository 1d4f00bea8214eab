/**
 * REC-5: single orders of ours that the account asks for, because a list of the venue lacks them or says otherwise. The account asks, not the order: what
 * is found is evidence as on any path, and a look that finds nothing ends nothing. What has to wait is asked for after the next list.
 */
import { heldUntil } from '../guard/rate-limit.js';
import type { ClientOrderId } from '../order/order.js';
import type { Owner } from '../state/owner.js';
import { DEFAULT_RECONCILIATION } from '../state/reconciliation.js';
import type { ChildState } from '../state/state.js';
import type { Step } from '../state/step.js';

const ACCOUNT: Owner = { kind: 'account' };

/** Whoever looks at single orders only is left alone (FIL-12). */
export const isFollowed = ({ monitor }: ChildState): boolean => monitor === undefined;

/** The oldest first, and no more than a pass may; what it waits for already is not asked for again. */
export function lookUp(step: Step, orders: readonly ClientOrderId[]): void {
  const { lookUpsMost } = step.config.reconciliation ?? DEFAULT_RECONCILIATION;
  const pending = step.state.reconciliation?.pass?.lookUps ?? [];
  const wanted = oldestFirst(step, orders).filter((id) => !pending.includes(id));
  const asked: ClientOrderId[] = [];
  for (const clientOrderId of wanted.slice(0, Math.max(0, lookUpsMost - pending.length))) {
    if (heldUntil(step.state, step.at, 'read-order') !== null) break;
    const { symbol } = step.child(clientOrderId).terms;
    step.ask({ kind: 'read-order', clientOrderId, symbol }, { purpose: 'listed', owner: ACCOUNT });
    asked.push(clientOrderId);
  }
  if (asked.length > 0 && (step.state.reconciliation?.pass ?? null) !== null)
    step.emit({ kind: 'reconciliation-asked', orders: asked });
}

function oldestFirst(step: Step, orders: readonly ClientOrderId[]): readonly ClientOrderId[] {
  const sentAt = (id: ClientOrderId): number =>
    step.child(id).submit.firstAt ?? Number.MAX_SAFE_INTEGER;
  return [...orders].sort((a, b) => sentAt(a) - sentAt(b));
}
