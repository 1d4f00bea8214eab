/**
 * Where the rows of a tape change: runs of rows of one instant and one kind, flags included. Found once per tape and kept
 * as long as the tape, so that a replay asks once a run, not once a row, what kind of row it is and when. What it asks lies
 * side by side here; in the tape's own columns each answer would be a cache line of its own.
 */
import { foundOnce } from './found-once.js';
import type { Tape } from './tape.js';

/** Columns by run, all of one length. */
export interface RowRuns {
  /** The row after the run, rising; the last one is the number of rows. */
  readonly end: Int32Array;
  /** Kind and flags of all its rows. */
  readonly kind: Uint8Array;
  /** Time of all its rows. */
  readonly time: Float64Array;
  /** `delay` of its last row. */
  readonly delay: Int32Array;
}

/** On generated tapes a run has four rows, on recorded ones 16; what does not fit is doubled. */
const ROWS_A_RUN = 4;

function findRuns(tape: Tape): RowRuns {
  const end = endsOf(tape);
  const count = end.length;
  const kind = new Uint8Array(count);
  const time = new Float64Array(count);
  const delay = new Int32Array(count);
  for (let run = 0; run < count; run += 1) {
    const last = end[run]! - 1;
    kind[run] = tape.kind[last]!;
    time[run] = tape.time[last]!;
    delay[run] = tape.delay[last]!;
  }
  return { end, kind, time, delay };
}

function endsOf({ time, kind, rows }: Tape): Int32Array {
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

export const rowRuns = foundOnce(findRuns);
