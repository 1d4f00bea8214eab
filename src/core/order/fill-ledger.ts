/**
 * The executions of one order: a set keyed by execution id (ORD-4; venue, account, symbol and order are those of the
 * belief that holds it), with running sums so that filled quantity and exact average never need a walk. Busts and
 * corrections are rows of their own with a signed quantity. Adding never mutates.
 *
 * Invariants: 1. Equal sets of rows are equal values. 2. `count`, `quantity`, `notional` and `withoutFee` are the sums
 * over the rows.
 */
import { type Lots, type TickLots, notional } from '../ground/units.js';
import type { Execution, Fee } from './execution-report.js';
import { compareVenueNanos } from './order.js';
import { type LedgerRow, type RowTree, findRow, putRow, rowsOfTree } from './row-tree.js';

export type { LedgerRow } from './row-tree.js';

export interface FillLedger {
  readonly tree: RowTree | null;
  readonly count: number;
  readonly quantity: Lots;
  /** Sum of price x quantity, exact. */
  readonly notional: TickLots;
  /** Rows whose commission the venue has not said. */
  readonly withoutFee: number;
}

export const EMPTY_LEDGER: FillLedger = {
  tree: null,
  count: 0,
  quantity: 0 as Lots,
  notional: 0n as TickLots,
  withoutFee: 0,
};

/** Every row, in order of execution id. */
export const rowsOf = (ledger: FillLedger): Iterable<LedgerRow> => rowsOfTree(ledger.tree);

/** What a row does to the set: `conflict` = the same execution told twice with other terms. */
export type RowEffect = 'added' | 'enriched' | 'conflict' | 'known';

const compareText = (a: string, b: string): number => (a < b ? -1 : a > b ? 1 : 0);

/**
 * A total order on what moves money, so that of two tellings the same one always wins: the larger quantity, and for a
 * bust then the earlier time, since those undo the least. A conflict never lowers what is filled.
 */
function compareTerms(a: Execution, b: Execution): number {
  if (a.quantity !== b.quantity) return a.quantity - b.quantity;
  if (a.price !== b.price) return a.price - b.price;
  return compareVenueNanos(b.venueTime, a.venueTime);
}

const feeText = (fee: Fee | null): string => (fee === null ? '' : `${fee.asset} ${fee.amount}`);

/** Least upper bound of two tellings of one execution: what one leaves out the other adds (a fee may come after the fill). */
function joinExecutions(a: Execution, b: Execution): Execution {
  const terms = compareTerms(a, b) >= 0 ? a : b;
  const fee = compareText(feeText(a.fee), feeText(b.fee)) >= 0 ? a.fee : b.fee;
  const liquidity =
    compareText(a.liquidity ?? '', b.liquidity ?? '') >= 0 ? a.liquidity : b.liquidity;
  if (terms.fee === fee && terms.liquidity === liquidity) return terms;
  return { ...terms, fee, liquidity };
}

const sameTelling = (a: Execution, b: Execution): boolean =>
  compareTerms(a, b) === 0 && a.liquidity === b.liquidity && feeText(a.fee) === feeText(b.fee);

export interface RowJoin {
  readonly ledger: FillLedger;
  readonly effect: RowEffect;
  /** The row as it now stands in the ledger. */
  readonly row: LedgerRow;
}

/** Joins one row into the set. */
export function joinRow(ledger: FillLedger, row: LedgerRow): RowJoin {
  const held = findRow(ledger.tree, row);
  if (held === null) return { ledger: withRow(ledger, row), effect: 'added', row };
  const execution = joinExecutions(held.execution, row.execution);
  const effect =
    compareTerms(held.execution, row.execution) !== 0
      ? 'conflict'
      : sameTelling(held.execution, execution)
        ? 'known'
        : 'enriched';
  if (sameTelling(held.execution, execution)) return { ledger, effect, row: held };
  const joined: LedgerRow = { execution, bustOf: row.bustOf };
  return { ledger: withRow(ledger, joined), effect, row: joined };
}

/** Puts a row in, in place of the one with its key if there is one: what folding a stored result needs. */
export function withRow(ledger: FillLedger, row: LedgerRow): FillLedger {
  const held = findRow(ledger.tree, row);
  const lost = held === null ? NOTHING : shareOf(held);
  const gained = shareOf(row);
  return {
    tree: putRow(ledger.tree, row),
    count: ledger.count + (held === null ? 1 : 0),
    quantity: (ledger.quantity + gained.quantity - lost.quantity) as Lots,
    notional: (ledger.notional + gained.notional - lost.notional) as TickLots,
    withoutFee: ledger.withoutFee + gained.withoutFee - lost.withoutFee,
  };
}

/** What one row adds to the sums. */
const shareOf = (row: LedgerRow): Pick<FillLedger, 'quantity' | 'notional' | 'withoutFee'> => ({
  quantity: row.execution.quantity,
  notional: notional(row.execution.price, row.execution.quantity),
  withoutFee: row.execution.fee === null ? 1 : 0,
});
const NOTHING = { quantity: 0, notional: 0n, withoutFee: 0 };

/** The rows that take away: busts and downward corrections. */
export function bustsOf(ledger: FillLedger): readonly Execution[] {
  const busts: Execution[] = [];
  for (const { execution } of rowsOf(ledger)) if (execution.quantity < 0) busts.push(execution);
  return busts;
}
