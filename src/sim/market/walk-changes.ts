/**
 * What makers do between two messages of a generated market: they add, cut, raise or cancel at levels drawn, near the best
 * more often than far from it. Nearly half of the time of making one goes here and into the draws, and none of its choices can be foretold by
 * a processor, so nothing is decided by a branch: every outcome is computed, and masks (all bits or none) keep one.
 */
import type { DrawBlock } from './draw-block.js';
import { ASK, BID, type WalkBook } from './walk-book.js';

/**
 * Outcomes as drawn, 0 to 3: cancel, cut, raise, replace. The upper bit of one says that a new quantity comes in, the
 * lower one that the old one does not stay as it was; a level that is gone can only be replaced.
 */
const OUTCOMES = 4;
const REPLACE = 3;
/** A side, two distances, an outcome, two of a quantity. */
const DRAWS_A_CHANGE = 6;
/** Few enough that their draws are ready at once (`READY_MAX`). */
const CHANGES_AT_ONCE = 32;
/** Quantities are up to so many hundredths of a uniform draw: small ones are likelier than large ones. */
const DEPTH_HUNDREDTHS = 200;

/** A quantity of mean `mean`, at most 10^7, of two draws. */
export const depthOf = (first: number, second: number, mean: number): number =>
  1 + (((((first * (2 * mean)) | 0) * (1 + ((second * DEPTH_HUNDREDTHS) | 0))) / 100) | 0);

/** `count` changes among the `levels` best slots of both sides; quantities have the mean `depthMean`. */
// oxlint-disable-next-line max-params -- called for every message, and no object each time
export function changeLevels(
  book: WalkBook,
  draws: DrawBlock,
  count: number,
  levels: number,
  depthMean: number,
): void {
  const { quantity } = book;
  const { shares } = draws;
  const bidEdge = book.edgeSlot(BID);
  const toAskEdge = book.edgeSlot(ASK) - bidEdge;
  book.expectChanges(levels);
  for (let left = count; left > 0; left -= CHANGES_AT_ONCE) {
    draws.ready(CHANGES_AT_ONCE * DRAWS_A_CHANGE);
    let { at } = draws;
    for (let i = Math.min(left, CHANGES_AT_ONCE); i > 0; i -= 1) {
      const side = (shares[at]! * 2) | 0;
      const distance = lesser((shares[at + 1]! * levels) | 0, (shares[at + 2]! * levels) | 0);
      const slot = bidEdge + (toAskEdge & -side) + distance;
      const lots = quantity[slot]!;
      // No outcome is drawn of a level that is gone.
      const gone = (lots - 1) >> 31;
      const outcome = (shares[at + 3]! * OUTCOMES) | 0 | (gone & REPLACE);
      at += 4 + gone;
      const adds = -(outcome >> 1);
      const replaces = -(outcome & 1);
      const added = depthOf(shares[at]!, shares[at + 1]!, depthMean) + (lots & ~replaces);
      const cut = (shares[at]! * lots) | 0;
      book.put(slot, (adds & added) | (~adds & replaces & cut));
      at += (adds & 2) | (~adds & replaces & 1);
    }
    draws.at = at;
  }
}

/** Of two small integers. */
const lesser = (a: number, b: number): number => b + ((a - b) & ((a - b) >> 31));
