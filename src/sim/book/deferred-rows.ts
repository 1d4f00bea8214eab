/**
 * Rows of a book side that wait until somebody asks for a level they could be of: far from where anything trades nobody ever
 * does, and each such level lies in a place of memory of its own. Mutable, one owner (a ladder), which says how far the rows
 * have come. It decides about speed only: whoever asks finds the rows put, in their order.
 */
import type { Quanta } from '../../core/ground/units.js';
import { ROW_LEVEL, ROW_SELL, type Tape } from '../tape/tape.js';

/** The columns that tell of which side and level a row is. */
export type DeferrableRows = Pick<Tape, 'price' | 'quantity' | 'kind'>;

/** Below every key. */
const NOTHING_WAITS = -0x80000000;

export class DeferredRows {
  /** Rows of levels below it wait. */
  below = NOTHING_WAITS;
  /** The first row that has not come yet. */
  to = 0;
  #from = 0;
  #rows: DeferrableRows | null = null;

  begin(below: number, rows: DeferrableRows, from: number): void {
    this.below = below;
    this.#rows = rows;
    this.#from = this.to = from;
  }

  clear(): void {
    this.below = NOTHING_WAITS;
    this.#rows = null;
  }

  /** Hands over what waits of the side of `sign`, by key; from here on nothing does. */
  take(sign: 1 | -1, put: (key: number, quantity: Quanta) => void): void {
    const rows = this.#rows;
    if (rows === null) return;
    const { price, quantity, kind } = rows;
    const { below, to } = this;
    this.clear();
    const own = sign === 1 ? ROW_LEVEL : ROW_LEVEL | ROW_SELL;
    for (let row = this.#from; row < to; row += 1) {
      const key = sign * price[row]!;
      if (kind[row] === own && key < below) put(key, quantity[row]! as Quanta);
    }
  }
}
