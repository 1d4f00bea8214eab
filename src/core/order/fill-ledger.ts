/**
 * The executions of one order: a set keyed by execution id (ORD-4; venue, account, symbol and order are those of the
 * belief that holds it), with running sums so that filled quantity and exact average never need a walk. Busts and
 * corrections are rows of their own with a signed quantity. Adding never mutates.
 *
 * Invariants: 1. `rows` is sorted by (execId, bustOf) without a repeat, so that equal sets are equal values.
 * 2. `quantity` and `notional` are the sums over `rows`.
 */
import { type Lots, type TickLots, notional } from '../ground/units.js';
import type { Execution, Fee } from './execution-report.js';
import { type ExecId, compareVenueNanos } from './order.js';

export interface LedgerRow {
  readonly execution: Execution;
  /** Null for a fill; else the execution that this row undoes or corrects. */
  readonly bustOf: ExecId | null;
}

export interface FillLedger {
  readonly rows: readonly LedgerRow[];
  readonly quantity: Lots;
  /** Sum of price x quantity, exact. */
  readonly notional: TickLots;
}

export const EMPTY_LEDGER: FillLedger = { rows: [], quantity: 0 as Lots, notional: 0n as TickLots };

/** What a row does to the set: `conflict` = the same execution told twice with other terms. */
export type RowEffect = 'added' | 'enriched' | 'conflict' | 'known';

const compareText = (a: string, b: string): number => (a < b ? -1 : a > b ? 1 : 0);

function compareRows(a: LedgerRow, b: LedgerRow): number {
  const byId = compareText(a.execution.execId, b.execution.execId);
  return byId !== 0 ? byId : compareText(a.bustOf ?? '', b.bustOf ?? '');
}

/** Index of the first row not before `row`. New ids mostly sort last, so the end is looked at first. */
function placeOf(rows: readonly LedgerRow[], row: LedgerRow): number {
  const last = rows.at(-1);
  if (last === undefined || compareRows(last, row) < 0) return rows.length;
  let low = 0;
  let high = rows.length - 1;
  while (low < high) {
    const middle = (low + high) >>> 1;
    if (compareRows(rows[middle] as LedgerRow, row) < 0) low = middle + 1;
    else high = middle;
  }
  return low;
}

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

/** Least upper bound of two tellings of one execution: what one leaves out the other adds (a fee may come late). */
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

const valueOfRow = (row: LedgerRow): TickLots =>
  notional(row.execution.price, row.execution.quantity);

export interface RowJoin {
  readonly ledger: FillLedger;
  readonly effect: RowEffect;
  /** The row as it now stands in the ledger. */
  readonly row: LedgerRow;
}

/** Joins one row into the set. */
export function joinRow(ledger: FillLedger, row: LedgerRow): RowJoin {
  const { rows } = ledger;
  const place = placeOf(rows, row);
  const held = rows[place];
  if (held === undefined || compareRows(held, row) !== 0) {
    return { ledger: withRow(ledger, row), effect: 'added', row };
  }
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
  const { rows } = ledger;
  const place = placeOf(rows, row);
  const held = rows[place];
  const replaces = held !== undefined && compareRows(held, row) === 0;
  return {
    rows: rows.toSpliced(place, replaces ? 1 : 0, row),
    quantity: (ledger.quantity +
      row.execution.quantity -
      (replaces ? held.execution.quantity : 0)) as Lots,
    notional: (ledger.notional + valueOfRow(row) - (replaces ? valueOfRow(held) : 0n)) as TickLots,
  };
}

/** The rows that take away: busts and downward corrections. */
export const bustsOf = (ledger: FillLedger): readonly Execution[] =>
  ledger.rows.filter((row) => row.execution.quantity < 0).map((row) => row.execution);
