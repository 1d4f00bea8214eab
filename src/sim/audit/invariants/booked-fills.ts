/**
 * S4: every fill in the journal is a fill of the venue, with the same quantity, price and side. S5: each is booked
 * once, keyed by (symbol, venue order id, execution id). S0: with the fee the venue charged for it, once a fee is
 * known; a fee that never comes is for the detection audit to tell.
 */
import type { FillRow } from '../../../core/state/entry.js';
import type { Fee } from '../../../core/order/execution-report.js';
import type { TruthExecution } from '../../../core/order/truth.js';
import { signOf } from '../../../core/ground/units.js';
import type { CheckerFactory } from '../checker.js';
import { Column } from '../column.js';

export const bookedFills: CheckerFactory = ({ check, broken, orders, executions }) => {
  /** By the number of the execution. */
  const truth: TruthExecution[] = [];
  const booked = new Column();
  /** By the number of the order: the sign of its side. */
  const sides = new Column();

  const realOf = ({ clientOrderId, row: { execution } }: FillRow): TruthExecution | undefined =>
    truth[executions.of(clientOrderId, execution.execId)];

  /** A bust is a row of its own, which no execution of the ledger stands behind. */
  const isTrue = (
    { clientOrderId, row: { execution, bustOf } }: FillRow,
    real: TruthExecution | undefined,
  ): boolean =>
    bustOf !== null ||
    (real?.quantity === execution.quantity &&
      real.price === execution.price &&
      signOf(real.side) === sides.get(orders.of(clientOrderId)));

  return {
    id: 'S4',
    onTruth(entry) {
      if (entry.kind === 'executed')
        truth[executions.of(entry.clientOrderId, entry.execId)] = entry;
    },
    onEntry(entry, at) {
      if (entry.kind === 'slice-released')
        sides.set(orders.of(entry.clientOrderId), signOf(entry.terms.side));
      if (entry.kind !== 'fill-booked' && entry.kind !== 'fill-amended') return;
      const { execution, bustOf } = entry.row;
      const real = realOf(entry);
      if (!check(isTrue(entry, real)))
        broken({
          id: 'S4',
          at,
          of: { order: entry.clientOrderId },
          detail: `execution ${execution.execId} of ${entry.clientOrderId} is not the venue's`,
        });
      const charged = real?.fee;
      if (!check(charged === undefined || isFee(execution.fee, charged)))
        broken({
          id: 'S0',
          at,
          of: { order: entry.clientOrderId },
          detail: `execution ${execution.execId} of ${entry.clientOrderId}: booked with a fee of ${feeText(execution.fee)}, charged ${feeText(charged ?? null)}`,
        });
      if (entry.kind === 'fill-amended') return;
      const row = executions.of(entry.clientOrderId, execution.execId, bustOf);
      if (!check(booked.get(row) === 0))
        broken({
          id: 'S5',
          at,
          of: { order: entry.clientOrderId },
          detail: `execution ${execution.execId} booked twice`,
        });
      booked.set(row, 1);
    },
  };
};

const isFee = (told: Fee | null, charged: Fee): boolean =>
  told === null || (told.asset === charged.asset && told.amount === charged.amount);

const feeText = (fee: Fee | null): string => (fee === null ? '-' : `${fee.amount} ${fee.asset}`);
