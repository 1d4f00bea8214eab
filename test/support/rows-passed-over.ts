/** Listens at what decides which rows a replay passes over, so that a test of that can tell whether it came to it. Test code only. */
import { PassedRows } from '../../src/sim/book/passed-rows.js';
import { BookRows } from '../../src/sim/market/book-rows.js';
import { FarRows } from '../../src/sim/market/far-rows.js';
import { REPLAYS_BEFORE, nearRows } from '../../src/sim/tape/near/near-rows.js';
import type { Tape } from '../../src/sim/tape/tape.js';

export interface RowTally {
  /** Rows of the book that came as part of a run. */
  rows: number;
  /** Far rows that came all the same; of levels that were taken from; at the price of an own order. */
  watched: number;
  taken: number;
  own: number;
  /** Runs of which the near and watched rows came alone. */
  passes: number;
  /** How often passed rows were put, by whoever looked or because every row counted. */
  puts: number;
}

/** As many replays of the tape as are made before rows are passed over. */
export function replayedBefore(tape: Tape): void {
  for (let replay = 0; replay < REPLAYS_BEFORE; replay += 1) nearRows(tape);
}

export const nothingTallied = (): RowTally => ({
  rows: 0,
  watched: 0,
  taken: 0,
  own: 0,
  passes: 0,
  puts: 0,
});

/** What `play` does, counted. Not by spies: they keep every call, and these are called for each row. */
export function tallied(tally: RowTally, play: () => void): void {
  const { put, putCareful } = BookRows.prototype;
  const { suffice } = FarRows.prototype;
  const { take } = PassedRows.prototype;
  BookRows.prototype.put = function counted(side, rows, from, to) {
    tally.rows += to - from;
    put.call(this, side, rows, from, to);
  };
  BookRows.prototype.putCareful = function counted(side, rows, row) {
    const key = side.ladder.sign * rows.price[row]!;
    if (key < side.ladder.exactFrom) {
      tally.watched += 1;
      if (side.taken.has(key)) tally.taken += 1;
      if (side.own.some((order) => order.key === key)) tally.own += 1;
    }
    putCareful.call(this, side, rows, row);
  };
  FarRows.prototype.suffice = function counted(side, to) {
    const near = suffice.call(this, side, to);
    if (near !== null) tally.passes += 1;
    return near;
  };
  PassedRows.prototype.take = function counted(sign, below, putRow) {
    tally.puts += 1;
    take.call(this, sign, below, putRow);
  };
  try {
    play();
  } finally {
    Object.assign(BookRows.prototype, { put, putCareful });
    Object.assign(FarRows.prototype, { suffice });
    Object.assign(PassedRows.prototype, { take });
  }
}
