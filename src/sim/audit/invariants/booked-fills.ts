/**
 * S4: every fill in the journal is a fill of the venue, with the same quantity, price and side, and every bust a bust of it. S5: each is booked
 * once, keyed by (symbol, venue order id, execution id). S0: with the fee the venue charged for it, once a fee is
 * known; a fee that never comes is for the detection audit to tell.
 */
import type { FillRow } from '../../../core/state/entry.js';
import type { Fee } from '../../../core/order/execution-report.js';
import type { TruthBust, TruthExecution } from '../../../core/order/truth.js';
import { signOf } from '../../../core/ground/units.js';
import type { CheckerFactory } from '../checker.js';
import { Column } from '../column.js';

export const bookedFills: CheckerFactory = ({ check, broken, orders, executions }) => {
  /** By the number of the execution. */
  const truth: (TruthExecution | TruthBust)[] = [];
  const booked = new Column();
  /** By the number of the order: the sign of its side. */
  const sides = new Column();

  const realOf = ({
    clientOrderId,
    row: { execution, bustOf },
  }: FillRow): TruthExecution | TruthBust | undefined =>
    truth[executions.of(clientOrderId, execution.execId, bustOf)];

  return {
    id: 'S4',
    onTruth(entry) {
      if (entry.kind === 'executed')
        truth[executions.of(entry.clientOrderId, entry.execId)] = entry;
      else if (entry.kind === 'busted')
        truth[executions.of(entry.clientOrderId, entry.execId, entry.bustOf)] = entry;
    },
    onEntry(entry, at) {
      if (entry.kind === 'slice-released')
        sides.set(orders.of(entry.clientOrderId), signOf(entry.terms.side));
      if (entry.kind !== 'fill-booked' && entry.kind !== 'fill-amended') return;
      const { execution, bustOf } = entry.row;
      const real = realOf(entry);
      if (!check(isTrue(entry.row, real, sides.get(orders.of(entry.clientOrderId)))))
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

/** A bust takes away what the ledger says was undone. `side`: its sign, as was meant. */
const isTrue = (
  { execution, bustOf }: FillRow['row'],
  real: TruthExecution | TruthBust | undefined,
  side: number,
): boolean =>
  real !== undefined &&
  (bustOf === null ? real.quantity : -real.quantity) === execution.quantity &&
  real.price === execution.price &&
  signOf(real.side) === side;

const isFee = (told: Fee | null, charged: Fee): boolean =>
  told === null || (told.asset === charged.asset && told.amount === charged.amount);

const feeText = (fee: Fee | null): string => (fee === null ? '-' : `${fee.amount} ${fee.asset}`);
