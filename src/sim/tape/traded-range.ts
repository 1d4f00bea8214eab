/** Between which prices a tape trades. */
import { foundOnce } from './found-once.js';
import { rowRuns } from './row-runs.js';
import { ROW_INELIGIBLE, ROW_KIND_MASK, ROW_TRADE, type Tape } from './tape.js';

/** In price quanta, both ends traded. */
export interface TradedRange {
  readonly low: number;
  readonly high: number;
}

const isTrade = (kind: number): boolean =>
  (kind & ROW_KIND_MASK) === ROW_TRADE && (kind & ROW_INELIGIBLE) === 0;

function findRange(tape: Tape): TradedRange | null {
  const { price } = tape;
  const { end, kind } = rowRuns(tape);
  let low = Infinity;
  let high = -Infinity;
  for (let run = 0; run < end.length; run += 1) {
    if (!isTrade(kind[run]!)) continue;
    for (let row = run === 0 ? 0 : end[run - 1]!; row < end[run]!; row += 1) {
      const at = price[row]!;
      if (at < low) low = at;
      if (at > high) high = at;
    }
  }
  return low <= high ? { low, high } : null;
}

/** Of the eligible prints; null where there is none. */
export const tradedRange = foundOnce(findRange);
