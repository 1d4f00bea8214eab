/**
 * Where the rows of a tape change: runs of rows of one instant and one kind, flags included. Found once per tape and kept
 * as long as the tape, so that a replay asks once a run, not once a row, what kind of row it is and whether the instant
 * is over.
 */
import type { Tape } from './tape.js';

const known = new WeakMap<Tape, Int32Array>();

/** The row after each run, rising; the last one is the number of rows. */
export function rowRuns(tape: Tape): Int32Array {
  let ends = known.get(tape);
  if (ends === undefined) {
    ends = findRuns(tape);
    known.set(tape, ends);
  }
  return ends;
}

/** On recorded books a run has 16 rows, on generated ones four; what does not fit is doubled. */
const ROWS_A_RUN = 4;

function findRuns({ time, kind, rows }: Tape): Int32Array {
  let ends: Int32Array = new Int32Array(Math.ceil(rows / ROWS_A_RUN) + 1);
  let count = 0;
  for (let row = 0; row < rows; count += 1) {
    const at = time[row];
    const what = kind[row];
    for (row += 1; row < rows && kind[row] === what && time[row] === at;) row += 1;
    if (count === ends.length) ends = doubled(ends);
    ends[count] = row;
  }
  return ends.slice(0, count);
}

function doubled(ends: Int32Array): Int32Array {
  const wider = new Int32Array(ends.length * 2);
  wider.set(ends);
  return wider;
}
