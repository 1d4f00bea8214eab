/**
 * The numbers in what a stream tells: whether each message goes on from the one before, and whether a snapshot of the book can be gone on from.
 * By Binance's rule for spot: a diff continues where U is at most the last u + 1, and a snapshot is of use where no diff is missing behind it.
 * Mutable, one of each a symbol.
 */

/** Numbers that were never told. */
export interface Missing {
  readonly from: number;
  readonly to: number;
}

const missing = (last: number | null, next: number): Missing | null =>
  last !== null && next > last + 1 ? { from: last + 1, to: next - 1 } : null;

export class DepthSequence {
  /** U of the first diff since which none is missing, in this file; null while there is none. */
  #first: number | null = null;
  #last: number | null = null;
  #hasSnapshot = false;

  /** The book cannot be built from what is recorded since. */
  get needsSnapshot(): boolean {
    return !this.#hasSnapshot && this.#first !== null;
  }

  diff(firstId: number, lastId: number): Missing | null {
    if (this.#last !== null && lastId <= this.#last) return null;
    const gap = missing(this.#last, firstId);
    if (gap !== null) this.begins();
    this.#first ??= firstId;
    this.#last = lastId;
    return gap;
  }

  /** @returns whether the diffs that are recorded go on from it. */
  snapshot(id: number): boolean {
    const fits = this.#first !== null && id + 1 >= this.#first;
    if (fits) this.#hasSnapshot = true;
    return fits;
  }

  /** What was recorded before is of no use to what comes now: another file, another connection. */
  begins(): void {
    this.#first = null;
    this.#hasSnapshot = false;
  }
}

export class TradeSequence {
  #last: number | null = null;

  trade(id: number): Missing | null {
    const gap = missing(this.#last, id);
    if (this.#last === null || id > this.#last) this.#last = id;
    return gap;
  }
}
