/**
 * The levels of a book side that lie outside the ladder's window, by key: an open-addressing table in typed arrays. On
 * recorded spot books one row in twenty is out there; in a Map of objects they cost a third of the time of all rows.
 * Mutable on purpose, one owner (a ladder). It knows nothing of the window.
 *
 * Invariants: 1. An entry keeps its place until the table grows: an emptied one (mark 0) stays and answers for its key.
 * 2. The table is never more than half full, so every search ends. 3. `clear` costs by what the table holds room for,
 * which is at most four times what was ever in it.
 */
import type { Quanta } from '../../core/ground/units.js';

const FIRST_CAPACITY = 256;
/** Marks: a row has named the level; it has a traded sum; something was taken from it. */
export const FAR_NAMED = 1;
export const FAR_TRADED = 2;
export const FAR_TAKEN = 4;
/** Never a key: `NO_KEY` is "no level". */
const VACANT = -0x80000000;
/** 2^32 / golden ratio: spreads the neighbouring keys of a book over the table. */
const SPREAD = 0x9e3779b1;

export class FarLevels {
  #keys = new Int32Array(FIRST_CAPACITY).fill(VACANT);
  #quantity = new Float64Array(FIRST_CAPACITY);
  #traded = new Float64Array(FIRST_CAPACITY);
  #marks = new Uint8Array(FIRST_CAPACITY);
  /** Entries, emptied ones too. */
  #used = 0;

  get isEmpty(): boolean {
    return this.#used === 0;
  }

  quantityAt(key: number): Quanta {
    const at = this.#find(key);
    return (this.#keys[at] === key ? this.#quantity[at]! : 0) as Quanta;
  }

  tradedAt(key: number): Quanta {
    const at = this.#find(key);
    return (this.#keys[at] === key ? this.#traded[at]! : 0) as Quanta;
  }

  hasMark(key: number, mark: number): boolean {
    const at = this.#find(key);
    return this.#keys[at] === key && (this.#marks[at]! & mark) !== 0;
  }

  /** Sets a level's quantity (0 = gone), and names it. */
  put(key: number, quantity: Quanta): void {
    const at = this.#claim(key);
    this.#quantity[at] = quantity;
    this.#marks[at]! |= FAR_NAMED;
  }

  /** As `put` for a level of which the name is known and nothing else; false, and nothing done, for another. */
  putPlain(key: number, quantity: Quanta): boolean {
    const at = this.#find(key);
    if (this.#keys[at] !== key || this.#marks[at] !== FAR_NAMED) return false;
    this.#quantity[at] = quantity;
    return true;
  }

  /** Sets a level's quantity and names it, where nothing else is known of it; false, and nothing done, for another. */
  settlePlain(key: number, quantity: Quanta): boolean {
    const at = this.#claim(key);
    if ((this.#marks[at]! & ~FAR_NAMED) !== 0) return false;
    this.#quantity[at] = quantity;
    this.#marks[at] = FAR_NAMED;
    return true;
  }

  setTraded(key: number, traded: Quanta): void {
    this.setMark(key, FAR_TRADED, traded !== 0);
    this.#traded[this.#claim(key)] = traded;
  }

  setMark(key: number, mark: number, isSet: boolean): void {
    const at = this.#claim(key);
    this.#marks[at] = isSet ? this.#marks[at]! | mark : this.#marks[at]! & ~mark;
  }

  /** The highest key below `key` with quantity > 0, or `none`. Walks the table: for the rare end of the window. */
  levelBelow(key: number, none: number): number {
    let found = none;
    for (let at = 0; at < this.#keys.length; at += 1) {
      const candidate = this.#keys[at]!;
      if (candidate < key && candidate > found && this.#quantity[at]! > 0) found = candidate;
    }
    return found;
  }

  /** Takes out every level with from <= key < to that has a mark; `take` must not touch the table. */
  drain(
    from: number,
    to: number,
    take: (key: number, quantity: Quanta, traded: Quanta, mark: number) => void,
  ): void {
    for (let at = 0; at < this.#keys.length; at += 1) {
      const key = this.#keys[at]!;
      const mark = this.#marks[at]!;
      if (key === VACANT || mark === 0 || key < from || key >= to) continue;
      take(key, this.#quantity[at]! as Quanta, this.#traded[at]! as Quanta, mark);
      this.#quantity[at] = 0;
      this.#traded[at] = 0;
      this.#marks[at] = 0;
    }
  }

  clear(): void {
    if (this.#used === 0) return;
    this.#keys.fill(VACANT);
    this.#used = 0;
  }

  /** Where `key` is, or the vacant place it would take. */
  #find(key: number): number {
    const keys = this.#keys;
    const mask = keys.length - 1;
    let at = (Math.imul(key, SPREAD) >>> 7) & mask;
    while (keys[at] !== key && keys[at] !== VACANT) at = (at + 1) & mask;
    return at;
  }

  #claim(key: number): number {
    const at = this.#find(key);
    if (this.#keys[at] === key) return at;
    if (this.#used * 2 >= this.#keys.length) {
      this.#grow();
      return this.#claim(key);
    }
    this.#used += 1;
    this.#keys[at] = key;
    this.#quantity[at] = 0;
    this.#traded[at] = 0;
    this.#marks[at] = 0;
    return at;
  }

  /** Twice the room, without the emptied entries. */
  #grow(): void {
    const [keys, quantity, traded, marks] = [this.#keys, this.#quantity, this.#traded, this.#marks];
    const capacity = keys.length * 2;
    this.#keys = new Int32Array(capacity).fill(VACANT);
    this.#quantity = new Float64Array(capacity);
    this.#traded = new Float64Array(capacity);
    this.#marks = new Uint8Array(capacity);
    this.#used = 0;
    for (let from = 0; from < keys.length; from += 1) {
      if (keys[from] === VACANT || marks[from] === 0) continue;
      const at = this.#claim(keys[from]!);
      this.#quantity[at] = quantity[from]!;
      this.#traded[at] = traded[from]!;
      this.#marks[at] = marks[from]!;
    }
  }
}
