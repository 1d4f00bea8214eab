/**
 * The levels of one book message of a generated market, as columns that are used again for the next one. Mutable, one
 * owner at a time: the walk fills it, holds it back or publishes it.
 */
export const BID = 0;
export const ASK = 1;
export type DiffSide = typeof BID | typeof ASK;

const FIRST_CAPACITY = 256;

export class LevelDiff {
  count = 0;
  side = new Uint8Array(FIRST_CAPACITY);
  price = new Int32Array(FIRST_CAPACITY);
  lots = new Int32Array(FIRST_CAPACITY);

  clear(): void {
    this.count = 0;
  }

  add(side: DiffSide, price: number, lots: number): void {
    if (this.count === this.price.length) this.#grow();
    const at = this.count;
    this.side[at] = side;
    this.price[at] = price;
    this.lots[at] = lots;
    this.count = at + 1;
  }

  #grow(): void {
    const { side, price, lots } = this;
    const capacity = price.length * 2;
    this.side = new Uint8Array(capacity);
    this.price = new Int32Array(capacity);
    this.lots = new Int32Array(capacity);
    this.side.set(side);
    this.price.set(price);
    this.lots.set(lots);
  }
}
