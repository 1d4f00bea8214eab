/** Which rows of a tape a replay leaves waiting: those of levels far beyond every price at which it trades. */
import type { BookSide } from '../book/book-side.js';
import type { Tape } from '../tape/tape.js';
import { tradedRange } from '../tape/traded-range.js';

/** That many ticks beyond every print. What walks the book there finds the rows, at the price of going through all of them. */
const UNTRADED_TICKS = 1_024;

/** From row `from` on, where both books are known. */
export function deferUntraded(tape: Tape, from: number, bids: BookSide, asks: BookSide): void {
  const range = tradedRange(tape);
  if (range === null) return;
  const margin = UNTRADED_TICKS * tape.quantaPerTick;
  deferBelow(bids, range.low - margin, tape, from);
  deferBelow(asks, -range.high - margin, tape, from);
}

/** Not where we took from a level there, or a print of an earlier piece is young: what is noted of that hangs on each of its rows. */
function deferBelow(side: BookSide, key: number, tape: Tape, from: number): void {
  if (side.prints.lowestKey() < key) return;
  for (const taken of side.taken.keys()) if (taken < key) return;
  side.ladder.deferBelow(key, tape, from);
}
