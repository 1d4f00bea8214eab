/**
 * Top rows (F18) in the columns of an Arrow file: behind the rows of the tape stand as many rows with the bids, and then as
 * many with the asks. A bid's row has the time and the delay, an ask's the number of the tape row it stands before as its
 * time. A file without top rows is what it was before there were any.
 */
import { ROW_LEVEL, ROW_SELL, type Tape } from '../sim/tape/tape.js';
import type { TopRows } from '../sim/tape/tape.js';
import type { Columns } from './arrow-frame.js';

export const rowsWithTop = (rows: number, topRows: number): number => rows + 2 * topRows;

export function withTop(tape: Tape): Columns {
  const { top, rows } = tape;
  if (top === null) return tape;
  const columns: Columns = {
    time: new Float64Array(rowsWithTop(rows, top.rows)),
    kind: new Uint8Array(rowsWithTop(rows, top.rows)),
    price: new Int32Array(rowsWithTop(rows, top.rows)),
    quantity: new Float64Array(rowsWithTop(rows, top.rows)),
    delay: new Int32Array(rowsWithTop(rows, top.rows)),
  };
  for (const name of ['time', 'kind', 'price', 'quantity', 'delay'] as const) {
    columns[name].set(tape[name]);
  }
  const asks = rows + top.rows;
  columns.time.set(top.time, rows);
  columns.time.set(top.before, asks);
  columns.kind.fill(ROW_LEVEL, rows, asks).fill(ROW_LEVEL | ROW_SELL, asks);
  columns.price.set(top.bid, rows);
  columns.price.set(top.ask, asks);
  columns.quantity.set(top.bidQuantity, rows);
  columns.quantity.set(top.askQuantity, asks);
  columns.delay.set(top.delay, rows);
  return columns;
}

/** Views of the columns, but for `before`. */
export function withoutTop(
  columns: Columns,
  rows: number,
  topRows: number,
): Columns & Pick<Tape, 'top'> {
  const bids = rows + topRows;
  const top: TopRows = {
    rows: topRows,
    time: columns.time.subarray(rows, bids),
    before: Int32Array.from(columns.time.subarray(bids)),
    bid: columns.price.subarray(rows, bids),
    ask: columns.price.subarray(bids),
    bidQuantity: columns.quantity.subarray(rows, bids),
    askQuantity: columns.quantity.subarray(bids),
    delay: columns.delay.subarray(rows, bids),
  };
  return {
    time: columns.time.subarray(0, rows),
    kind: columns.kind.subarray(0, rows),
    price: columns.price.subarray(0, rows),
    quantity: columns.quantity.subarray(0, rows),
    delay: columns.delay.subarray(0, rows),
    top: topRows === 0 ? null : top,
  };
}
