/**
 * Tells whoever listens (the feed, the audit's record) when the top of the recorded book changes, at most once an instant: the engine's quote is the
 * synchronised book's best in every format (F0), not what F3 thinks is still available there. Mutable, one owner.
 *
 * Invariant: a quote is sent exactly when best price or size of a side differs from the last one sent.
 */
import type { EpochMicros, Quanta } from '../../core/ground/units.js';
import { NO_KEY } from '../book/ladder.js';
import type { TapeScale } from '../tape/tape.js';
import type { QuoteSink } from './quote-sink.js';

/** A side as it is shown. */
interface Shown {
  readonly best: number;
  quantityAt(key: number): Quanta;
}

export class TopOfTape {
  changes = 0;
  #quantaPerTick!: number;
  #quantaPerLot!: number;
  #sinks!: readonly QuoteSink[];
  #bid = NO_KEY;
  #bidQuantity = 0;
  #ask = NO_KEY;
  #askQuantity = 0;

  reset(tape: TapeScale, sinks: readonly QuoteSink[]): void {
    this.#quantaPerTick = tape.quantaPerTick;
    this.#quantaPerLot = tape.quantaPerLot;
    this.#sinks = sinks;
    this.changes = 0;
    this.#forget();
  }

  /** An instant without a change of the book; `delay` is the tape's, of its last row. */
  alive(at: number, delay: number): void {
    for (const sink of this.#sinks) sink.alive?.(at as EpochMicros, delay);
  }

  /** After the book rows of an instant. */
  update(bids: Shown, asks: Shown, at: number, delay: number): void {
    const bid = bids.best;
    const ask = asks.best;
    const bidQuantity = bid === NO_KEY ? 0 : bids.quantityAt(bid);
    const askQuantity = ask === NO_KEY ? 0 : asks.quantityAt(ask);
    if (
      bid === this.#bid &&
      ask === this.#ask &&
      bidQuantity === this.#bidQuantity &&
      askQuantity === this.#askQuantity
    ) {
      this.alive(at, delay);
      return;
    }
    this.changes += 1;
    this.#bid = bid;
    this.#ask = ask;
    this.#bidQuantity = bidQuantity;
    this.#askQuantity = askQuantity;
    if (bid === NO_KEY || ask === NO_KEY) this.#none(at, delay);
    else this.#send(at, delay);
  }

  /** The book is no longer known. */
  lost(at: number, delay: number): void {
    this.#forget();
    this.#none(at, delay);
  }

  #none(at: number, delay: number): void {
    for (const sink of this.#sinks) sink.none(at as EpochMicros, delay);
  }

  #send(at: number, delay: number): void {
    const bid = this.#bid / this.#quantaPerTick;
    const bidLots = Math.floor(this.#bidQuantity / this.#quantaPerLot);
    const ask = -this.#ask / this.#quantaPerTick;
    const askLots = Math.floor(this.#askQuantity / this.#quantaPerLot);
    for (const sink of this.#sinks) {
      sink.quote(at as EpochMicros, delay, bid, bidLots, ask, askLots);
    }
  }

  #forget(): void {
    this.#bid = NO_KEY;
    this.#ask = NO_KEY;
    this.#bidQuantity = 0;
    this.#askQuantity = 0;
  }
}
