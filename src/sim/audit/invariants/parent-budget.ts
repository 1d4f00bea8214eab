/**
 * S2 of what is meant: no order is meant to leave by which the engine's own count of its parent would exceed it, and no catch-up
 * while another order of its parent may still fill (TWAP-8). What the venue then makes of it is judged in parent-quantity.ts.
 */
import type { ParentState } from '../../../core/state/state.js';
import type { ClientOrderId } from '../../../core/order/order.js';
import type { CheckerFactory } from '../checker.js';

export const parentBudget: CheckerFactory = ({ check, broken }) => ({
  id: 'S2',
  onEntry(entry, at, state) {
    if (entry.kind !== 'submit-intent') return;
    const { clientOrderId, command } = entry;
    const parent = state.parents.get(command.parentId);
    if (parent === undefined) return;
    const isCatchUp = state.children.get(clientOrderId)?.childKind === 'catch-up';
    const problem = overBudget(parent) ?? (isCatchUp ? tooEarly(parent, clientOrderId) : null);
    if (!check(problem === null))
      broken({
        id: 'S2',
        at,
        of: { order: clientOrderId },
        detail: `parent ${parent.parentId}: ${clientOrderId} is meant to leave, ${problem}`,
      });
  },
});

const overBudget = ({ exposed, request }: ParentState): string | null =>
  exposed <= request.quantity ? null : `and ${exposed} lots then count of ${request.quantity}`;

function tooEarly({ open }: ParentState, clientOrderId: ClientOrderId): string | null {
  const other = open.find((one) => one !== clientOrderId);
  return other === undefined ? null : `a catch-up, while ${other} may still fill`;
}
