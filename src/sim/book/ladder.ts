/**
 * One side of an L2 book as recorded, with what traded at each level since its last row. Levels are found by *key*:
 * key = sign x price, so that on either side a higher key is a better price and one code serves both. A sliding window
 * of arrays holds the levels near the best; what lies outside is in a table (`far-levels.ts`). Mutable on purpose, one
 * owner (the replayed market); `putPlainRows` is the hot path.
 *
 * Rows of levels where nobody looks may be passed over (`passFar`, passed-rows.ts).
 *
 * It knows nothing of orders, of time or of the rules that read it (src/sim/fills).
 *
 * Invariants: 1. `best` is the highest key with quantity > 0, `NO_KEY` when there is none. 2. A far level with
 * quantity > 0 is below the window. 3. A cell that is not `UNNAMED` stands in a page that is not untouched; one with a
 * quantity in a page that may hold levels. 4. Results depend neither on where the window stands (law test against a Map) nor on
 * which rows were passed over (law test against a ladder that gets all). 5. Levels at `exactFrom` and above lack no row.
 */
import type { PriceQuanta, Quanta } from '../../core/ground/units.js';
import type { PassableRows } from '../tape/near/near-rows.js';
import type { Tape } from '../tape/tape.js';
import { FAR_NAMED, FAR_TAKEN, FAR_TRADED, FarLevels } from './far-levels.js';
import { FLOOR, PAGE, PAGE_BITS, WINDOW, originFor, slideColumn } from './ladder-window.js';
import { PassedRows } from './passed-rows.js';

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
  /** Levels below it may lack rows that were passed over; `NO_KEY` = none does. */
  exactFrom: number = NO_KEY;
  /** Key of slot 0. */
  #origin = UNPLACED;
  /** By slot, in quantity quanta, see `UNNAMED`. */
  readonly #cells = new Float64Array(WINDOW).fill(UNNAMED);
  /** By slot; they count only where the cell says that something is noted. Infinity = emptied by a print through it (F3). */
  readonly #notes = new Uint8Array(WINDOW);
  readonly #traded = new Float64Array(WINDOW);
  readonly #pages = new Uint8Array(WINDOW / PAGE);
  readonly #far = new FarLevels();
  readonly #passed = new PassedRows();

  constructor(sign: 1 | -1) {
    this.sign = sign;
  }

  /** Forgets everything. */
  reset(): void {
    this.#emptySlots();
    this.#far.clear();
    this.best = NO_KEY;
    this.#origin = UNPLACED;
    this.exactFrom = NO_KEY;
    this.#passed.clear();
  }

  /**
   * From row `from` on the far ones of `rows` need not come, as long as nobody looks below `near`: the ladder has all rows before
   * it. Where it is passing over rows already, only `near` changes: the levels it adds lack no row.
   */
  passFar(rows: PassableRows, from: number, near: number): void {
    if (!this.isPassing) this.#passed.begin(rows, from);
    this.exactFrom = near;
  }

  get isPassing(): boolean {
    return this.exactFrom !== NO_KEY;
  }

  /** How often somebody looked where rows had been passed over. */
  get timesLookedFar(): number {
    return this.#passed.timesPut;
  }

  /** Far rows before `to` have come. */
  cameTo(to: number): void {
    this.#passed.to = to;
  }

  /** Puts what was passed over; from here on every row has to come. */
  putPassed(): void {
    if (!this.isPassing) return;
    const below = this.exactFrom;
    this.exactFrom = NO_KEY;
    this.#passed.take(this.sign, below, (key, quantity) => {
      this.settle(key, quantity, 0 as Quanta);
    });
  }

  /** Before a level at `key` is looked at. */
  #lookAt(key: number): void {
    if (key < this.exactFrom) this.putPassed();
  }

  priceOf(key: number): PriceQuanta {
    return (this.sign * key) as PriceQuanta;
  }

  quantityAt(key: number): Quanta {
    this.#lookAt(key);
    return this.quantityPut(key);
  }

  tradedAt(key: number): Quanta {
    this.#lookAt(key);
    return this.tradedPut(key);
  }

  /** The same for who puts a row of the level, near or not: what was passed over of others is not his concern. */
  quantityPut(key: number): Quanta {
    const slot = key - this.#origin;
    return isInside(slot) ? quantityOf(this.#cells[slot]!) : this.#far.quantityAt(key);
  }

  tradedPut(key: number): Quanta {
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

  /** Of a level that was looked at, or got a row. */
  isTaken(key: number): boolean {
    const slot = key - this.#origin;
    return isInside(slot)
      ? (this.#notesAt(slot) & NOTE_TAKEN) !== 0
      : this.#far.hasMark(key, FAR_TAKEN);
  }

  /** Of a level that a row has named. */
  setTraded(key: number, traded: Quanta): void {
    this.#lookAt(key);
    this.#noteTraded(key, traded);
  }

  #noteTraded(key: number, traded: Quanta): void {
    const slot = key - this.#origin;
    if (isInside(slot)) {
      this.#note(slot, NOTE_TRADED, traded !== 0);
      this.#traded[slot] = traded;
    } else this.#far.setTraded(key, traded);
  }

  /** Of a level that was looked at, or got a row. */
  setTaken(key: number, isTaken: boolean): void {
    const slot = key - this.#origin;
    if (isInside(slot)) this.#note(slot, NOTE_TAKEN, isTaken);
    else this.#far.setMark(key, FAR_TAKEN, isTaken);
  }

  /** A print at the level: adds to its traded sum, unless nothing stands there. */
  addTraded(key: number, quantity: Quanta): void {
    if (this.quantityAt(key) > 0) this.setTraded(key, (this.tradedAt(key) + quantity) as Quanta);
  }

  /** A row: `put` and `setTraded` at once; returns `isTaken`. */
  settle(key: number, quantity: Quanta, traded: Quanta): boolean {
    const slot = key - this.#origin;
    if (slot < 0 && traded === 0 && key < this.best && this.#far.settlePlain(key, quantity))
      return false;
    if (!isInside(slot) || traded !== 0 || this.#cells[slot]! < UNNAMED) {
      this.put(key, quantity);
      this.#noteTraded(key, traded);
      return this.isTaken(key);
    }
    this.#cells[slot] = quantity;
    this.#pages[slot >>> PAGE_BITS] = PAGE_LEVELS;
    if (key >= this.best) this.#bestAfter(key, quantity);
    return false;
  }

  /** A row: sets a level's quantity (0 = gone), wherever it is, and names it. */
  put(key: number, quantity: Quanta): void {
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
    const { guard, ownHigh, ownLow } = bounds;
    // Below it no row has to do with prints or own orders.
    const careful = guard < ownLow ? guard : ownLow;
    // All ones on the ask side: (x ^ flip) - flip is -x there, without a multiplication's check for -0.
    const flip = this.sign >> 1;
    const origin = this.#origin;
    const cells = this.#cells;
    const pages = this.#pages;
    const unnamed = UNNAMED;
    const levels = PAGE_LEVELS;
    let best = this.best;
    let row = from;
    for (; row < to; row += 1) {
      const key = (price[row]! ^ flip) - flip;
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
      best = this.#bestAfter(key, next);
      if (this.#origin !== origin) {
        row += 1;
        break;
      }
    }
    return row;
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
    if (found >= this.exactFrom) return found;
    this.putPassed();
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
      if ((marks & FAR_TRADED) !== 0) this.#noteTraded(far, traded);
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
      this.#far.setTraded(key, this.tradedPut(key));
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
