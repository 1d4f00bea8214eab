/**
 * One side of an L2 book as recorded, with what traded at each level since its last row. Levels are found by *key*:
 * key = sign x price, so that on either side a higher key is a better price and one code serves both. A sliding window
 * of arrays holds the levels near the best; what lies outside is in a Map. Mutable on purpose, one owner (the
 * replayed market); `put` and `plain…` are the hot path.
 *
 * It knows nothing of orders, of time or of the rules that read it (src/sim/fills).
 *
 * Invariants: 1. `best` is the highest key with quantity > 0, `NO_KEY` when there is none. 2. A far level with
 * quantity > 0 is below the window. 3. A slot with a quantity or a traded sum is marked named. 4. Results do not depend on
 * where the window stands (law test against a Map).
 */
import { NO_SLOT, SlotBits } from './slot-bits.js';

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

/** The level has been named by a row (F5, known). */
export const MARK_NAMED = 1;
/** The level has a traded sum. */
export const MARK_TRADED = 2;
/** Something was taken from the level, see `Taken`. */
export const MARK_TAKEN = 4;

interface FarLevel {
  quantity: number;
  traded: number;
  mark: number;
}

export class Ladder {
  readonly sign: 1 | -1;
  best: number = NO_KEY;
  /** Key of slot 0. */
  origin = 0;
  /** By slot, in quantity quanta. Infinity in `traded` = emptied by a print through the level (F3). */
  readonly quantity = new Float64Array(LADDER_WINDOW);
  readonly traded = new Float64Array(LADDER_WINDOW);
  readonly marks = new Uint8Array(LADDER_WINDOW);
  readonly #bits = new SlotBits(LADDER_WINDOW);
  readonly #far = new Map<number, FarLevel>();
  #placed = false;
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
    this.#placed = false;
  }

  priceOf(key: number): number {
    return this.sign * key;
  }

  quantityAt(key: number): number {
    const slot = key - this.origin;
    if (this.#inside(slot)) return this.quantity[slot]!;
    return this.#far.get(key)?.quantity ?? 0;
  }

  tradedAt(key: number): number {
    const slot = key - this.origin;
    if (this.#inside(slot)) return this.traded[slot]!;
    return this.#far.get(key)?.traded ?? 0;
  }

  markAt(key: number): number {
    const slot = key - this.origin;
    if (this.#inside(slot)) return this.marks[slot]!;
    return this.#far.get(key)?.mark ?? 0;
  }

  setTraded(key: number, traded: number): void {
    const mark = this.markAt(key);
    this.setMark(key, traded === 0 ? mark & ~MARK_TRADED : mark | MARK_TRADED);
    const slot = key - this.origin;
    if (this.#inside(slot)) this.traded[slot] = traded;
    else this.#farLevel(key).traded = traded;
  }

  setMark(key: number, mark: number): void {
    const slot = key - this.origin;
    if (this.#inside(slot)) this.marks[slot] = mark;
    else this.#farLevel(key).mark = mark;
  }

  /** Sets a level's quantity (0 = gone), wherever it is, and marks it named. */
  put(key: number, quantity: number): void {
    if (!this.#placed) this.#placeAround(key);
    let slot = key - this.origin;
    if (slot >= LADDER_WINDOW && quantity > 0) {
      this.#rebase(key);
      slot = key - this.origin;
    }
    if (this.#inside(slot)) {
      this.#markNamed(slot);
      this.putSlot(slot, quantity);
      return;
    }
    const level = this.#farLevel(key);
    level.mark |= MARK_NAMED;
    level.quantity = quantity;
    // The window is empty: it moves to where the book is.
    if (quantity > 0 && this.best < key) this.#rebase(key);
  }

  /** The hot path of `put`: the slot is inside the window and marked. */
  putSlot(slot: number, quantity: number): void {
    const old = this.quantity[slot]!;
    this.quantity[slot] = quantity;
    if (old === 0) {
      if (quantity === 0) return;
      this.#bits.add(slot);
      const key = this.origin + slot;
      if (key > this.best) this.best = key;
    } else if (quantity === 0) {
      this.#bits.remove(slot);
      const key = this.origin + slot;
      if (key === this.best) this.#lookForBest(key);
    }
  }

  /** The best level strictly worse than `key`, or `NO_KEY`. */
  levelBelow(key: number): number {
    const slot = this.#bits.highestFrom(Math.min(key - this.origin, LADDER_WINDOW) - 1);
    return slot === NO_SLOT ? this.#farBelow(key) : this.origin + slot;
  }

  #farBelow(key: number): number {
    let found = NO_KEY;
    for (const [candidate, level] of this.#far) {
      if (candidate < key && candidate > found && level.quantity > 0) found = candidate;
    }
    return found;
  }

  #lookForBest(gone: number): void {
    const best = this.levelBelow(gone);
    this.best = best;
    if (best !== NO_KEY && best - this.origin < FLOOR && this.#far.size > 0) this.#rebase(best);
  }

  #markNamed(slot: number): void {
    this.marks[slot]! |= MARK_NAMED;
    if (slot < this.#lowest) this.#lowest = slot;
    if (slot > this.#highest) this.#highest = slot;
  }

  #inside(slot: number): boolean {
    return slot >= 0 && slot < LADDER_WINDOW;
  }

  #farLevel(key: number): FarLevel {
    let level = this.#far.get(key);
    if (level === undefined) {
      level = { quantity: 0, traded: 0, mark: 0 };
      this.#far.set(key, level);
    }
    return level;
  }

  #placeAround(key: number): void {
    this.origin = key + HEADROOM - LADDER_WINDOW;
    this.#placed = true;
  }

  /** Moves the window so that `key`, the best, has its headroom; every level keeps its content. */
  #rebase(key: number): void {
    for (let slot = this.#lowest; slot <= this.#highest; slot += 1) {
      const mark = this.marks[slot]!;
      if (mark === 0) continue;
      const level = { quantity: this.quantity[slot]!, traded: this.traded[slot]!, mark };
      this.#far.set(this.origin + slot, level);
    }
    this.#emptySlots();
    this.#placeAround(key);
    this.best = NO_KEY;
    for (const [far, level] of this.#far) this.#pullIn(far, level);
  }

  #pullIn(key: number, level: FarLevel): void {
    if (level.quantity > 0 && key > this.best) this.best = key;
    const slot = key - this.origin;
    if (!this.#inside(slot)) return;
    this.#markNamed(slot);
    this.quantity[slot] = level.quantity;
    this.traded[slot] = level.traded;
    this.marks[slot] = level.mark;
    if (level.quantity > 0) this.#bits.add(slot);
    this.#far.delete(key);
  }

  #emptySlots(): void {
    const end = this.#highest + 1;
    this.quantity.fill(0, this.#lowest, end);
    this.traded.fill(0, this.#lowest, end);
    this.marks.fill(0, this.#lowest, end);
    this.#lowest = LADDER_WINDOW;
    this.#highest = -1;
    this.#bits.clear();
  }
}
