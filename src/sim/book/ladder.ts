/**
 * One side of an L2 book as recorded, with what traded at each level since its last row. Levels are found by *key*:
 * key = sign x price, so that on either side a higher key is a better price and one code serves both. A sliding window
 * of arrays holds the levels near the best; what lies outside is in a table (`far-levels.ts`). Mutable on purpose, one
 * owner (the replayed market); `putPlainRows` is the hot path.
 *
 * It knows nothing of orders, of time or of the rules that read it (src/sim/fills).
 *
 * Invariants: 1. `best` is the highest key with quantity > 0, `NO_KEY` when there is none. 2. A far level with
 * quantity > 0 is below the window. 3. A slot with a quantity or a traded sum is marked named, and its page is marked
 * used. 4. Results do not depend on where the window stands (law test against a Map).
 */
import { ROW_LEVEL, ROW_SELL, type Tape } from '../tape/tape.js';
import { FarLevels } from './far-levels.js';

/** Slots of the window. On BTC spot +-32,768 ticks hold 95 % of all rows. */
const WINDOW = 65_536;
export const LADDER_WINDOW = WINDOW;
/** A re-based window keeps this many slots at and above the best: prices that better it come one by one. */
const HEADROOM = WINDOW / 4;
/** The window follows the best down when fewer slots than this are left below it. */
const FLOOR = WINDOW / 8;
/** Slots a page, as a power of two: what a search for the next level passes over at once. */
const PAGE_BITS = 6;
const PAGE = 1 << PAGE_BITS;

/** Below every key: "no level". */
export const NO_KEY = -0x80000000;
/** Above every key: "no limit". */
export const TOP_KEY = 0x7fffffff;

/** Where the window is before the first row: no key is inside. */
const UNPLACED = TOP_KEY;

/** The columns of a tape that tell its levels. */
export type LevelRows = Pick<Tape, 'kind' | 'price' | 'quantity'>;

/** Where a row is not plain: at the guard or above it, or within the prices of own orders. A `BookSide` is one. */
export interface PlainBounds {
  readonly guard: number;
  readonly ownHigh: number;
  readonly ownLow: number;
}

/** The level has been named by a row (F5, known). */
export const MARK_NAMED = 1;
/** The level has a traded sum. */
const MARK_TRADED = 2;
/** Something was taken from the level, see `Taken`. */
export const MARK_TAKEN = 4;

export class Ladder {
  readonly sign: 1 | -1;
  /** Of the rows that are levels of this side. */
  readonly #kind: number;
  best: number = NO_KEY;
  /** Key of slot 0. */
  #origin = UNPLACED;
  /**
   * By slot, in quantity quanta. A cell counts only as far as the slot's marks say so, so that only those need
   * clearing. Infinity in `traded` = emptied by a print through the level (F3).
   */
  readonly #quantity = new Float64Array(WINDOW);
  readonly #traded = new Float64Array(WINDOW);
  readonly #marks = new Uint8Array(WINDOW);
  /** 1 = some slot of the page may hold a level: set by every row, cleared by a search that found none. */
  readonly #pages = new Uint8Array(WINDOW / PAGE);
  readonly #far = new FarLevels();

  constructor(sign: 1 | -1) {
    this.sign = sign;
    this.#kind = sign === 1 ? ROW_LEVEL : ROW_LEVEL | ROW_SELL;
  }

  /** Forgets everything. */
  reset(): void {
    this.#emptySlots();
    this.#far.clear();
    this.best = NO_KEY;
    this.#origin = UNPLACED;
  }

  priceOf(key: number): number {
    return this.sign * key;
  }

  quantityAt(key: number): number {
    const slot = key - this.#origin;
    if (!isInside(slot)) return this.#far.quantityAt(key);
    return (this.#marks[slot]! & MARK_NAMED) === 0 ? 0 : this.#quantity[slot]!;
  }

  tradedAt(key: number): number {
    const slot = key - this.#origin;
    if (!isInside(slot)) return this.#far.tradedAt(key);
    return (this.#marks[slot]! & MARK_TRADED) === 0 ? 0 : this.#traded[slot]!;
  }

  markAt(key: number): number {
    const slot = key - this.#origin;
    return isInside(slot) ? this.#marks[slot]! : this.#far.markAt(key);
  }

  setTraded(key: number, traded: number): void {
    const mark = this.markAt(key);
    this.setMark(key, traded === 0 ? mark & ~MARK_TRADED : mark | MARK_TRADED);
    const slot = key - this.#origin;
    if (isInside(slot)) this.#traded[slot] = traded;
    else this.#far.setTraded(key, traded);
  }

  setMark(key: number, mark: number): void {
    const slot = key - this.#origin;
    if (isInside(slot)) this.#marks[slot] = mark;
    else this.#far.setMark(key, mark);
  }

  /** Sets a level's quantity (0 = gone), wherever it is, and marks it named. */
  put(key: number, quantity: number): void {
    let slot = key - this.#origin;
    // Above the window, or the window is empty and the book is below it.
    const isLost = slot >= WINDOW || (slot < 0 && this.best < key);
    if (this.#origin === UNPLACED || (isLost && quantity > 0)) {
      this.#rebase(key);
      slot = key - this.#origin;
    }
    if (isInside(slot)) this.#putSlot(slot, quantity);
    else this.#far.put(key, quantity, MARK_NAMED);
  }

  /**
   * The hot path of `put`: the rows from `from` on, up to `to`, as long as they are levels of this side, below the guard,
   * at no own order's price, and of levels of which at most the name is known. Returns the first row that is not. It
   * writes without looking at what was there, since whether a row adds, changes or removes a level is a coin toss to the
   * processor; and it reads everything from locals, exported constants too: a module's exports are looked up each time.
   */
  putPlainRows(rows: LevelRows, from: number, to: number, bounds: PlainBounds): number {
    const { kind, price, quantity } = rows;
    const { guard, ownHigh, ownLow } = bounds;
    const { sign } = this;
    const wanted = this.#kind;
    const origin = this.#origin;
    const quantities = this.#quantity;
    const marks = this.#marks;
    const pages = this.#pages;
    const named = MARK_NAMED;
    let best = this.best;
    let row = from;
    for (; row < to && kind[row] === wanted; row += 1) {
      const key = sign * price[row]!;
      if (key >= guard || isBetween(key, ownLow, ownHigh)) break;
      const slot = key - origin;
      if (!isInside(slot)) {
        if (slot < 0 && this.#putFarPlain(key, quantity[row]!)) continue;
        break;
      }
      if (marks[slot]! > named) break;
      const next = quantity[row]!;
      quantities[slot] = next;
      marks[slot] = named;
      pages[slot >>> PAGE_BITS] = 1;
      if (key < best) continue;
      best = this.#bestAfter(key, next);
      if (this.#origin !== origin) return row + 1;
    }
    return row;
  }

  #putFarPlain(key: number, quantity: number): boolean {
    return key < this.best && this.#far.putPlain(key, quantity);
  }

  #putSlot(slot: number, quantity: number): void {
    this.#marks[slot]! |= MARK_NAMED;
    this.#pages[slot >>> PAGE_BITS] = 1;
    this.#quantity[slot] = quantity;
    const key = this.#origin + slot;
    if (key >= this.best) this.#bestAfter(key, quantity);
  }

  /** The best once the level at it, or better than it, is `quantity`. */
  #bestAfter(key: number, quantity: number): number {
    if (quantity > 0) this.best = key;
    else if (key === this.best) this.#lookForBest(key);
    return this.best;
  }

  /** The best level strictly worse than `key`, or `NO_KEY`. */
  levelBelow(key: number): number {
    let slot = Math.min(key - this.#origin, WINDOW) - 1;
    while (slot >= 0) {
      const page = slot >>> PAGE_BITS;
      if (this.#pages[page] !== 0) {
        const found = this.#levelInPage(page, slot);
        if (found >= 0) return this.#origin + found;
      }
      // A start before the first cell would count from the end.
      if (page === 0) break;
      slot = (this.#pages.lastIndexOf(1, page - 1) << PAGE_BITS) + PAGE - 1;
    }
    return this.#far.levelBelow(key, NO_KEY);
  }

  /** The highest slot of the page, at most `from`, that holds a level; -1 when none does. */
  #levelInPage(page: number, from: number): number {
    const quantity = this.#quantity;
    const first = page << PAGE_BITS;
    for (let slot = from; slot >= first; slot -= 1) {
      if (quantity[slot]! > 0 && (this.#marks[slot]! & MARK_NAMED) !== 0) return slot;
    }
    if (from === first + PAGE - 1) this.#pages[page] = 0;
    return -1;
  }

  #lookForBest(gone: number): void {
    const best = this.levelBelow(gone);
    this.best = best;
    if (best !== NO_KEY && best - this.#origin < FLOOR && !this.#far.isEmpty) this.#rebase(best);
  }

  /** Moves the window so that `key`, the best, has its headroom; every level keeps its content. */
  #rebase(key: number): void {
    const origin = originFor(key);
    const shift = origin - this.#origin;
    // The slots the window leaves behind.
    if (this.#origin === UNPLACED) this.#emptySlots();
    else if (shift > 0) this.#putFar(0, Math.min(shift, WINDOW));
    else this.#putFar(Math.max(0, WINDOW + shift), WINDOW);
    this.#slide(shift);
    this.#origin = origin;
    this.#far.drain(origin, origin + WINDOW, (far, quantity, traded, mark) => {
      const slot = far - origin;
      this.#quantity[slot] = quantity;
      this.#traded[slot] = traded;
      this.#marks[slot] = mark;
      this.#pages[slot >>> PAGE_BITS] = 1;
    });
  }

  #putFar(from: number, to: number): void {
    for (let slot = from; slot < to; slot += 1) {
      const mark = this.#marks[slot]!;
      if (mark === 0) continue;
      const key = this.#origin + slot;
      this.#far.put(key, this.quantityAt(key), mark);
      this.#far.setTraded(key, this.tradedAt(key));
    }
  }

  #slide(shift: number): void {
    if (Math.abs(shift) >= WINDOW) {
      this.#emptySlots();
      return;
    }
    for (const column of [this.#quantity, this.#traded, this.#marks]) slideColumn(column, shift);
    slideColumn(this.#pages, shift / PAGE);
  }

  #emptySlots(): void {
    this.#marks.fill(0);
    this.#pages.fill(0);
  }
}

const isInside = (slot: number): boolean => slot >= 0 && slot < WINDOW;
const isBetween = (key: number, low: number, high: number): boolean => key <= high && key >= low;

/** Origins are whole pages apart, so that a page stays one when the window moves. */
const originFor = (key: number): number => Math.floor((key + HEADROOM - WINDOW) / PAGE) * PAGE;

/** Cell n becomes cell n - shift; cells that have no source become 0. */
function slideColumn(column: Float64Array | Uint8Array, shift: number): void {
  if (shift > 0) {
    column.copyWithin(0, shift);
    column.fill(0, column.length - shift);
  } else {
    column.copyWithin(-shift, 0, column.length + shift);
    column.fill(0, 0, -shift);
  }
}
