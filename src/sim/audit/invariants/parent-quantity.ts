/**
 * S1: the venue's fills over all children of a parent never exceed the parent. S2: nor do fills and what is still open
 * at the venue together, at any instant (no potential overfill).
 */
import type { State } from '../../../core/state/state.js';
import type { ParentId } from '../../../core/order/order.js';
import type { TruthEntry } from '../../../core/order/truth.js';
import type { CheckerFactory } from '../checker.js';
import { Column } from '../column.js';

interface Exposure {
  filled: number;
  open: number;
}

/** What ends what is open of an order: its successor in a chain is accepted by itself. */
const ENDS: ReadonlySet<TruthEntry['kind']> = new Set(['canceled', 'expired', 'replaced']);

export const parentQuantity: CheckerFactory = ({ check, broken, orders }) => {
  const parents = new Map<ParentId, Exposure>();
  const leaves = new Column();

  const setLeaves = (exposure: Exposure, order: number, quantity: number): void => {
    exposure.open += quantity - leaves.get(order);
    leaves.set(order, quantity);
  };

  const apply = (exposure: Exposure, entry: TruthEntry): void => {
    const order = orders.of(entry.clientOrderId);
    if (entry.kind === 'executed') {
      exposure.filled += entry.quantity;
      setLeaves(exposure, order, entry.leaves);
    } else if (entry.kind === 'busted') {
      exposure.filled -= entry.quantity;
    } else if (entry.kind === 'accepted') {
      // A second venue order under one id adds to the first.
      exposure.open += entry.terms.quantity;
      leaves.add(order, entry.terms.quantity);
    } else if (ENDS.has(entry.kind)) {
      setLeaves(exposure, order, 0);
    }
  };

  return {
    id: 'S1',
    onTruth(entry: TruthEntry, state: State) {
      const child = state.children.get(entry.clientOrderId);
      if (child === undefined) return;
      const exposure = parents.get(child.parentId) ?? { filled: 0, open: 0 };
      parents.set(child.parentId, exposure);
      apply(exposure, entry);
      const quantity = state.parents.get(child.parentId)?.request.quantity ?? 0;
      if (!check(exposure.filled <= quantity))
        broken({
          id: 'S1',
          at: entry.at,
          of: { parent: child.parentId },
          detail: `parent ${child.parentId}: ${exposure.filled} lots filled of ${quantity}`,
        });
      if (!check(exposure.filled + exposure.open <= quantity))
        broken({
          id: 'S2',
          at: entry.at,
          of: { parent: child.parentId },
          detail: `parent ${child.parentId}: ${exposure.filled} filled and ${exposure.open} open of ${quantity} lots`,
        });
    },
  };
};
