/**
 * One side of an L2 book as recorded, with what traded at each level since its last row. Levels are found by *key*:
 * key = sign x price, so that on either side a higher key is a better price and one code serves both. A sliding window
 * of arrays holds the levels near the best; what lies outside is in a table (`far-levels.ts`). Mutable on purpose, one
 * owner (the replayed market); `putPlain` is the hot path.
 *
 * It knows nothing of orders, of time or of the rules that read it (src/sim/fills).
 *
 * Invariants: 1. `best` is the highest key with quantity > 0, `NO_KEY` when there is none. 2. A far level with
 * quantity > 0 is below the window. 3. A slot with a quantity or a traded sum is marked named. 4. Results do not depend on
 * where the window stands (law test against a Map).
 */
import { FarLevels } from './far-levels.js';
import { GROUP, NO_SLOT, SlotBits, slideColumn } from './slot-bits.js';

/** Slots of the window. On BTC spot +-32,768 ticks hold 95 % of all rows. Also the range of `SlotBits`' summary. */
export const LADDER_WINDOW = 65_536;
/** A re-based window keeps this many slots at and above the best: prices that better it come one by one. */
const HEADROOM = LADDER_WINDOW / 4;
/** The window follows the best down when fewer slots than this are left below it. */
const FLOOR = LADDER_WINDOW / 8;

/** Below every key: "no level". */
export const NO_KEY = -0x80000000;
/** Above every key: "no limit". */
export const TOP_KEY = 0x7fffffff;

/** Where the window is before the first row: no key is inside. */
const UNPLACED = TOP_KEY;

/** The level has been named by a row (F5, known). */
export const MARK_NAMED = 1;
/** The level has a traded sum. */
export const MARK_TRADED = 2;
/** Something was taken from the level, see `Taken`. */
export const MARK_TAKEN = 4;

export class Ladder {
  readonly sign: 1 | -1;
  best: number = NO_KEY;
  /** Key of slot 0. */
  #origin = UNPLACED;
  /** By slot, in quantity quanta. Infinity in `traded` = emptied by a print through the level (F3). */
  readonly #quantity = new Float64Array(LADDER_WINDOW);
  readonly #traded = new Float64Array(LADDER_WINDOW);
  readonly #marks = new Uint8Array(LADDER_WINDOW);
  readonly #bits = new SlotBits(LADDER_WINDOW);
  readonly #far = new FarLevels();
  /** Slots outside [lowest, highest] have never been named: nothing to clear there. */
  #lowest = LADDER_WINDOW;
  #highest = -1;

  constructor(sign: 1 | -1) {
    this.sign = sign;
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
    if (this.#inside(slot)) return this.#quantity[slot]!;
    return this.#far.quantityAt(key);
  }

  tradedAt(key: number): number {
    const slot = key - this.#origin;
    if (this.#inside(slot)) return this.#traded[slot]!;
    return this.#far.tradedAt(key);
  }

  markAt(key: number): number {
    const slot = key - this.#origin;
    if (this.#inside(slot)) return this.#marks[slot]!;
    return this.#far.markAt(key);
  }

  setTraded(key: number, traded: number): void {
    const mark = this.markAt(key);
    this.setMark(key, traded === 0 ? mark & ~MARK_TRADED : mark | MARK_TRADED);
    const slot = key - this.#origin;
    if (this.#inside(slot)) this.#traded[slot] = traded;
    else this.#far.setTraded(key, traded);
  }

  setMark(key: number, mark: number): void {
    const slot = key - this.#origin;
    if (this.#inside(slot)) this.#marks[slot] = mark;
    else this.#far.setMark(key, mark);
  }

  /** Sets a level's quantity (0 = gone), wherever it is, and marks it named. */
  put(key: number, quantity: number): void {
    let slot = key - this.#origin;
    // Above the window, or the window is empty and the book is below it.
    const isLost = slot >= LADDER_WINDOW || (slot < 0 && this.best < key);
    if (this.#origin === UNPLACED || (isLost && quantity > 0)) {
      this.#rebase(key);
      slot = key - this.#origin;
    }
    if (this.#inside(slot)) {
      this.#nameSlot(slot);
      this.#putSlot(slot, quantity);
    } else {
      this.#far.put(key, quantity, MARK_NAMED);
    }
  }

  /** The hot path of `put`: a level inside the window of which at most the name is known. False = it is no such level. */
  putPlain(key: number, quantity: number): boolean {
    const slot = key - this.#origin;
    if (!this.#inside(slot) || this.#marks[slot]! > MARK_NAMED) return false;
    if (this.#marks[slot] === 0) this.#nameSlot(slot);
    this.#putSlot(slot, quantity);
    return true;
  }

  /**
   * Writes without looking at what was there: whether a row adds, changes or removes a level is a coin toss to the
   * processor, and a wrong guess costs more than the writes.
   */
  #putSlot(slot: number, quantity: number): void {
    this.#quantity[slot] = quantity;
    this.#bits.set(slot, Number(quantity > 0));
    const key = this.#origin + slot;
    if (key < this.best) return;
    if (quantity > 0) this.best = key;
    else if (key === this.best) this.#lookForBest(key);
  }

  #nameSlot(slot: number): void {
    this.#marks[slot]! |= MARK_NAMED;
    if (slot < this.#lowest) this.#lowest = slot;
    if (slot > this.#highest) this.#highest = slot;
  }

  /** The best level strictly worse than `key`, or `NO_KEY`. */
  levelBelow(key: number): number {
    const slot = this.#bits.highestFrom(Math.min(key - this.#origin, LADDER_WINDOW) - 1);
    return slot === NO_SLOT ? this.#far.levelBelow(key, NO_KEY) : this.#origin + slot;
  }

  #lookForBest(gone: number): void {
    const best = this.levelBelow(gone);
    this.best = best;
    if (best !== NO_KEY && best - this.#origin < FLOOR && !this.#far.isEmpty) this.#rebase(best);
  }

  #inside(slot: number): boolean {
    return slot >= 0 && slot < LADDER_WINDOW;
  }

  /** Moves the window so that `key`, the best, has its headroom; every level keeps its content. */
  #rebase(key: number): void {
    const origin = originFor(key);
    const shift = origin - this.#origin;
    // The slots the window leaves behind, then those that stay.
    if (shift > 0) this.#putFar(0, Math.min(shift, LADDER_WINDOW));
    else this.#putFar(Math.max(0, LADDER_WINDOW + shift), LADDER_WINDOW);
    this.#slide(shift);
    this.#origin = origin;
    this.#far.drain(origin, origin + LADDER_WINDOW, (far, quantity, traded, mark) => {
      const slot = far - origin;
      this.#nameSlot(slot);
      this.#quantity[slot] = quantity;
      this.#traded[slot] = traded;
      this.#marks[slot] = mark;
      this.#bits.set(slot, Number(quantity > 0));
    });
  }

  #putFar(from: number, to: number): void {
    const end = Math.min(to, this.#highest + 1);
    for (let slot = Math.max(from, this.#lowest); slot < end; slot += 1) {
      const mark = this.#marks[slot]!;
      if (mark === 0) continue;
      const key = this.#origin + slot;
      this.#far.put(key, this.#quantity[slot]!, mark);
      this.#far.setTraded(key, this.#traded[slot]!);
    }
  }

  #slide(shift: number): void {
    if (Math.abs(shift) >= LADDER_WINDOW) {
      this.#emptySlots();
      return;
    }
    for (const column of [this.#quantity, this.#traded, this.#marks]) slideColumn(column, shift);
    this.#bits.slide(shift);
    this.#lowest = Math.min(Math.max(this.#lowest - shift, 0), LADDER_WINDOW);
    this.#highest = Math.min(Math.max(this.#highest - shift, -1), LADDER_WINDOW - 1);
  }

  #emptySlots(): void {
    const end = this.#highest + 1;
    this.#quantity.fill(0, this.#lowest, end);
    this.#traded.fill(0, this.#lowest, end);
    this.#marks.fill(0, this.#lowest, end);
    this.#lowest = LADDER_WINDOW;
    this.#highest = -1;
    this.#bits.clear();
  }
}

/** Origins are whole groups of slots apart, so that the bits can slide by words. */
const originFor = (key: number): number =>
  Math.floor((key + HEADROOM - LADDER_WINDOW) / GROUP) * GROUP;
