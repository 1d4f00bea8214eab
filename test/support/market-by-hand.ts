/** What the engine can see of the market, as a test says it. */
import { LANE_DELIVERY } from '../../src/core/ground/clock.js';
import {
  type EpochMicros,
  type Lots,
  type Micros,
  type Ticks,
  micros,
} from '../../src/core/ground/units.js';
import type { PriceRange, QuoteView, TopOfBook } from '../../src/core/order/outcome.js';
import type { VirtualClock } from '../../src/sim/clock/virtual-clock.js';

interface Quote {
  readonly bid: number;
  readonly ask: number;
}

/** What the engine wants to be told of. */
interface Watched {
  readonly range: PriceRange;
  readonly left: () => void;
}

export class MarketByHand {
  readonly clock: VirtualClock;
  /** How old the market data is when it is looked at; null = the feed never delivered. */
  quoteAge: Micros | null = micros(0);
  /** Nothing was delivered from then on. */
  silentSince: EpochMicros | null = null;
  #quote: Quote | null = { bid: 599_990, ask: 600_010 };
  #watched: Watched | null = null;

  constructor(clock: VirtualClock) {
    this.clock = clock;
  }

  get now(): EpochMicros {
    return this.clock.now();
  }

  /** What the quote board shows; null = no quote. */
  get quote(): Quote | null {
    return this.#quote;
  }

  /** Delivered in this very instant. */
  set quote(quote: Quote | null) {
    this.#quote = quote;
    if (quote === null || this.#watched === null) return;
    const { range, left } = this.#watched;
    const twice = quote.bid + quote.ask;
    if (twice >= range.low && twice <= range.high) return;
    this.#watched = null;
    this.clock.schedule(this.now, LANE_DELIVERY, left);
  }

  quoteOf(symbol: string): QuoteView {
    const last = this.silentSince ?? this.now;
    const aliveAt = this.quoteAge === null ? null : ((last - this.quoteAge) as EpochMicros);
    if (this.quote === null || aliveAt === null) return { symbol, quote: null, aliveAt };
    const quote: TopOfBook = {
      bid: this.quote.bid as Ticks,
      bidQuantity: 100 as Lots,
      ask: this.quote.ask as Ticks,
      askQuantity: 100 as Lots,
      venueTime: aliveAt,
      deliveredAt: aliveAt,
    };
    return { symbol, quote, aliveAt };
  }

  watch(range: PriceRange, left: () => void): void {
    this.#watched = { range, left };
  }
}
