/**
 * The prints against one side of the book that a row may not know of yet: those of the last `settle` microseconds
 * (F3). A ring that grows when a burst outruns it. Mutable on purpose, one owner (a book side).
 *
 * Invariant: prints are kept in the order of the tape; times never fall.
 */
import type { Quanta } from '../../core/ground/units.js';
import { TOP_KEY } from './ladder.js';

const FIRST_CAPACITY = 64;

export class PrintWindow {
  #time = new Float64Array(FIRST_CAPACITY);
  #key = new Int32Array(FIRST_CAPACITY);
  #quantity = new Float64Array(FIRST_CAPACITY);
  #head = 0;
  #count = 0;

  reset(): void {
    this.#head = 0;
    this.#count = 0;
  }

  add(time: number, key: number, quantity: Quanta): void {
    if (this.#count === this.#time.length) this.#grow();
    const at = (this.#head + this.#count) & (this.#time.length - 1);
    this.#time[at] = time;
    this.#key[at] = key;
    this.#quantity[at] = quantity;
    this.#count += 1;
  }

  /** Forgets prints older than `time`; one at `time` stays. */
  dropBefore(time: number): void {
    while (this.#count > 0 && this.#time[this.#head]! < time) {
      this.#head = (this.#head + 1) & (this.#time.length - 1);
      this.#count -= 1;
    }
  }

  /** The worst price that printed, `TOP_KEY` without prints. */
  lowestKey(): number {
    let lowest = TOP_KEY;
    for (let i = 0; i < this.#count; i += 1) {
      const key = this.#key[(this.#head + i) & (this.#time.length - 1)]!;
      if (key < lowest) lowest = key;
    }
    return lowest;
  }

  /** What traded at the level: Infinity when a print went through it. */
  tradedAt(key: number): Quanta {
    let sum = 0;
    for (let i = 0; i < this.#count; i += 1) {
      const at = (this.#head + i) & (this.#time.length - 1);
      const printed = this.#key[at]!;
      if (printed < key) return Infinity as Quanta;
      if (printed === key) sum += this.#quantity[at]!;
    }
    return sum as Quanta;
  }

  /** Doubles the ring and lays it out from slot 0. */
  #grow(): void {
    const time = new Float64Array(this.#time.length * 2);
    const key = new Int32Array(time.length);
    const quantity = new Float64Array(time.length);
    for (let i = 0; i < this.#count; i += 1) {
      const at = (this.#head + i) & (this.#time.length - 1);
      time[i] = this.#time[at]!;
      key[i] = this.#key[at]!;
      quantity[i] = this.#quantity[at]!;
    }
    this.#time = time;
    this.#key = key;
    this.#quantity = quantity;
    this.#head = 0;
  }
}
