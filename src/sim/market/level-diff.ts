/**
 * The levels of one book message of a generated market, as columns that are used again for the next one. Mutable, one
 * owner at a time: the walk fills it, holds it back or publishes it.
 */
import type { BookSide, LevelSink } from './walk-book.js';

const FIRST_CAPACITY = 256;

export class LevelDiff implements LevelSink {
  count = 0;
  side = new Uint8Array(FIRST_CAPACITY);
  price = new Int32Array(FIRST_CAPACITY);
  lots = new Int32Array(FIRST_CAPACITY);

  /** Hands its levels on, in order, and is empty afterwards. */
  giveTo(sink: LevelSink): void {
    for (let at = 0; at < this.count; at += 1)
      sink.add(this.side[at] as BookSide, this.price[at]!, this.lots[at]!);
    this.count = 0;
  }

  add(side: BookSide, price: number, lots: number): void {
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
