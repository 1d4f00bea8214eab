/**
 * S4: every fill in the journal is a fill of the venue, with the same quantity, price and side. S5: each is booked
 * once, keyed by (symbol, venue order id, execution id).
 */
import type { ClientOrderId, ExecId } from '../../../core/order/order.js';
import type { TruthExecution } from '../../../core/order/truth.js';
import type { CheckerFactory } from '../checker.js';

export const bookedFills: CheckerFactory = ({ check }) => {
  const truth = new Map<ExecId, TruthExecution>();
  const booked = new Set<string>();
  const sides = new Map<ClientOrderId, string>();
  return {
    id: 'S4',
    onTruth(entry) {
      if (entry.kind === 'executed') truth.set(entry.execId, entry);
    },
    onEntry(entry, at) {
      if (entry.kind === 'slice-released') sides.set(entry.clientOrderId, entry.terms.side);
      if (entry.kind !== 'fill-booked') return;
      const { execution, bustOf } = entry.row;
      const real = truth.get(execution.execId);
      const same =
        bustOf !== null ||
        (real?.quantity === execution.quantity &&
          real.price === execution.price &&
          real.clientOrderId === entry.clientOrderId &&
          real.side === sides.get(entry.clientOrderId));
      check(same, {
        id: 'S4',
        at,
        detail: () => `execution ${execution.execId} of ${entry.clientOrderId} is not the venue's`,
      });
      const key = `${entry.clientOrderId} ${execution.execId} ${bustOf ?? ''}`;
      check(!booked.has(key), {
        id: 'S5',
        at,
        detail: () => `execution ${execution.execId} booked twice`,
      });
      booked.add(key);
    },
  };
};
