/**
 * A set of slot numbers 0 … 65535 that answers "the highest member at or below n" in a few instructions: one bit a
 * slot, one summary bit per word of 32. Mutable on purpose, one owner (a ladder).
 *
 * Invariant: a summary bit is set exactly when its word is not zero.
 */
import { invariant } from '../../core/ground/invariant.js';

const BITS = 5;
const LOW = 31;
/** Slots under one word of the summary. */
export const GROUP = 1 << (2 * BITS);
/** Answer of `highestFrom` when there is no such member. */
export const NO_SLOT = -1;

export class SlotBits {
  readonly #words: Int32Array;
  readonly #summary: Int32Array;

  constructor(size: number) {
    invariant(
      size % GROUP === 0 && size > 0,
      `slot set size ${size} is not a multiple of ${GROUP}`,
    );
    this.#words = new Int32Array(size >>> BITS);
    this.#summary = new Int32Array(size >>> (2 * BITS));
  }

  /** `on`: 1 = member, 0 = not. Both levels are written whatever they were, without a branch (see `Ladder.putSlot`). */
  set(slot: number, on: number): void {
    const word = slot >>> BITS;
    const group = word >>> BITS;
    const bits = (this.#words[word]! & ~(1 << (slot & LOW))) | (on << (slot & LOW));
    this.#words[word] = bits;
    const some = Number(bits !== 0) << (word & LOW);
    this.#summary[group] = (this.#summary[group]! & ~(1 << (word & LOW))) | some;
  }

  /** Member n becomes n - shift; what leaves the range is no member any more. `shift` is a multiple of `GROUP`. */
  slide(shift: number): void {
    slideColumn(this.#words, shift >> BITS);
    slideColumn(this.#summary, shift >> (2 * BITS));
  }

  clear(): void {
    this.#words.fill(0);
    this.#summary.fill(0);
  }

  /** The highest member <= slot, or `NO_SLOT`. */
  highestFrom(slot: number): number {
    if (slot < 0) return NO_SLOT;
    const word = slot >>> BITS;
    const here = this.#words[word]! & upTo(slot & LOW);
    if (here !== 0) return (word << BITS) | top(here);
    return this.#highestBelowWord(word);
  }

  #highestBelowWord(word: number): number {
    let group = word >>> BITS;
    let summary = this.#summary[group]! & (upTo(word & LOW) & ~(1 << (word & LOW)));
    while (summary === 0) {
      group -= 1;
      if (group < 0) return NO_SLOT;
      summary = this.#summary[group]!;
    }
    const found = (group << BITS) | top(summary);
    return (found << BITS) | top(this.#words[found]!);
  }
}

/** Bits 0 … n of a word. */
const upTo = (n: number): number => -1 >>> (LOW - n);
/** Number of the highest set bit; bits is not zero. */
const top = (bits: number): number => LOW - Math.clz32(bits);

/** Cell n becomes cell n - shift; cells that have no source become 0. */
export function slideColumn(column: Float64Array | Int32Array | Uint8Array, shift: number): void {
  if (shift > 0) {
    column.copyWithin(0, shift);
    column.fill(0, column.length - shift);
  } else {
    column.copyWithin(-shift, 0, column.length + shift);
    column.fill(0, 0, -shift);
  }
}
