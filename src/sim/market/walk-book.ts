/**
 * The book behind a generated tape: quantities by tick on both sides of a moving edge, and the levels changed since they
 * were last published. Mutable, one owner, who may use it for one tape after the other. It holds whole lots and no orders;
 * nobody's queue is in it.
 *
 * A level is told by its distance from the edge of its side, and kept in a slot that grows away from the market on either
 * side, so that bids and asks are the same code. What changed is a bit per slot, so that a diff is read off in the order
 * venues send it, and nothing is sorted.
 *
 * Invariants: 1. Every bid is at or below the bid edge, every ask at or above the ask edge, bid edge < ask edge: never
 * crossed. 2. A level that changed is in the next diff exactly once.
 */
import { invariant } from '../../core/ground/invariant.js';

export const BID = 0;
export const ASK = 1;
export type BookSide = typeof BID | typeof ASK;

/** Takes levels, each as its new quantity in lots. */
export interface LevelSink {
  add(side: BookSide, price: number, lots: number): void;
}

/** The edges turn back this far from where they started. */
export const WANDER_TICKS_MAX = 16_384;
/** Room for the levels beyond the edges. */
const MARGIN_TICKS = 4_096;
export const WINDOW_TICKS = 2 * (WANDER_TICKS_MAX + MARGIN_TICKS);
/** Slots a word of the changed bits, as a power of two. */
const WORD_BITS = 5;
const WORD_LAST = 31;
const WORDS = WINDOW_TICKS >>> WORD_BITS;

/** Slots of one side: 0 is the farthest it can get into the market. */
class BookHalf {
  readonly quantity = new Int32Array(WINDOW_TICKS);
  readonly changed = new Int32Array(WORDS);
  /** The words that may hold a changed slot. */
  low = WORDS;
  high = -1;
  /** The words in which a slot was ever set since the book was empty: most of it never is. */
  usedLow = WORDS;
  usedHigh = -1;
  /** Of the best price at which the side may stand. */
  edge = WINDOW_TICKS / 2;
  /** Price of a slot = `zero` + `step` x slot. */
  zero = 0;
  readonly step: 1 | -1;

  constructor(step: 1 | -1) {
    this.step = step;
  }

  /** Empty, with its edge at `price`. */
  reset(price: number): void {
    this.#noteUsed();
    this.quantity.fill(0, this.usedLow << WORD_BITS, (this.usedHigh + 1) << WORD_BITS);
    this.changed.fill(0, this.usedLow, this.usedHigh + 1);
    this.usedLow = this.low = WORDS;
    this.usedHigh = this.high = -1;
    this.edge = WINDOW_TICKS / 2;
    this.zero = price - this.step * this.edge;
  }

  set(slot: number, lots: number): void {
    invariant(slot >= 0 && slot < WINDOW_TICKS, 'a generated level left the window');
    if (this.quantity[slot] === lots) return;
    this.quantity[slot] = lots;
    const word = slot >>> WORD_BITS;
    this.changed[word]! |= 1 << (slot & WORD_LAST);
    if (word < this.low) this.low = word;
    if (word > this.high) this.high = word;
  }

  take(side: BookSide, sink: LevelSink): void {
    const { quantity, changed, zero, step, high } = this;
    for (let word = this.low; word <= high; word += 1) {
      let left = changed[word]!;
      changed[word] = 0;
      while (left !== 0) {
        const slot = (word << WORD_BITS) + WORD_LAST - Math.clz32(left & -left);
        left &= left - 1;
        sink.add(side, zero + step * slot, quantity[slot]!);
      }
    }
    this.#noteUsed();
    this.low = WORDS;
    this.high = -1;
  }

  #noteUsed(): void {
    if (this.low < this.usedLow) this.usedLow = this.low;
    if (this.high > this.usedHigh) this.usedHigh = this.high;
  }
}

export class WalkBook {
  readonly #halves = [new BookHalf(-1), new BookHalf(1)] as const;

  /** Empty, with its edges at these ticks. */
  reset(bidEdge: number, askEdge: number): void {
    const isRoom = bidEdge > WINDOW_TICKS / 2;
    invariant(isRoom, 'the start price is too few ticks above zero to wander from');
    this.#halves[BID].reset(bidEdge);
    this.#halves[ASK].reset(askEdge);
  }

  /** The best price at which a side may stand, in ticks. */
  edge(side: BookSide): number {
    const { zero, step, edge } = this.#halves[side];
    return zero + step * edge;
  }

  quantityAt(side: BookSide, distance: number): number {
    const half = this.#halves[side];
    return half.quantity[half.edge + distance]!;
  }

  set(side: BookSide, distance: number, lots: number): void {
    const half = this.#halves[side];
    half.set(half.edge + distance, lots);
  }

  /** Distance of the best level with a quantity, less than `reach`; null when there is none. */
  best(side: BookSide, reach: number): number | null {
    const { quantity, edge } = this.#halves[side];
    for (let distance = 0; distance < reach; distance += 1) {
      if (quantity[edge + distance]! > 0) return distance;
    }
    return null;
  }

  /** Moves both edges by one tick; levels that would stand beyond them go. */
  shift(towards: BookSide): void {
    const into = this.#halves[towards];
    const from = this.#halves[towards === BID ? ASK : BID];
    into.set(into.edge, 0);
    into.edge += 1;
    from.edge -= 1;
  }

  /** Narrows or widens by moving the ask edge; asks below it go. */
  setSpread(ticks: number): void {
    const asks = this.#halves[ASK];
    const edge = asks.edge + ticks - (this.edge(ASK) - this.edge(BID));
    for (let slot = asks.edge; slot < edge; slot += 1) asks.set(slot, 0);
    asks.edge = edge;
  }

  /** Gives the changed levels, bids then asks, each from the best, as venues send them, and starts over. */
  takeChanged(sink: LevelSink): void {
    this.#halves[BID].take(BID, sink);
    this.#halves[ASK].take(ASK, sink);
  }
}
