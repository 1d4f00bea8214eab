/**
 * F18: the top stream knows better. A row of the venue's own best prices that is newer than the last diff says what stands
 * at the best of a side and that nothing stands before it; both hold until a diff names the level. What our takers removed
 * is remembered as for any row (F3). Queues (F5, F7) read diffs alone, and no row of the stream triggers F8.
 *
 * Unrealistic: a spot row has no time of its own, and acts when it was received; what stands behind the best is as late
 * as the diffs.
 */
import type { Quanta } from '../../core/ground/units.js';
import type { BookSide } from '../book/book-side.js';
import { settleTaken } from './available.js';

/** A row of the stream: `key` is the best of the side. True when it corrects what was shown. */
export function tellTop(side: BookSide, key: number, quantity: Quanta, time: number): boolean {
  const { told, ladder } = side;
  let corrects = false;
  for (let level = side.best; level > key; level = side.levelBelow(level)) {
    told.set(level, 0 as Quanta);
    corrects = true;
  }
  if (side.quantityAt(key) !== quantity) corrects = true;
  // Where the diffs say the same there is nothing to remember.
  if (ladder.quantityAt(key) === quantity && ladder.tradedAt(key) === 0) told.forget(key);
  else told.set(key, quantity);
  if (told.lowest < side.guard) side.guard = told.lowest;
  settleBetter(side, key, time);
  if (side.taken.has(key)) settleTaken(side, key, quantity, time);
  return corrects;
}

/** What is gone is not taken any more. */
function settleBetter(side: BookSide, key: number, time: number): void {
  for (const taken of side.taken.keys()) {
    if (taken > key) settleTaken(side, taken, 0 as Quanta, time);
  }
}
