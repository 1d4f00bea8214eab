/**
 * What the engine can know of the top of the market: best bid and ask by the time they were delivered, and when the
 * feed last delivered anything. Simulation writes ahead of the clock by the feed's latency, live at its own `now`;
 * readers see only what was delivered by the time they name. It keeps no second book, and no history beyond what a
 * read can still ask for unless it is made to (SIG-4). Mutable, one writer.
 *
 * Invariants: 1. A read at `now` never sees what is delivered after `now`. 2. Delivery times never fall; no read is
 * made before the venue time (or, if earlier, the delivery) of what was written last: F0 puts the market of
 * an instant before every read of it. 3. A write allocates nothing once the ring has its size.
 */
import type { PriceRange, TopOfBook } from '../order/outcome.js';
import type { EpochMicros, Lots, Ticks } from '../ground/units.js';
import { DeliveryRing } from './delivery-ring.js';

/** What a reader sees instead of a quote, at the time it looks; null = nothing. */
export type QuoteLens = (quote: TopOfBook, now: EpochMicros) => TopOfBook | null;

/** Hears when the client can know it: at or after the quote's venue time. */
export type LeftRange = (at: EpochMicros) => void;

// A row of the quote ring: delivery time (the ring's own), then these.
const VENUE_TIME = 1;
const BID = 2;
const BID_QUANTITY = 3;
const ASK = 4;
const ASK_QUANTITY = 5;
const QUOTE_STRIDE = 6;
/** In place of a bid: the book has no top. */
const NO_QUOTE = NaN;

export class QuoteBoard {
  readonly #quotes: DeliveryRing;
  /** Deliveries that left the top of the book as it was. */
  readonly #signs = new DeliveryRing(1);
  readonly #lens: QuoteLens | null;
  // The range of bid + ask that is watched, and who is told of the delivery that leaves it.
  #low = -Infinity;
  #high = Infinity;
  #left: LeftRange = () => undefined;
  /** What is seen is not what was written. */
  #looks = false;
  /** What was written last is that there is no top. */
  #isCleared = false;

  /** `keeps`: so many quotes stay to be seen, however old. */
  constructor(lens: QuoteLens | null = null, { keeps = 0 }: { readonly keeps?: number } = {}) {
    this.#lens = lens;
    // Between any two quotes one row may say that there was none.
    this.#quotes = new DeliveryRing(QUOTE_STRIDE, Math.max(1, 2 * keeps));
  }

  /** A top of book delivered at `deliveredAt`; times in epoch micros, prices in ticks, quantities in lots. */
  // oxlint-disable-next-line max-params -- once per change of the market: an object would be garbage
  write(
    venueTime: EpochMicros,
    deliveredAt: EpochMicros,
    bid: Ticks,
    bidLots: Lots,
    ask: Ticks,
    askLots: Lots,
  ): void {
    const offset = this.#quotes.claim(
      deliveredAt,
      venueTime < deliveredAt ? venueTime : deliveredAt,
    );
    this.#isCleared = false;
    const { cells } = this.#quotes;
    cells[offset + VENUE_TIME] = venueTime;
    cells[offset + BID] = bid;
    cells[offset + BID_QUANTITY] = bidLots;
    cells[offset + ASK] = ask;
    cells[offset + ASK_QUANTITY] = askLots;
    if (bid + ask < this.#low || bid + ask > this.#high || this.#looks) this.#look(offset);
  }

  /** Delivered: there is no two-sided, synchronised book; no quote until the next `write`. */
  clear(venueTime: EpochMicros, deliveredAt: EpochMicros): void {
    if (this.#isCleared) {
      this.alive(venueTime, deliveredAt);
      return;
    }
    this.#isCleared = true;
    const offset = this.#quotes.claim(
      deliveredAt,
      venueTime < deliveredAt ? venueTime : deliveredAt,
    );
    this.#quotes.cells[offset + BID] = NO_QUOTE;
  }

  /** Something was delivered that changed no top of book: the feed lives. */
  alive(venueTime: EpochMicros, deliveredAt: EpochMicros): void {
    this.#signs.claim(deliveredAt, venueTime < deliveredAt ? venueTime : deliveredAt);
  }

  /**
   * `left` hears, once, of the first quote delivered after `now` that is seen outside the range; in place of what was
   * watched before.
   */
  watch({ low, high }: PriceRange, now: EpochMicros, left: LeftRange): void {
    this.#low = low;
    this.#high = high;
    this.#left = left;
    this.#looks = this.#lens !== null && (low > -Infinity || high < Infinity);
    this.#quotes.eachAfter(now, (offset) => this.#look(offset));
  }

  #look(offset: number): void {
    const deliveredAt = this.#quotes.cells[offset] as EpochMicros;
    const quote = this.#seenAt(offset, deliveredAt);
    if (quote === null) return;
    const twice = quote.bid + quote.ask;
    if (twice >= this.#low && twice <= this.#high) return;
    const left = this.#left;
    this.#low = -Infinity;
    this.#high = Infinity;
    this.#looks = false;
    left(deliveredAt < quote.venueTime ? quote.venueTime : deliveredAt);
  }

  /** The last top of book delivered by `now`; null when there was none, or none any more. */
  latest(now: EpochMicros): TopOfBook | null {
    const offset = this.#quotes.find(now);
    return offset < 0 ? null : this.#seenAt(offset, now);
  }

  /** The last quotes delivered by `now` that are kept, newest first; `most` of them. What was no quote is none of them. */
  recent(now: EpochMicros, most: number): readonly TopOfBook[] {
    const quotes: TopOfBook[] = [];
    this.#quotes.eachBefore(now, (offset) => {
      const quote = this.#seenAt(offset, now);
      if (quote !== null) quotes.push(quote);
      return quotes.length < most;
    });
    return quotes;
  }

  /** When the feed last delivered anything by `now`; null when it never did. */
  aliveAt(now: EpochMicros): EpochMicros | null {
    const quote = timeAt(this.#quotes, now);
    const sign = timeAt(this.#signs, now);
    if (quote === null || sign === null) return quote ?? sign;
    return quote > sign ? quote : sign;
  }

  /** Null where the row says that there is no top, or who looks sees none. */
  #seenAt(offset: number, now: EpochMicros): TopOfBook | null {
    if (Number.isNaN(this.#quotes.cells[offset + BID])) return null;
    const quote = this.#quoteAt(offset);
    return this.#lens === null ? quote : this.#lens(quote, now);
  }

  #quoteAt(offset: number): TopOfBook {
    const { cells } = this.#quotes;
    return {
      bid: cells[offset + BID] as Ticks,
      bidQuantity: cells[offset + BID_QUANTITY] as Lots,
      ask: cells[offset + ASK] as Ticks,
      askQuantity: cells[offset + ASK_QUANTITY] as Lots,
      venueTime: cells[offset + VENUE_TIME] as EpochMicros,
      deliveredAt: cells[offset] as EpochMicros,
    };
  }
}

function timeAt(ring: DeliveryRing, now: EpochMicros): EpochMicros | null {
  const offset = ring.find(now);
  return offset < 0 ? null : (ring.cells[offset] as EpochMicros);
}
