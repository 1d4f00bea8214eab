/**
 * The book behind a generated tape: quantities by tick on both sides of a moving edge, and the levels changed since they
 * were last published. Mutable, one owner. It holds whole lots and no orders; nobody's queue is in it.
 *
 * What changed is a bit per level, so that a diff is read off in the order venues send it, and nothing is sorted.
 *
 * Invariants: 1. Every bid is at or below the bid edge, every ask at or above the ask edge, bid edge < ask edge: never
 * crossed. 2. A level that changed is in the next diff exactly once.
 */
import { invariant } from '../../core/ground/invariant.js';
import { ASK, BID, type DiffSide, type LevelDiff } from './level-diff.js';

/** The edges turn back this far from where they started. */
export const WANDER_TICKS_MAX = 16_384;
/** Room for the levels beyond the edges. */
const MARGIN_TICKS = 4_096;
export const WINDOW_TICKS = 2 * (WANDER_TICKS_MAX + MARGIN_TICKS);
/** Levels a word of the changed bits, as a power of two. */
const WORD_BITS = 5;
const WORD_LAST = 31;

/** The levels of one side that changed: a bit each, and the words that may hold one. */
interface Changed {
  readonly words: Int32Array;
  low: number;
  high: number;
}

const nothingChanged = (): Changed => ({
  words: new Int32Array(WINDOW_TICKS >>> WORD_BITS),
  low: WINDOW_TICKS,
  high: -1,
});

export class WalkBook {
  /** Best prices at which bids and asks may stand, in ticks. */
  bidEdge: number;
  askEdge: number;
  readonly #origin: number;
  readonly #quantity = [new Int32Array(WINDOW_TICKS), new Int32Array(WINDOW_TICKS)] as const;
  readonly #changed = [nothingChanged(), nothingChanged()] as const;

  constructor(bidEdge: number, askEdge: number) {
    this.bidEdge = bidEdge;
    this.askEdge = askEdge;
    this.#origin = bidEdge - WINDOW_TICKS / 2;
    invariant(this.#origin > 0, 'the start price is too few ticks above zero to wander from');
  }

  quantityAt(side: DiffSide, price: number): number {
    return this.#quantity[side][price - this.#origin]!;
  }

  set(side: DiffSide, price: number, lots: number): void {
    const at = price - this.#origin;
    invariant(at >= 0 && at < WINDOW_TICKS, 'a generated level left the window');
    if (this.#quantity[side][at] === lots) return;
    this.#quantity[side][at] = lots;
    const changed = this.#changed[side];
    const word = at >>> WORD_BITS;
    changed.words[word]! |= 1 << (at & WORD_LAST);
    if (word < changed.low) changed.low = word;
    if (word > changed.high) changed.high = word;
  }

  /** The best price with quantity within `reach` ticks of the edge; null when there is none. */
  best(side: DiffSide, reach: number): number | null {
    const step = side === BID ? -1 : 1;
    let price = side === BID ? this.bidEdge : this.askEdge;
    for (let i = 0; i < reach; i += 1, price += step) {
      if (this.quantityAt(side, price) > 0) return price;
    }
    return null;
  }

  /** Moves both edges by one tick; levels that would stand beyond them go. */
  shift(direction: 1 | -1): void {
    if (direction > 0) this.set(ASK, this.askEdge, 0);
    else this.set(BID, this.bidEdge, 0);
    this.bidEdge += direction;
    this.askEdge += direction;
  }

  /** Narrows or widens by moving the ask edge; asks below it go. */
  setSpread(ticks: number): void {
    const edge = this.bidEdge + ticks;
    for (let price = this.askEdge; price < edge; price += 1) this.set(ASK, price, 0);
    this.askEdge = edge;
  }

  /** Fills `diff` with the changed levels, bids then asks, each from the best, as venues send them, and starts over. */
  takeChanged(diff: LevelDiff): void {
    diff.clear();
    this.#takeBids(diff);
    this.#takeAsks(diff);
  }

  #takeBids(diff: LevelDiff): void {
    const changed = this.#changed[BID];
    const quantity = this.#quantity[BID];
    for (let word = changed.high; word >= changed.low; word -= 1) {
      let left = changed.words[word]!;
      changed.words[word] = 0;
      while (left !== 0) {
        const bit = WORD_LAST - Math.clz32(left);
        left &= ~(1 << bit);
        const at = (word << WORD_BITS) + bit;
        diff.add(BID, this.#origin + at, quantity[at]!);
      }
    }
    changed.low = WINDOW_TICKS;
    changed.high = -1;
  }

  #takeAsks(diff: LevelDiff): void {
    const changed = this.#changed[ASK];
    const quantity = this.#quantity[ASK];
    for (let word = changed.low; word <= changed.high; word += 1) {
      let left = changed.words[word]!;
      changed.words[word] = 0;
      while (left !== 0) {
        const bit = WORD_LAST - Math.clz32(left & -left);
        left &= left - 1;
        const at = (word << WORD_BITS) + bit;
        diff.add(ASK, this.#origin + at, quantity[at]!);
      }
    }
    changed.low = WINDOW_TICKS;
    changed.high = -1;
  }
}
