/**
 * Where something stands on one side, as far as a tape was walked: a bit a level, so that the best is found again where thousands of
 * levels are empty. Mutable, one owner. It knows only levels that have a place.
 */
import { type LevelPlaces, type StepsLeft, hasPlace, placeCount } from './level-places.js';

/** Levels a word of bits, as a power of two. */
const WORD_BITS = 5;
const WORD_LAST = 31;

export class StandingLevels {
  readonly #places: LevelPlaces;
  readonly #words: Int32Array;

  constructor(places: LevelPlaces) {
    this.#places = places;
    this.#words = new Int32Array((placeCount(places) >>> WORD_BITS) + 1);
  }

  clear(): void {
    this.#words.fill(0);
  }

  put(key: number, stands: boolean): void {
    if (!hasPlace(this.#places, key)) return;
    const place = key - this.#places.lowest;
    const bit = 1 << (place & WORD_LAST);
    if (stands) this.#words[place >>> WORD_BITS]! |= bit;
    else this.#words[place >>> WORD_BITS]! &= ~bit;
  }

  /** The best level below `key`, -Infinity where there is none. It takes `steps`, one for each 32 levels. */
  levelBelow(key: number, steps: StepsLeft): number {
    const { lowest, highest } = this.#places;
    const last = Math.min(key - 1, highest) - lowest;
    if (last < 0) return -Infinity;
    let word = last >>> WORD_BITS;
    // Those up to `last`.
    let bits = this.#words[word]! & (-1 >>> (WORD_LAST - (last & WORD_LAST)));
    for (; bits === 0 && word > 0 && steps.left > 0; steps.left -= 1) bits = this.#words[--word]!;
    return bits === 0 ? -Infinity : lowest + (word << WORD_BITS) + WORD_LAST - Math.clz32(bits);
  }
}
