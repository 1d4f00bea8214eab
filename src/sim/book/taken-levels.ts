/**
 * What our takers removed from the levels of one side (F3). Mutable, one owner (a book side). Rows ask of every level whether something was
 * taken from it, so that is answered from a few hundred bytes for nearly all of them.
 */
import type { Quanta } from '../../core/ground/units.js';
import { TOP_KEY } from './ladder.js';

/** What was removed from a level, as of `at`. */
export interface Taken {
  readonly quantity: Quanta;
  readonly at: number;
}

/** Neighbouring levels have places of their own. */
const PLACES = 1_024;

export class TakenLevels {
  readonly #levels = new Map<number, Taken>();
  /** How many of the levels have the place: 0 = none. */
  readonly #places = new Uint16Array(PLACES);
  /** The lowest key, `TOP_KEY` without any. */
  lowest = TOP_KEY;

  clear(): void {
    this.#levels.clear();
    this.#places.fill(0);
    this.lowest = TOP_KEY;
  }

  get(key: number): Taken | undefined {
    return this.#levels.get(key);
  }

  has(key: number): boolean {
    return this.#places[key & (PLACES - 1)] !== 0 && this.#levels.has(key);
  }

  keys(): Iterable<number> {
    return this.#levels.keys();
  }

  set(key: number, taken: Taken): void {
    if (!this.#levels.has(key)) this.#places[key & (PLACES - 1)]! += 1;
    this.#levels.set(key, taken);
    if (key < this.lowest) this.lowest = key;
  }

  delete(key: number): void {
    if (!this.#levels.delete(key)) return;
    this.#places[key & (PLACES - 1)]! -= 1;
    if (key !== this.lowest) return;
    this.lowest = TOP_KEY;
    for (const left of this.#levels.keys()) if (left < this.lowest) this.lowest = left;
  }
}
