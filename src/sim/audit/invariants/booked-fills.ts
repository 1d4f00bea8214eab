/**
 * S4: every fill in the journal is a fill of the venue, with the same quantity, price and side. S5: each is booked
 * once, keyed by (symbol, venue order id, execution id). S0: with the fee the venue charged for it, once a fee is
 * known; a fee that never comes is for the detection audit to tell.
 */
import type { FillRow } from '../../../core/state/entry.js';
import type { ClientOrderId } from '../../../core/order/order.js';
import type { Fee } from '../../../core/order/execution-report.js';
import type { TruthExecution } from '../../../core/order/truth.js';
import type { CheckerFactory } from '../checker.js';

/** Execution ids are unique per order only: every symbol counts its own. */
const keyOf = (clientOrderId: ClientOrderId, execId: string): string =>
  `${clientOrderId} ${execId}`;

export const bookedFills: CheckerFactory = ({ check }) => {
  const truth = new Map<string, TruthExecution>();
  const booked = new Set<string>();
  const sides = new Map<ClientOrderId, string>();

  /** A bust is a row of its own, which no execution of the ledger stands behind. */
  const isTrue = ({ clientOrderId, row: { execution, bustOf } }: FillRow): boolean => {
    const real = truth.get(keyOf(clientOrderId, execution.execId));
    return (
      bustOf !== null ||
      (real?.quantity === execution.quantity &&
        real.price === execution.price &&
        real.side === sides.get(clientOrderId))
    );
  };

  return {
    id: 'S4',
    onTruth(entry) {
      if (entry.kind === 'executed') truth.set(keyOf(entry.clientOrderId, entry.execId), entry);
    },
    onEntry(entry, at) {
      if (entry.kind === 'slice-released') sides.set(entry.clientOrderId, entry.terms.side);
      if (entry.kind !== 'fill-booked' && entry.kind !== 'fill-amended') return;
      const { execution, bustOf } = entry.row;
      const key = keyOf(entry.clientOrderId, execution.execId);
      check(isTrue(entry), {
        id: 'S4',
        at,
        detail: () => `execution ${execution.execId} of ${entry.clientOrderId} is not the venue's`,
      });
      const charged = truth.get(key)?.fee;
      check(charged === undefined || isFee(execution.fee, charged), {
        id: 'S0',
        at,
        detail: () =>
          `execution ${execution.execId} of ${entry.clientOrderId}: booked with a fee of ${feeText(execution.fee)}, charged ${feeText(charged ?? null)}`,
      });
      if (entry.kind === 'fill-amended') return;
      const row = `${key} ${bustOf ?? ''}`;
      check(!booked.has(row), {
        id: 'S5',
        at,
        detail: () => `execution ${execution.execId} booked twice`,
      });
      booked.add(row);
    },
  };
};

const isFee = (told: Fee | null, charged: Fee): boolean =>
  told === null || (told.asset === charged.asset && told.amount === charged.amount);

const feeText = (fee: Fee | null): string => (fee === null ? '-' : `${fee.amount} ${fee.asset}`);
