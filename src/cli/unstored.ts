/**
 * Results that were worked out and cannot be stored: the reader gets them all the same, and then the reason, with the exit
 * code of a store that does not work.
 */
import { StoreError } from '../store/store-error.js';

/** Mutable on purpose: one for a command. */
export class Unstored {
  #count = 0;
  #first: StoreError | null = null;

  /** Runs `save` for `count` results; what the store says against it waits for `complain`. */
  save(count: number, save: () => void): void {
    try {
      save();
    } catch (error) {
      if (!(error instanceof StoreError)) throw error;
      this.#count += count;
      this.#first ??= error;
    }
  }

  /** To be called when the results were printed. Errors: `StoreError` where some were not stored. */
  complain(): void {
    if (this.#first === null) return;
    const what =
      this.#count === 1 ? 'the result above is' : `${this.#count} of the results above are`;
    throw new StoreError(`${what} not stored: ${this.#first.message}`, { cause: this.#first });
  }
}
