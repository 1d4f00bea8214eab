/**
 * The book behind a generated tape: quantities by tick on both sides of a moving edge, and the levels changed since they
 * were last published. Mutable, one owner, who may use it for one tape after the other. It holds whole lots and no orders;
 * nobody's queue is in it.
 *
 * A level is told by its distance from the edge of its side, and kept in a slot that grows away from the market on either
 * side, so that bids and asks are the same code; the slots of the asks lie behind those of the bids. What changed is a bit
 * per slot, so that a diff is read off in the order venues send it, and nothing is sorted.
 *
 * Invariants: 1. Every bid is at or below the bid edge, every ask at or above the ask edge, bid edge < ask edge: never
 * crossed. 2. A level that changed is in the next diff exactly once.
 */
import { invariant } from '../../core/ground/invariant.js';
import { ROW_LEVEL, ROW_SELL } from '../tape/tape.js';

export const BID = 0;
export const ASK = 1;
export type BookSide = typeof BID | typeof ASK;

/** Where levels are written as rows, each as its new quantity in lots: columns as those of a tape. */
export interface LevelRows {
  readonly kind: Uint8Array;
  readonly price: Int32Array;
  readonly quantity: Float64Array;
}

/** The edges turn back this far from where they started. */
export const WANDER_TICKS_MAX = 16_384;
/** Room for the levels beyond the edges. */
const MARGIN_TICKS = 4_096;
export const WINDOW_TICKS = 2 * (WANDER_TICKS_MAX + MARGIN_TICKS);
/** Slots a word of the changed bits, as a power of two. */
const WORD_BITS = 5;
const WORD_LAST = 31;
/** Of both sides. */
const SLOTS = 2 * WINDOW_TICKS;
const WORDS = SLOTS >>> WORD_BITS;

/** The slots of one side: the first is the farthest it can get into the market. */
class BookHalf {
  /** Lots by slot, of both sides. */
  readonly #quantity: Int32Array;
  /** A bit by slot, of both sides. */
  readonly #changed: Int32Array;
  /** Of its rows. */
  readonly #kind: number;
  readonly #first: number;
  /** The words that may hold a changed slot. */
  low = WORDS;
  high = -1;
  /** The words in which a slot was ever set since the book was empty: most of it never is. */
  usedLow = WORDS;
  usedHigh = -1;
  /** Of the best price at which the side may stand. */
  edge = 0;
  /** Price of a slot = `zero` + `step` x slot. */
  zero = 0;
  readonly step: 1 | -1;

  constructor(side: BookSide, quantity: Int32Array, changed: Int32Array) {
    this.#quantity = quantity;
    this.#changed = changed;
    this.#kind = side === BID ? ROW_LEVEL : ROW_LEVEL | ROW_SELL;
    this.#first = side * WINDOW_TICKS;
    this.step = side === BID ? -1 : 1;
  }

  /** Empty, with its edge at `price`. */
  reset(price: number): void {
    this.#noteUsed();
    this.#quantity.fill(0, this.usedLow << WORD_BITS, (this.usedHigh + 1) << WORD_BITS);
    this.#changed.fill(0, this.usedLow, this.usedHigh + 1);
    this.usedLow = this.low = WORDS;
    this.usedHigh = this.high = -1;
    this.edge = this.#first + WINDOW_TICKS / 2;
    this.zero = price - this.step * this.edge;
  }

  /** A change of `slot` is to come. */
  expect(slot: number): void {
    const isIn = slot >= this.#first && slot < this.#first + WINDOW_TICKS;
    invariant(isIn, 'a generated level left the window');
    const word = slot >>> WORD_BITS;
    if (word < this.low) this.low = word;
    if (word > this.high) this.high = word;
  }

  /** Writes the changed levels as rows from `first` on, starts over, and returns the row after them. */
  take({ kind, price, quantity: shown }: LevelRows, first: number): number {
    const { zero, step, high } = this;
    const quantity = this.#quantity;
    const changed = this.#changed;
    const ownKind = this.#kind;
    let row = first;
    for (let word = this.low; word <= high; word += 1) {
      let left = changed[word]!;
      if (left === 0) continue;
      changed[word] = 0;
      for (; left !== 0; left &= left - 1) {
        const slot = (word << WORD_BITS) + WORD_LAST - Math.clz32(left & -left);
        kind[row] = ownKind;
        price[row] = zero + step * slot;
        shown[row] = quantity[slot]!;
        row += 1;
      }
    }
    this.#noteUsed();
    this.low = WORDS;
    this.high = -1;
    return row;
  }

  /** Not fewer than the levels that changed. */
  get changedMax(): number {
    return Math.max(0, this.high + 1 - this.low) << WORD_BITS;
  }

  #noteUsed(): void {
    if (this.low < this.usedLow) this.usedLow = this.low;
    if (this.high > this.usedHigh) this.usedHigh = this.high;
  }
}

export class WalkBook {
  /** Lots by slot. */
  readonly quantity = new Int32Array(SLOTS);
  readonly #changed = new Int32Array(WORDS);
  readonly #halves = [
    new BookHalf(BID, this.quantity, this.#changed),
    new BookHalf(ASK, this.quantity, this.#changed),
  ] as const;

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

  /** Its slot; that of the level at a distance from it lies as far behind. */
  edgeSlot(side: BookSide): number {
    return this.#halves[side].edge;
  }

  quantityAt(side: BookSide, distance: number): number {
    return this.quantity[this.#halves[side].edge + distance]!;
  }

  set(side: BookSide, distance: number, lots: number): void {
    const half = this.#halves[side];
    this.#set(half, half.edge + distance, lots);
  }

  /** `put` may now change the `reach` best slots of both sides. */
  expectChanges(reach: number): void {
    for (const half of this.#halves) {
      half.expect(half.edge);
      half.expect(half.edge + reach - 1);
    }
  }

  /** Of a slot whose change is expected. Without a branch, as its callers are. */
  put(slot: number, lots: number): void {
    const difference = this.quantity[slot]! ^ lots;
    this.quantity[slot] = lots;
    const isNew = (difference | -difference) >>> 31;
    this.#changed[slot >>> WORD_BITS]! |= isNew << (slot & WORD_LAST);
  }

  #set(half: BookHalf, slot: number, lots: number): void {
    half.expect(slot);
    this.put(slot, lots);
  }

  /** Distance of the best level with a quantity, less than `reach`; null when there is none. */
  best(side: BookSide, reach: number): number | null {
    const { quantity } = this;
    const { edge } = this.#halves[side];
    for (let distance = 0; distance < reach; distance += 1) {
      if (quantity[edge + distance]! > 0) return distance;
    }
    return null;
  }

  /** Moves both edges by one tick; levels that would stand beyond them go. */
  shift(towards: BookSide): void {
    const into = this.#halves[towards];
    const from = this.#halves[towards === BID ? ASK : BID];
    this.#set(into, into.edge, 0);
    into.edge += 1;
    from.edge -= 1;
  }

  /** Narrows or widens by moving the ask edge; asks below it go. */
  setSpread(ticks: number): void {
    const asks = this.#halves[ASK];
    const edge = asks.edge + ticks - (this.edge(ASK) - this.edge(BID));
    for (let slot = asks.edge; slot < edge; slot += 1) this.#set(asks, slot, 0);
    asks.edge = edge;
  }

  /** Not fewer than `takeChanged` writes. */
  get changedMax(): number {
    return this.#halves[BID].changedMax + this.#halves[ASK].changedMax;
  }

  /**
   * Writes the changed levels as rows from `first` on, bids then asks, each from the best, as venues send them, starts over,
   * and returns the row after them.
   */
  takeChanged(rows: LevelRows, first: number): number {
    return this.#halves[ASK].take(rows, this.#halves[BID].take(rows, first));
  }
}
