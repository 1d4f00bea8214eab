/** The rows and prints of one side of a tape, one after the other, for who reckons something of the whole tape. */
import { rowRuns } from '../row-runs.js';
import { ROW_KIND_MASK, ROW_LEVEL, ROW_SELL, ROW_SNAPSHOT, ROW_TRADE, type Tape } from '../tape.js';

/** Keys are sign x price, as in a ladder. */
export interface SideWalker {
  /** What follows is of this block. */
  block(block: number): void;
  /** The book is opened anew: its rows come now. */
  snapshot(row: number): void;
  level(row: number, key: number): void;
  /** An eligible print against the side. */
  print?(key: number): void;
}

/** `blockEnd`: by block, the run after it. */
export function walkSide(tape: Tape, blockEnd: Int32Array, sign: 1 | -1, walker: SideWalker): void {
  const { price } = tape;
  const { end, kind } = rowRuns(tape);
  const levels = sign === 1 ? ROW_LEVEL : ROW_LEVEL | ROW_SELL;
  const prints = sign === 1 ? ROW_TRADE | ROW_SELL : ROW_TRADE;
  let run = 0;
  let row = 0;
  for (const [block, runAfter] of blockEnd.entries()) {
    walker.block(block);
    for (; run < runAfter; run += 1) {
      const after = end[run]!;
      const what = kind[run]!;
      if ((what & ROW_KIND_MASK) === ROW_SNAPSHOT) walker.snapshot(row);
      else if (what === levels) for (; row < after; row += 1) walker.level(row, sign * price[row]!);
      else if (what === prints) for (; row < after; row += 1) walker.print?.(sign * price[row]!);
      row = after;
    }
  }
}
