/** The reference ladder: two Maps and a sort. Slow, and plainly right. Test code only. */
import { NO_KEY } from '../../../src/sim/book/ladder.js';

export class NaiveLadder {
  readonly #quantity = new Map<number, number>();
  readonly #traded = new Map<number, number>();
  readonly #named = new Set<number>();
  readonly #taken = new Set<number>();

  put(key: number, quantity: number): void {
    this.#named.add(key);
    if (quantity === 0) this.#quantity.delete(key);
    else this.#quantity.set(key, quantity);
  }

  setTraded(key: number, traded: number): void {
    this.#traded.set(key, traded);
  }

  setTaken(key: number, isTaken: boolean): void {
    if (isTaken) this.#taken.add(key);
    else this.#taken.delete(key);
  }

  quantityAt = (key: number): number => this.#quantity.get(key) ?? 0;
  tradedAt = (key: number): number => this.#traded.get(key) ?? 0;
  isTaken = (key: number): boolean => this.#taken.has(key);
  isNamed = (key: number): boolean => this.#named.has(key);

  /** Keys of levels, best first. */
  levels(): number[] {
    return [...this.#quantity.keys()].sort((a, b) => b - a);
  }

  get best(): number {
    return this.levels()[0] ?? NO_KEY;
  }
}
