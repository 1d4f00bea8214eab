/**
 * Where a tape's eligible trades are: their row numbers, found once per tape and kept as long as the tape. A report
 * asks for the volume of the whole order and of each slice; nineteen of twenty rows of a recorded book are no trade,
 * and walking them for every question cost a tenth of a whole run.
 */
import { ROW_INELIGIBLE, ROW_KIND_MASK, ROW_TRADE, type Tape } from './tape.js';

const known = new WeakMap<Tape, Int32Array>();

/** Rising row numbers. */
export function eligibleTrades(tape: Tape): Int32Array {
  let rows = known.get(tape);
  if (rows === undefined) {
    rows = findEligible(tape);
    known.set(tape, rows);
  }
  return rows;
}

function findEligible({ kind, rows }: Tape): Int32Array {
  const found: number[] = [];
  for (let row = 0; row < rows; row += 1) {
    if ((kind[row]! & (ROW_KIND_MASK | ROW_INELIGIBLE)) === ROW_TRADE) found.push(row);
  }
  return Int32Array.from(found);
}
