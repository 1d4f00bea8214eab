/**
 * One side of an L2 book as recorded, with what traded at each level since its last row. Levels are found by *key*:
 * key = sign x price, so that on either side a higher key is a better price and one code serves both. A sliding window
 * of arrays holds the levels near the best; what lies outside is in a table (`far-levels.ts`). Mutable on purpose, one
 * owner (the replayed market); `putPlainRows` is the hot path.
 *
 * Rows of levels that nobody asks for may wait (`deferBelow`, deferred-rows.ts).
 *
 * It knows nothing of orders, of time or of the rules that read it (src/sim/fills).
 *
 * Invariants: 1. `best` is the highest key with quantity > 0, `NO_KEY` when there is none. 2. A far level with
 * quantity > 0 is below the window. 3. A cell that is not `UNNAMED` stands in a page that is not untouched; one with a
 * quantity in a page that may hold levels. 4. Results depend neither on where the window stands (law test against a Map) nor on
 * which rows wait (law test against a ladder without). 5. While rows wait, the best is no level that they could be of.
 */
import type { PriceQuanta, Quanta } from '../../core/ground/units.js';
import type { Tape } from '../tape/tape.js';
import { type DeferrableRows, DeferredRows } from './deferred-rows.js';
import { FAR_NAMED, FAR_TAKEN, FAR_TRADED, FarLevels } from './far-levels.js';

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
export type LevelRows = Pick<Tape, 'price' | 'quantity'>;

/** Where a row is not plain: at the guard or above it, or within the prices of own orders. A `BookSide` is one. */
export interface PlainBounds {
  readonly guard: number;
  readonly ownHigh: number;
  readonly ownLow: number;
}

/**
 * What a cell says of its level: its quantity, 0 when it is gone; or that no row has named it; or, below that, that
 * something is noted of it (`#notes`), the quantity being `UNNAMED - 1 - cell`. One cell, so that the hot path looks at
 * one place in memory.
 */
const UNNAMED = -1;
const noted = (quantity: Quanta): number => UNNAMED - 1 - quantity;
const quantityOf = (cell: number): Quanta => {
  if (cell >= 0) return cell as Quanta;
  return (cell === UNNAMED ? 0 : UNNAMED - 1 - cell) as Quanta;
};

/** What is noted of a level: it has a traded sum; something was taken from it (see `Taken`). */
const NOTE_TRADED = 1;
const NOTE_TAKEN = 2;

/** What a page may hold: nothing was ever put there; levels; cells without a quantity, as a search found. */
const PAGE_UNTOUCHED = 0;
const PAGE_LEVELS = 1;
const PAGE_EMPTY = 2;

export class Ladder {
  readonly sign: 1 | -1;
  best: number = NO_KEY;
  /** Key of slot 0. */
  #origin = UNPLACED;
  /** By slot, in quantity quanta, see `UNNAMED`. */
  readonly #cells = new Float64Array(WINDOW).fill(UNNAMED);
  /** By slot; they count only where the cell says that something is noted. Infinity = emptied by a print through it (F3). */
  readonly #notes = new Uint8Array(WINDOW);
  readonly #traded = new Float64Array(WINDOW);
  readonly #pages = new Uint8Array(WINDOW / PAGE);
  readonly #far = new FarLevels();
  readonly #deferred = new DeferredRows();

  constructor(sign: 1 | -1) {
    this.sign = sign;
  }

  /** Forgets everything. */
  reset(): void {
    this.#emptySlots();
    this.#far.clear();
    this.best = NO_KEY;
    this.#origin = UNPLACED;
    this.#deferred.clear();
  }

  /**
   * From row `from` on, rows of levels below `key` that come to `putPlainRows` wait until somebody asks for any level there.
   * All of this side's rows have to come, and be those of `rows`; nothing is noted of a level there. Where the best is below
   * `key` itself, none waits.
   */
  deferBelow(key: number, rows: DeferrableRows, from: number): void {
    if (this.best >= key) this.#deferred.begin(key, rows, from);
  }

  /** Puts what waits; from here on nothing does. */
  putDeferred(): void {
    this.#deferred.take(this.sign, (key, quantity) => {
      this.put(key, quantity);
    });
  }

  /** Before a level at `key` is looked at or changed. Of those below nothing is noted, so who asks for notes need not look. */
  #lookAt(key: number): void {
    if (key < this.#deferred.below) this.putDeferred();
  }

  priceOf(key: number): PriceQuanta {
    return (this.sign * key) as PriceQuanta;
  }

  quantityAt(key: number): Quanta {
    this.#lookAt(key);
    const slot = key - this.#origin;
    return isInside(slot) ? quantityOf(this.#cells[slot]!) : this.#far.quantityAt(key);
  }

  tradedAt(key: number): Quanta {
    const slot = key - this.#origin;
    if (!isInside(slot)) return this.#far.tradedAt(key);
    return ((this.#notesAt(slot) & NOTE_TRADED) === 0 ? 0 : this.#traded[slot]!) as Quanta;
  }

  /** Whether a row has named the level (F5, known). */
  isNamed(key: number): boolean {
    this.#lookAt(key);
    const slot = key - this.#origin;
    return isInside(slot) ? this.#cells[slot] !== UNNAMED : this.#far.hasMark(key, FAR_NAMED);
  }

  isTaken(key: number): boolean {
    const slot = key - this.#origin;
    return isInside(slot)
      ? (this.#notesAt(slot) & NOTE_TAKEN) !== 0
      : this.#far.hasMark(key, FAR_TAKEN);
  }

  /** Of a level that a row has named. */
  setTraded(key: number, traded: Quanta): void {
    this.#lookAt(key);
    const slot = key - this.#origin;
    if (isInside(slot)) {
      this.#note(slot, NOTE_TRADED, traded !== 0);
      this.#traded[slot] = traded;
    } else this.#far.setTraded(key, traded);
  }

  /** Of a level that a row has named. */
  setTaken(key: number, isTaken: boolean): void {
    this.#lookAt(key);
    const slot = key - this.#origin;
    if (isInside(slot)) this.#note(slot, NOTE_TAKEN, isTaken);
    else this.#far.setMark(key, FAR_TAKEN, isTaken);
  }

  /** A print at the level: adds to its traded sum, unless nothing stands there. */
  addTraded(key: number, quantity: Quanta): void {
    if (this.quantityAt(key) > 0) this.setTraded(key, (this.tradedAt(key) + quantity) as Quanta);
  }

  /** `put` and `setTraded` at once; returns `isTaken`. */
  settle(key: number, quantity: Quanta, traded: Quanta): boolean {
    this.#lookAt(key);
    const slot = key - this.#origin;
    if (slot < 0 && traded === 0 && key < this.best && this.#far.settlePlain(key, quantity))
      return false;
    if (!isInside(slot) || traded !== 0 || this.#cells[slot]! < UNNAMED) {
      this.put(key, quantity);
      this.setTraded(key, traded);
      return this.isTaken(key);
    }
    this.#cells[slot] = quantity;
    this.#pages[slot >>> PAGE_BITS] = PAGE_LEVELS;
    if (key >= this.best) this.#bestAfter(key, quantity);
    return false;
  }

  /** Sets a level's quantity (0 = gone), wherever it is, and names it. */
  put(key: number, quantity: Quanta): void {
    this.#lookAt(key);
    let slot = key - this.#origin;
    // Above the window, or the window is empty and the book is below it.
    const isLost = slot >= WINDOW || (slot < 0 && this.best < key);
    if (this.#origin === UNPLACED || (isLost && quantity > 0)) {
      this.#rebase(key);
      slot = key - this.#origin;
    }
    if (isInside(slot)) this.#putSlot(slot, quantity);
    else this.#far.put(key, quantity);
  }

  /**
   * The hot path of `put`: the rows from `from` on, up to `to`, all of them levels of this side, as long as they are
   * below the guard, at no own order's price, and of levels of which nothing is noted. Returns the first row that is not.
   * It writes without looking at what was there, since whether a row adds, changes or removes a level is a coin toss to
   * the processor; and it reads everything from locals, constants too: a module's are looked up each time.
   */
  putPlainRows(rows: LevelRows, from: number, to: number, bounds: PlainBounds): number {
    const { price, quantity } = rows;
    const { guard, ownHigh } = bounds;
    const careful = this.#carefulFrom(bounds);
    const deferred = this.#deferred;
    // All ones on the ask side: (x ^ flip) - flip is -x there, without a multiplication's check for -0.
    const flip = this.sign >> 1;
    const origin = this.#origin;
    const cells = this.#cells;
    const pages = this.#pages;
    const unnamed = UNNAMED;
    const levels = PAGE_LEVELS;
    let best = this.best;
    let { below } = deferred;
    let row = from;
    for (; row < to; row += 1) {
      const key = (price[row]! ^ flip) - flip;
      if (key < below) continue;
      if (key >= careful && (key >= guard || key <= ownHigh)) break;
      const slot = key - origin;
      if (!isInside(slot)) {
        if (slot < 0 && this.#putFarPlain(key, quantity[row]!)) continue;
        break;
      }
      if (cells[slot]! < unnamed) break;
      const next = quantity[row]!;
      cells[slot] = next;
      pages[slot >>> PAGE_BITS] = levels;
      if (key < best) continue;
      // The search for the next best may come to where rows wait.
      deferred.to = row;
      best = this.#bestAfter(key, next);
      ({ below } = deferred);
      if (this.#origin !== origin) {
        row += 1;
        break;
      }
    }
    deferred.to = row;
    return row;
  }

  /** Below it no row has to do with prints or own orders. */
  #carefulFrom({ guard, ownLow }: PlainBounds): number {
    const careful = guard < ownLow ? guard : ownLow;
    this.#lookAt(careful);
    return careful;
  }

  #putFarPlain(key: number, quantity: number): boolean {
    return key < this.best && this.#far.putPlain(key, quantity as Quanta);
  }

  #putSlot(slot: number, quantity: Quanta): void {
    this.#cells[slot] = this.#cells[slot]! < UNNAMED ? noted(quantity) : quantity;
    this.#pages[slot >>> PAGE_BITS] = PAGE_LEVELS;
    const key = this.#origin + slot;
    if (key >= this.best) this.#bestAfter(key, quantity);
  }

  #notesAt(slot: number): number {
    return this.#cells[slot]! < UNNAMED ? this.#notes[slot]! : 0;
  }

  #note(slot: number, note: number, isSet: boolean): void {
    const before = this.#notesAt(slot);
    const notes = isSet ? before | note : before & ~note;
    // Nothing to note of a level that no row has named does not name it.
    if (notes === before) return;
    const quantity = quantityOf(this.#cells[slot]!);
    this.#notes[slot] = notes;
    this.#cells[slot] = notes === 0 ? quantity : noted(quantity);
  }

  /** The best once the level at it, or better than it, is `quantity`. */
  #bestAfter(key: number, quantity: number): number {
    if (quantity > 0) this.best = key;
    else if (key === this.best) this.#lookForBest(key);
    return this.best;
  }

  /** The best level strictly worse than `key`, or `NO_KEY`. */
  levelBelow(key: number): number {
    const found = this.#putBelow(key);
    if (found >= this.#deferred.below) return found;
    this.putDeferred();
    return this.#putBelow(key);
  }

  /** The same among the levels that are put. */
  #putBelow(key: number): number {
    let slot = Math.min(key - this.#origin, WINDOW) - 1;
    while (slot >= 0) {
      const page = slot >>> PAGE_BITS;
      if (this.#pages[page] === PAGE_LEVELS) {
        const found = this.#levelInPage(page, slot);
        if (found >= 0) return this.#origin + found;
      }
      // A start before the first cell would count from the end.
      if (page === 0) break;
      slot = (this.#pages.lastIndexOf(PAGE_LEVELS, page - 1) << PAGE_BITS) + PAGE - 1;
    }
    return this.#far.levelBelow(key, NO_KEY);
  }

  /** The highest slot of the page, at most `from`, that holds a level; -1 when none does. */
  #levelInPage(page: number, from: number): number {
    const cells = this.#cells;
    const first = page << PAGE_BITS;
    for (let slot = from; slot >= first; slot -= 1) if (quantityOf(cells[slot]!) > 0) return slot;
    if (from === first + PAGE - 1) this.#pages[page] = PAGE_EMPTY;
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
    this.#far.drain(origin, origin + WINDOW, (far, quantity, traded, marks) => {
      const slot = far - origin;
      this.#cells[slot] = quantity;
      this.#pages[slot >>> PAGE_BITS] = PAGE_LEVELS;
      if ((marks & FAR_TRADED) !== 0) this.setTraded(far, traded);
      if ((marks & FAR_TAKEN) !== 0) this.setTaken(far, true);
    });
  }

  #putFar(from: number, to: number): void {
    for (let slot = from; slot < to; slot += 1) {
      const cell = this.#cells[slot]!;
      if (cell === UNNAMED) continue;
      const key = this.#origin + slot;
      this.#far.put(key, quantityOf(cell));
      if (cell > UNNAMED) continue;
      this.#far.setTraded(key, this.tradedAt(key));
      this.#far.setMark(key, FAR_TAKEN, this.isTaken(key));
    }
  }

  #slide(shift: number): void {
    if (Math.abs(shift) >= WINDOW) {
      this.#emptySlots();
      return;
    }
    slideColumn(this.#cells, shift, UNNAMED);
    slideColumn(this.#notes, shift, 0);
    slideColumn(this.#traded, shift, 0);
    slideColumn(this.#pages, shift / PAGE, PAGE_UNTOUCHED);
  }

  /** Of the cells only what was touched: most of a window never is. */
  #emptySlots(): void {
    for (let page = 0; page < this.#pages.length; page += 1) {
      if (this.#pages[page] === PAGE_UNTOUCHED) continue;
      this.#pages[page] = PAGE_UNTOUCHED;
      this.#cells.fill(UNNAMED, page << PAGE_BITS, (page + 1) << PAGE_BITS);
    }
  }
}

const isInside = (slot: number): boolean => slot >= 0 && slot < WINDOW;

/** Origins are whole pages apart, so that a page stays one when the window moves. */
const originFor = (key: number): number => Math.floor((key + HEADROOM - WINDOW) / PAGE) * PAGE;

/** Cell n becomes cell n - shift; cells that have no source become `empty`. */
function slideColumn(column: Float64Array | Uint8Array, shift: number, empty: number): void {
  if (shift > 0) {
    column.copyWithin(0, shift);
    column.fill(empty, column.length - shift);
  } else {
    column.copyWithin(-shift, 0, column.length + shift);
    column.fill(empty, 0, -shift);
  }
}
