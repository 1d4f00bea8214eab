/** The last row of each level of one side that has a place, as far as a tape was walked. Mutable, one owner. */
import { type LevelPlaces, type StepsLeft, hasPlace, placeCount } from './level-places.js';

export class NewestRows {
  readonly #places: LevelPlaces;
  /** By place: the row and one more, 0 = none. */
  readonly #rows: Int32Array;
  /** Rows before it are of a book that is no more. */
  #opened = 0;

  constructor(places: LevelPlaces) {
    this.#places = places;
    this.#rows = new Int32Array(placeCount(places));
  }

  /** False where the level has no place. */
  put(key: number, row: number): boolean {
    if (!hasPlace(this.#places, key)) return false;
    this.#rows[key - this.#places.lowest] = row + 1;
    return true;
  }

  /** The book is opened anew at `row`. */
  open(row: number): void {
    this.#opened = row;
  }

  /** The last rows of the levels with from <= key < to, since the book was opened. It takes `steps`, one a level. */
  *between(from: number, to: number, steps: StepsLeft): Iterable<number> {
    const { lowest, highest } = this.#places;
    const end = Math.min(to, highest + 1);
    for (let key = Math.max(from, lowest); key < end && steps.left > 0; key += 1) {
      steps.left -= 1;
      const row = this.#rows[key - lowest]! - 1;
      if (row >= this.#opened) yield row;
    }
  }
}
