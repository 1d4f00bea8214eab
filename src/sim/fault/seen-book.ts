/**
 * The book of one instrument as the client sees it: what it reads of quotes and what it hears of depth, altered alike while
 * a fault is in force. A quote is a book of one level a side. The venue's own book, its fills and the truth stay as they
 * are. Not a kind; kinds are made of it.
 */
import type { DepthLevel, TopOfBook } from '../../core/order/outcome.js';
import { type EpochMicros, micros, type Ticks, ticks } from '../../core/ground/units.js';
import type { LinkReply, LinkRequest } from '../link/messages.js';
import type { FaultContext } from './fault-kind.js';
import type { FaultSpan, InstrumentLens, LinkFault, ReplyVerdict } from './link-fault.js';
import type { Span } from './moment.js';

export interface BidAsk {
  readonly bid: Ticks;
  readonly ask: Ticks;
}

/** Best first; an empty side is one that nobody quotes. */
export interface BookSides {
  readonly bids: readonly DepthLevel[];
  readonly asks: readonly DepthLevel[];
}

/** What the client sees of `book`, whose best prices are `top`; null = it has no book. */
export type Seeing = (book: BookSides, top: BidAsk, now: EpochMicros) => BookSides | null;

export interface SeenBookOptions {
  readonly span: Span;
  /** The first of the run when null. */
  readonly symbol: string | null;
  readonly seen: Seeing;
}

/** Quotes come by the feed, depth by queries. */
const SEEN_ON = ['feed', 'query'] as const;
const LOWEST = ticks(1);
const NO_BOOK = { kind: 'unavailable', text: 'the book is not known' } as const;

export class SeenBook implements LinkFault {
  readonly quoteLens: InstrumentLens;
  readonly #span: Span;
  readonly #symbol: string;
  readonly #seen: Seeing;
  #count = 0;

  constructor({ span, symbol, seen }: SeenBookOptions, { firstSymbol }: FaultContext) {
    this.#span = span;
    this.#symbol = symbol ?? firstSymbol;
    this.#seen = seen;
    this.quoteLens = { symbol: this.#symbol, lens: (quote, now) => this.#quoteSeen(quote, now) };
  }

  /** Quotes and depths that a read saw otherwise than they were. */
  activations(): number {
    return this.#count;
  }

  spans(): readonly FaultSpan[] {
    const { from, to } = this.#span;
    return [{ from, to, paths: SEEN_ON, symbol: this.#symbol, acts: this.#count }];
  }

  #quoteSeen(quote: TopOfBook, now: EpochMicros): TopOfBook | null {
    if (!this.#span.has(now)) return quote;
    this.#count += 1;
    const { bid, bidQuantity, ask, askQuantity } = quote;
    const bids = [{ price: bid, quantity: bidQuantity }];
    const asks = [{ price: ask, quantity: askQuantity }];
    const seen = this.#seen({ bids, asks }, { bid, ask }, now);
    const bestBid = seen?.bids[0];
    const bestAsk = seen?.asks[0];
    if (bestBid === undefined || bestAsk === undefined) return null;
    return {
      ...quote,
      bid: bestBid.price,
      bidQuantity: bestBid.quantity,
      ask: bestAsk.price,
      askQuantity: bestAsk.quantity,
    };
  }

  replyArrives({ request }: LinkRequest, reply: LinkReply, now: EpochMicros): ReplyVerdict {
    if (reply.kind !== 'depth' || !this.#span.has(now)) return null;
    if (request.kind !== 'query-depth' || request.symbol !== this.#symbol) return null;
    const bid = reply.bids[0]?.price;
    const ask = reply.asks[0]?.price;
    if (bid === undefined || ask === undefined) return null;
    this.#count += 1;
    const seen = this.#seen(reply, { bid, ask }, now);
    const instead: LinkReply = seen === null ? NO_BOOK : { kind: 'depth', ...seen };
    return { kind: 'instead', reply: instead, delay: micros(0) };
  }
}

/** All of a side so many ticks higher, spacing kept; what would be priced below one tick is gone. */
export const moved = (levels: readonly DepthLevel[], by: number): readonly DepthLevel[] =>
  levels
    .filter(({ price }) => price + by >= LOWEST)
    .map(({ price, quantity }) => ({ price: ticks(price + by), quantity }));
