/** What the venue's ledger comes to: all that was executed, less what was undone of it. Pure. */
import type { ClientOrderId } from '../../core/order/order.js';
import type { TruthBust, TruthExecution, TruthLedger } from '../../core/order/truth.js';
import type { Lots } from '../../core/ground/units.js';

export type ExecutedRow = Pick<
  TruthExecution | TruthBust,
  'at' | 'clientOrderId' | 'symbol' | 'side'
> & {
  /** Below 0 where something was undone. */
  readonly quantity: Lots;
};

/** Executions, then what undid some. */
export function* executedRows({ executions, busts = [] }: TruthLedger): Generator<ExecutedRow> {
  yield* executions;
  for (const bust of busts) yield { ...bust, quantity: -bust.quantity as Lots };
}

/** By order, in lots; an order of which nothing was executed is not in it. */
export function executedByOrder(ledger: TruthLedger): ReadonlyMap<ClientOrderId, number> {
  const sums = new Map<ClientOrderId, number>();
  for (const { clientOrderId, quantity } of executedRows(ledger))
    sums.set(clientOrderId, (sums.get(clientOrderId) ?? 0) + quantity);
  return sums;
}
