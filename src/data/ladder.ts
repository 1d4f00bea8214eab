/**
 * One side of a book rebuilt for checking: price -> quantity, sorted, the best last so that the busy end is cheap to
 * change. Mutable. Not the simulated venue's book: it knows no orders and answers only what stands at the best.
 */
export class Ladder {
  readonly #prices: number[] = [];
  readonly #quantities: number[] = [];
  readonly #sign: 1 | -1;

  /** `best`: whether the highest price is the best (bids) or the lowest (asks). */
  constructor(best: 'highest' | 'lowest') {
    this.#sign = best === 'highest' ? 1 : -1;
  }

  /** The level's new total; 0 removes it. */
  set(price: number, quantity: number): void {
    const at = this.#position(price);
    const found = this.#prices[at] === price;
    if (found && quantity > 0) this.#quantities[at] = quantity;
    else if (found) {
      this.#prices.splice(at, 1);
      this.#quantities.splice(at, 1);
    } else if (quantity > 0) {
      this.#prices.splice(at, 0, price);
      this.#quantities.splice(at, 0, quantity);
    }
  }

  clear(): void {
    this.#prices.length = 0;
    this.#quantities.length = 0;
  }

  /** Null when the side is empty. */
  get bestPrice(): number | null {
    return this.#prices.at(-1) ?? null;
  }

  get bestQuantity(): number {
    return this.#quantities.at(-1) ?? 0;
  }

  /** Where `price` stands or would stand. */
  #position(price: number): number {
    const prices = this.#prices;
    const wanted = price * this.#sign;
    let low = 0;
    let high = prices.length;
    while (low < high) {
      const middle = (low + high) >>> 1;
      if (prices[middle]! * this.#sign < wanted) low = middle + 1;
      else high = middle;
    }
    return low;
  }
}
