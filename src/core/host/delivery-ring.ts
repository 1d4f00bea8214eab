/**
 * A ring of rows ordered by when they were delivered, in one typed array: what stood at a time is found by bisection.
 * Mutable, one owner (`quote-board.ts`). It forgets what no later read can ask for, and grows rather than lose more.
 *
 * Invariants: 1. Delivery times never fall. 2. Of the rows delivered by the last `floor`, at least the newest are kept, as many as
 * it was made to keep; every row delivered after it is. 3. A read before what was forgotten is an `InvariantError`, not a wrong answer.
 * 4. Claiming a row allocates nothing unless the ring grows.
 */
import { InvariantError } from '../ground/invariant.js';
import type { EpochMicros } from '../ground/units.js';

const INITIAL_ROWS = 256;

export class DeliveryRing {
  readonly #stride: number;
  readonly #keeps: number;
  #cells: Float64Array;
  #rows = INITIAL_ROWS;
  // Ever rising row numbers: [tail, head) is kept, row n lies at (n mod rows).
  #head = 0;
  #tail = 0;
  #newest = -Infinity;

  /** `stride`: numbers per row, the first of which is the delivery time. `keeps`: so many rows, however old. */
  constructor(stride: number, keeps = 1) {
    this.#stride = stride;
    this.#keeps = keeps;
    this.#cells = new Float64Array(INITIAL_ROWS * stride);
  }

  /** The rows' numbers; another array after a `claim` that grew the ring. */
  get cells(): Float64Array {
    return this.#cells;
  }

  /** Rows the ring has room for. */
  get rows(): number {
    return this.#rows;
  }

  /**
   * Offset in `cells` of a row delivered at `deliveredAt`, for the caller to fill in. A second row of the same instant
   * takes the place of the first. `floor`: no read is ever made before it.
   */
  claim(deliveredAt: EpochMicros, floor: EpochMicros): number {
    if (deliveredAt <= this.#newest) return this.#claimSameInstant(deliveredAt);
    if (this.#head - this.#tail === this.#rows) this.#makeRoom(floor);
    this.#newest = deliveredAt;
    const offset = this.#offsetOf(this.#head++);
    this.#cells[offset] = deliveredAt;
    return offset;
  }

  /** Offset of the last row delivered at or before `now`; -1 when there is none. */
  find(now: EpochMicros): number {
    if (this.#head === this.#tail) return -1;
    if (this.#timeOf(this.#tail) > now) {
      if (this.#tail > 0) throw new InvariantError(`a read at ${now}, before what is kept`);
      return -1;
    }
    let low = this.#tail;
    let high = this.#head;
    while (high - low > 1) {
      const middle = Math.floor((low + high) / 2);
      if (this.#timeOf(middle) <= now) low = middle;
      else high = middle;
    }
    return this.#offsetOf(low);
  }

  /** Offsets of the rows delivered after `now`, oldest first. */
  eachAfter(now: EpochMicros, visit: (offset: number) => void): void {
    for (let row = this.#firstAfter(now); row < this.#head; row += 1) visit(this.#offsetOf(row));
  }

  /** Offsets of the rows delivered by `now` that are kept, newest first, for as long as `visit` wants more. */
  eachBefore(now: EpochMicros, visit: (offset: number) => boolean): void {
    for (let row = this.#firstAfter(now) - 1; row >= this.#tail; row -= 1)
      if (!visit(this.#offsetOf(row))) return;
  }

  #firstAfter(now: EpochMicros): number {
    let row = this.#head;
    while (row > this.#tail && this.#timeOf(row - 1) > now) row -= 1;
    return row;
  }

  #claimSameInstant(deliveredAt: EpochMicros): number {
    if (deliveredAt < this.#newest) {
      throw new InvariantError(`delivery went back from ${this.#newest} to ${deliveredAt}`);
    }
    return this.#offsetOf(this.#head - 1);
  }

  /** Forgets rows that a later row replaced by `floor`; where that does not free half of the ring, doubles it. */
  #makeRoom(floor: EpochMicros): void {
    const last = this.#head - this.#keeps;
    while (this.#tail < last && this.#timeOf(this.#tail + 1) <= floor) this.#tail += 1;
    if ((this.#head - this.#tail) * 2 <= this.#rows) return;
    const cells = new Float64Array(this.#cells.length * 2);
    for (let row = this.#tail; row < this.#head; row += 1) {
      const from = this.#offsetOf(row);
      const to = (row & (this.#rows * 2 - 1)) * this.#stride;
      cells.set(this.#cells.subarray(from, from + this.#stride), to);
    }
    this.#cells = cells;
    this.#rows *= 2;
  }

  #offsetOf(row: number): number {
    // `rows` is a power of two; a row number stays below 2^31 only in its low bits, which is all a mask looks at.
    return (row & (this.#rows - 1)) * this.#stride;
  }

  #timeOf(row: number): number {
    return this.#cells[this.#offsetOf(row)] ?? NaN;
  }
}
