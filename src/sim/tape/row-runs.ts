/**
 * Where the rows of a tape change: runs of rows of one instant and one kind, flags included. Found once per tape and kept
 * as long as the tape, so that a replay asks once a run, not once a row, what kind of row it is and when. What it asks lies
 * side by side here; in the tape's own columns each answer would be a cache line of its own.
 */
import { foundOnce } from './found-once.js';
import type { Tape } from './tape.js';

/** Columns by run, all of one length but `time`. */
export interface RowRuns {
  /** The row after the run, rising; the last one is the number of rows. */
  readonly end: Int32Array;
  /** Kind and flags of all its rows. */
  readonly kind: Uint8Array;
  /** Time of all its rows; one more behind the last, Infinity, so that who asks for the next run's never reads past the end. */
  readonly time: Float64Array;
  /** `delay` of its last row. */
  readonly delay: Int32Array;
}

/** On generated tapes a run has four rows, on recorded ones 16; what does not fit is doubled. */
const ROWS_A_RUN = 4;

/** In one pass: a run is written where its last row was read, while what stands in it is at hand. */
function findRuns(tape: Tape): RowRuns {
  const { time, kind, delay, rows } = tape;
  let runs = allocate(Math.ceil(rows / ROWS_A_RUN) + 1);
  let count = 0;
  for (let row = 0; row < rows; count += 1) {
    const at = time[row]!;
    const what = kind[row]!;
    for (row += 1; row < rows && kind[row] === what && time[row] === at;) row += 1;
    if (count === runs.end.length - 1) runs = doubled(runs);
    runs.end[count] = row;
    runs.kind[count] = what;
    runs.time[count] = at;
    runs.delay[count] = delay[row - 1]!;
  }
  runs.time[count] = Infinity;
  return first(runs, count);
}

const allocate = (count: number): RowRuns => ({
  end: new Int32Array(count),
  kind: new Uint8Array(count),
  time: new Float64Array(count),
  delay: new Int32Array(count),
});

const first = ({ end, kind, time, delay }: RowRuns, count: number): RowRuns => ({
  end: end.subarray(0, count),
  kind: kind.subarray(0, count),
  time: time.subarray(0, count + 1),
  delay: delay.subarray(0, count),
});

function doubled({ end, kind, time, delay }: RowRuns): RowRuns {
  const wider = allocate(end.length * 2);
  wider.end.set(end);
  wider.kind.set(kind);
  wider.time.set(time);
  wider.delay.set(delay);
  return wider;
}

export const rowRuns = foundOnce(findRuns);
