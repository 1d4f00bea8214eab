/**
 * The levels of one book message of a generated market, as columns that are used again for the next one. Mutable, one
 * owner: the walk holds a message back in it.
 */
import type { LevelRows } from './walk-book.js';

const FIRST_CAPACITY = 256;

export class LevelDiff implements LevelRows {
  count = 0;
  kind = new Uint8Array(FIRST_CAPACITY);
  price = new Int32Array(FIRST_CAPACITY);
  quantity = new Float64Array(FIRST_CAPACITY);

  /** Room for `count` levels; what stood here is forgotten. */
  clear(count: number): void {
    this.count = 0;
    if (count <= this.kind.length) return;
    this.kind = new Uint8Array(2 * count);
    this.price = new Int32Array(2 * count);
    this.quantity = new Float64Array(2 * count);
  }

  /** Writes its levels as rows from `first` on and returns the row after them. */
  copyTo({ kind, price, quantity }: LevelRows, first: number): number {
    const { count } = this;
    for (let at = 0; at < count; at += 1) {
      kind[first + at] = this.kind[at]!;
      price[first + at] = this.price[at]!;
      quantity[first + at] = this.quantity[at]!;
    }
    return first + count;
  }
}
