/** Where the window of a ladder stands, and how its columns move with it. */

/** Slots of the window. On BTC spot +-32,768 ticks hold 95 % of all rows. */
export const WINDOW = 65_536;
/** A re-based window keeps this many slots at and above the best: prices that better it come one by one. */
const HEADROOM = WINDOW / 4;
/** The window follows the best down when fewer slots than this are left below it. */
export const FLOOR = WINDOW / 8;
/** Slots a page, as a power of two: what a search for the next level passes over at once. */
export const PAGE_BITS = 6;
export const PAGE = 1 << PAGE_BITS;

/** Origins are whole pages apart, so that a page stays one when the window moves. */
export const originFor = (key: number): number =>
  Math.floor((key + HEADROOM - WINDOW) / PAGE) * PAGE;

/** Cell n becomes cell n - shift; cells that have no source become `empty`. */
export function slideColumn(column: Float64Array | Uint8Array, shift: number, empty: number): void {
  if (shift > 0) {
    column.copyWithin(0, shift);
    column.fill(empty, column.length - shift);
  } else {
    column.copyWithin(-shift, 0, column.length + shift);
    column.fill(empty, 0, -shift);
  }
}
