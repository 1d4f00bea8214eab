/**
 * The last row of each level of one side, as far as a tape was walked. Mutable, one owner. Levels further than two million
 * quanta from the first are not told apart: it has no place for them.
 */
import { ROW_KIND_MASK, ROW_LEVEL, type Tape } from '../tape.js';

const REACH = 2 ** 21;
/** So many steps from level to level, and as many more a row, are made at most. */
const STEPS = 2 ** 24;
const STEPS_A_ROW = 16;
/** Levels a word of bits, as a power of two. */
const WORD_BITS = 5;
const WORD_LAST = 31;

export class NewestRows {
  /** The lowest and the highest key it has a place for. */
  readonly lowest: number;
  readonly highest: number;
  /** By place, which is key - lowest: the row and one more, 0 = none. */
  readonly #rows: Int32Array;
  /** By place, a bit each: something stands there. */
  readonly #standing: Int32Array;
  readonly #quantity: Tape['quantity'];
  /** Rows before it are of a book that is no more. */
  #opened = 0;
  #stepsLeft: number;

  constructor(tape: Tape, sign: 1 | -1) {
    const { low, high } = placesOf(tape);
    this.lowest = sign === 1 ? low : -high;
    this.highest = sign === 1 ? high : -low;
    this.#rows = new Int32Array(high - low + 1);
    this.#standing = new Int32Array((this.#rows.length >>> WORD_BITS) + 1);
    this.#quantity = tape.quantity;
    this.#stepsLeft = STEPS + STEPS_A_ROW * tape.rows;
  }

  /** The market leaps about so much that whoever went from level to level is not done before long: answers are no longer right. */
  get isWornOut(): boolean {
    return this.#stepsLeft < 0;
  }

  covers(key: number): boolean {
    return key >= this.lowest && key <= this.highest;
  }

  put(key: number, row: number): void {
    if (!this.covers(key)) return;
    const place = key - this.lowest;
    this.#rows[place] = row + 1;
    const bit = 1 << (place & WORD_LAST);
    if (this.#quantity[row]! > 0) this.#standing[place >>> WORD_BITS]! |= bit;
    else this.#standing[place >>> WORD_BITS]! &= ~bit;
  }

  /** The book is opened anew at `row`. */
  open(row: number): void {
    this.#opened = row;
    this.#standing.fill(0);
  }

  /** The best level below `key`, -Infinity where there is none. */
  levelBelow(key: number): number {
    const last = Math.min(key - 1, this.highest) - this.lowest;
    if (last < 0) return -Infinity;
    let word = last >>> WORD_BITS;
    // Those up to `last`.
    let bits = this.#standing[word]! & (-1 >>> (WORD_LAST - (last & WORD_LAST)));
    for (; bits === 0 && word > 0 && !this.isWornOut; this.#stepsLeft -= 1)
      bits = this.#standing[--word]!;
    return bits === 0
      ? -Infinity
      : this.lowest + (word << WORD_BITS) + WORD_LAST - Math.clz32(bits);
  }

  /** The last rows of the levels with from <= key < to, since the book was opened. */
  *between(from: number, to: number): Iterable<number> {
    const end = Math.min(to, this.highest + 1);
    for (let key = Math.max(from, this.lowest); key < end && !this.isWornOut; key += 1) {
      this.#stepsLeft -= 1;
      const row = this.#rows[key - this.lowest]! - 1;
      if (row >= this.#opened) yield row;
    }
  }
}

/** The prices of levels that have a place. */
function placesOf({ price, kind, rows }: Tape): { readonly low: number; readonly high: number } {
  let low = Infinity;
  let high = -Infinity;
  let first = Number.NaN;
  for (let row = 0; row < rows; row += 1) {
    if ((kind[row]! & ROW_KIND_MASK) !== ROW_LEVEL) continue;
    const at = price[row]!;
    if (Number.isNaN(first)) first = at;
    if (at < low && at >= first - REACH) low = at;
    if (at > high && at <= first + REACH) high = at;
  }
  return low <= high ? { low, high } : { low: 0, high: 0 };
}
