/**
 * Sums products of integers without loss and without a BigInt per term: in a double while that is exact, carried into
 * a BigInt before it would not be. Mutable on purpose, single owner.
 */
import { invariant } from './invariant.js';

/** A term this large or larger would make the running double inexact. */
const TERM_MAX = 2 ** 52;

export class ExactSum {
  #carried = 0n;
  #running = 0;

  /** Adds a * b; both safe integers with |a * b| < 2^52, as a price times a quantity of one print is. */
  addProduct(a: number, b: number): void {
    const term = a * b;
    if (term >= TERM_MAX || term <= -TERM_MAX) {
      invariant(
        Number.isSafeInteger(a) && Number.isSafeInteger(b),
        'only integers are summed exactly',
      );
      this.#carried += BigInt(a) * BigInt(b);
      return;
    }
    const next = this.#running + term;
    if (next >= TERM_MAX || next <= -TERM_MAX) {
      this.#carried += BigInt(this.#running);
      this.#running = term;
    } else {
      this.#running = next;
    }
  }

  total(): bigint {
    return this.#carried + BigInt(this.#running);
  }
}
