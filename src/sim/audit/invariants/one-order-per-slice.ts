/** S3: one logical slice has at most one venue order ever accepted (a replace chain counts as one). */
import type { ClientOrderId, ParentId } from '../../../core/order/order.js';
import type { ChildKind } from '../../../core/state/entry.js';
import type { ChildState } from '../../../core/state/state.js';
import type { CheckerFactory } from '../checker.js';
import { Column } from '../column.js';

/** Orders accepted by the number of the slice. */
type OfParent = Readonly<Record<ChildKind, number[]>>;

export const oneOrderPerSlice: CheckerFactory = ({ check, broken, orders }) => {
  const parents = new Map<ParentId, OfParent>();
  /** Of orders that are no slice of ours, by their own number. */
  const strays = new Column();
  /** Replaced their predecessor, and are accepted next. */
  const successors = new Set<ClientOrderId>();

  const countOf = ({ parentId, childKind, slice }: ChildState): number => {
    const known = parents.get(parentId);
    const counts = known ?? { slice: [], 'catch-up': [] };
    if (known === undefined) parents.set(parentId, counts);
    const count = (counts[childKind][slice] ?? 0) + 1;
    counts[childKind][slice] = count;
    return count;
  };

  return {
    id: 'S3',
    onTruth(entry, state) {
      if (entry.kind === 'replaced') successors.add(entry.replacedBy);
      if (entry.kind !== 'accepted') return;
      const { clientOrderId } = entry;
      // Its place was another's, which is over.
      if (successors.delete(clientOrderId)) return;
      const child = state.children.get(clientOrderId);
      const count = child === undefined ? strays.add(orders.of(clientOrderId), 1) : countOf(child);
      if (!check(count === 1))
        broken({
          id: 'S3',
          at: entry.at,
          of: { order: clientOrderId },
          detail: `${nameOf(child) ?? clientOrderId}: the venue accepted ${count} orders`,
        });
    },
  };
};

const nameOf = (child: ChildState | undefined): string | null =>
  child === undefined ? null : `${child.parentId} ${child.childKind} ${child.slice}`;
