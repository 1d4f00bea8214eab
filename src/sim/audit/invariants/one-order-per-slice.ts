/** S3: one logical slice has at most one venue order ever accepted (a replace chain counts as one). */
import type { CheckerFactory } from '../checker.js';

export const oneOrderPerSlice: CheckerFactory = ({ check }) => {
  const accepted = new Map<string, number>();
  return {
    id: 'S3',
    onTruth(entry, state) {
      if (entry.kind !== 'accepted') return;
      const child = state.children.get(entry.clientOrderId);
      const slice =
        child === undefined
          ? entry.clientOrderId
          : `${child.parentId} ${child.childKind} ${child.slice}`;
      const count = (accepted.get(slice) ?? 0) + 1;
      accepted.set(slice, count);
      check(count === 1, {
        id: 'S3',
        at: entry.at,
        detail: () => `${slice}: the venue accepted ${count} orders`,
      });
    },
  };
};
