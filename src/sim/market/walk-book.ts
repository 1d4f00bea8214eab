/**
 * The book behind a generated tape: quantities by tick on both sides of a moving edge, and the levels changed since they
 * were last published. Mutable, one owner. It holds whole lots and no orders; nobody's queue is in it.
 *
 * Invariants: 1. Every bid is at or below the bid edge, every ask at or above the ask edge, bid edge < ask edge: never
 * crossed. 2. A level that changed is in the next diff exactly once.
 */
import { invariant } from '../../core/ground/invariant.js';

export const BID = 0;
export const ASK = 1;
export type BookSide = typeof BID | typeof ASK;

/** The edges turn back this far from where they started. */
export const WANDER_TICKS_MAX = 16_384;
/** Room for the levels beyond the edges. */
const MARGIN_TICKS = 4_096;
const WINDOW_TICKS = 2 * (WANDER_TICKS_MAX + MARGIN_TICKS);

export class WalkBook {
  /** Best prices at which bids and asks may stand, in ticks. */
  bidEdge: number;
  askEdge: number;
  readonly #origin: number;
  readonly #quantity = [new Int32Array(WINDOW_TICKS), new Int32Array(WINDOW_TICKS)] as const;
  readonly #isChanged = [new Uint8Array(WINDOW_TICKS), new Uint8Array(WINDOW_TICKS)] as const;
  #changed: number[] = [];

  constructor(bidEdge: number, askEdge: number) {
    this.bidEdge = bidEdge;
    this.askEdge = askEdge;
    this.#origin = bidEdge - WINDOW_TICKS / 2;
    invariant(this.#origin > 0, 'the start price is too few ticks above zero to wander from');
  }

  quantityAt(side: BookSide, price: number): number {
    return this.#quantity[side][price - this.#origin]!;
  }

  set(side: BookSide, price: number, lots: number): void {
    const at = price - this.#origin;
    invariant(at >= 0 && at < WINDOW_TICKS, 'a generated level left the window');
    if (this.#quantity[side][at] === lots) return;
    this.#quantity[side][at] = lots;
    if (this.#isChanged[side][at] !== 0) return;
    this.#isChanged[side][at] = 1;
    this.#changed.push(price * 2 + side);
  }

  /** The best price with quantity within `reach` ticks of the edge; null when there is none. */
  best(side: BookSide, reach: number): number | null {
    const step = side === BID ? -1 : 1;
    let price = side === BID ? this.bidEdge : this.askEdge;
    for (let i = 0; i < reach; i += 1, price += step) {
      if (this.quantityAt(side, price) > 0) return price;
    }
    return null;
  }

  /** Moves both edges by one tick; levels that would stand beyond them go. */
  shift(direction: 1 | -1): void {
    const [side, price] =
      direction > 0 ? ([ASK, this.askEdge] as const) : ([BID, this.bidEdge] as const);
    this.set(side, price, 0);
    this.bidEdge += direction;
    this.askEdge += direction;
  }

  /** Narrows or widens by moving the ask edge; asks below it go. */
  setSpread(ticks: number): void {
    const edge = this.bidEdge + ticks;
    for (let price = this.askEdge; price < edge; price += 1) this.set(ASK, price, 0);
    this.askEdge = edge;
  }

  /** The changed levels as price x 2 + side, in the order of their first change; the list starts over. */
  takeChanged(): readonly number[] {
    const changed = this.#changed;
    for (const code of changed) this.#isChanged[codeSide(code)][codePrice(code) - this.#origin] = 0;
    this.#changed = [];
    return changed;
  }
}

export const codeSide = (code: number): BookSide => (code % 2 === 0 ? BID : ASK);
export const codePrice = (code: number): number => Math.floor(code / 2);
