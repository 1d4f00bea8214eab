/**
 * S0: the side of every child is its parent's, and so is the side of what the venue accepted and executed for it: the
 * position moves the way the parent was meant to move it. A catch-up on the wrong side keeps every sum within its
 * bounds and is caught here alone.
 */
import type { State } from '../../../core/state/state.js';
import type { ClientOrderId } from '../../../core/order/order.js';
import { type Side, signOf } from '../../../core/ground/units.js';
import type { CheckerFactory } from '../checker.js';

export const direction: CheckerFactory = ({ check, broken }) => ({
  id: 'S0',
  onEntry(entry, at, state) {
    if (entry.kind !== 'submit-intent') return;
    const { side } = entry.command.terms;
    const meant = sideOf(state, entry.clientOrderId);
    if (!check(meant === side))
      broken({
        id: 'S0',
        at,
        of: { order: entry.clientOrderId },
        detail: `${entry.clientOrderId}: intended as a ${side} of a ${meant} parent`,
      });
  },
  onTruth(entry, state) {
    const meant = sideOf(state, entry.clientOrderId);
    // An order nobody here meant is S8's to tell.
    if (meant === null) return;
    const { at, clientOrderId } = entry;
    if (entry.kind === 'accepted') {
      const { side } = entry.terms;
      if (!check(meant === side))
        broken({
          id: 'S0',
          at,
          of: { order: clientOrderId },
          detail: `${clientOrderId}: accepted as a ${side} of a ${meant} parent`,
        });
    } else if (entry.kind === 'executed') {
      const { side, quantity } = entry;
      if (!check(meant === side))
        broken({
          id: 'S0',
          at,
          of: { order: clientOrderId },
          detail: `${clientOrderId}: moved the position by ${signOf(side) * quantity} lots for a ${meant} parent`,
        });
    }
  },
});

/** What the parent of an order was asked to do; null = no such order. */
function sideOf(state: State, clientOrderId: ClientOrderId): Side | null {
  const child = state.children.get(clientOrderId);
  if (child === undefined) return null;
  return state.parents.get(child.parentId)?.request.side ?? null;
}
