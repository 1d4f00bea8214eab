/**
 * The market as the client sees it gets wide: bid and ask it reads stand `factor` times as far from their mid, rounded
 * away from it to ticks; depth moves out with them, level spacing kept. `step`: at once, until the end. `ramp`: grows
 * evenly from 1 at the beginning to `factor` at the end. Gone at the end either way.
 *
 * Unrealistic, on purpose: it changes what the engine sees and nothing else. The venue's book, its fills and the truth
 * stay as recorded, so a taker that trades all the same pays the recorded spread.
 */
import type { DepthLevel, TopOfBook } from '../../core/order/outcome.js';
import { type EpochMicros, micros, type Ticks, ticks } from '../../core/ground/units.js';
import type { LinkReply, LinkRequest } from '../link/messages.js';
import { type FaultContext, faultKind } from './fault-kind.js';
import type { FaultSpan, InstrumentLens, LinkFault, ReplyVerdict } from './link-fault.js';
import {
  type ValuesOf,
  choice,
  duration,
  factor,
  moment,
  optional,
  symbol,
  withFallback,
} from './parameter.js';
import { Span } from './moment.js';

const parameters = {
  at: moment('when it begins'),
  for: duration('how long it lasts'),
  factor: factor('how many times as wide', 1, 100),
  shape: withFallback(choice('how it comes', ['step', 'ramp']), 'step'),
  symbol: optional(symbol('of which instrument; the first when left out')),
};

/** The factor is kept in thousandths: products stay integers, and 1.1 is 1.1. */
const THOUSAND = 1000;
/** Quotes come by the feed, depth by queries. */
const SEEN_ON = ['feed', 'query'] as const;
const LOWEST = ticks(1);

interface BidAsk {
  readonly bid: Ticks;
  readonly ask: Ticks;
}

class SpreadShift implements LinkFault {
  readonly #span: Span;
  readonly #thousandths: number;
  readonly #ramp: boolean;
  readonly #symbol: string;
  readonly quoteLens: InstrumentLens;
  #count = 0;

  constructor(values: ValuesOf<typeof parameters>, context: FaultContext) {
    this.#span = new Span(context.momentOf(values.at), values.for);
    this.#thousandths = Math.round(values.factor * THOUSAND);
    this.#ramp = values.shape === 'ramp';
    this.#symbol = values.symbol ?? context.firstSymbol;
    this.quoteLens = { symbol: this.#symbol, lens: (quote, now) => this.#seen(quote, now) };
  }

  /** Quotes and depths that a read saw wider than they were. */
  activations(): number {
    return this.#count;
  }

  spans(): readonly FaultSpan[] {
    const { from, to } = this.#span;
    return [{ from, to, paths: SEEN_ON, symbol: this.#symbol, acts: this.#count }];
  }

  #seen(quote: TopOfBook, now: EpochMicros): TopOfBook {
    if (!this.#span.has(now)) return quote;
    this.#count += 1;
    return { ...quote, ...this.#widened(quote, now) };
  }

  replyArrives({ request }: LinkRequest, reply: LinkReply, now: EpochMicros): ReplyVerdict {
    if (reply.kind !== 'depth' || !this.#span.has(now)) return null;
    if (request.kind !== 'query-depth' || request.symbol !== this.#symbol) return null;
    const bid = reply.bids[0]?.price;
    const ask = reply.asks[0]?.price;
    if (bid === undefined || ask === undefined) return null;
    this.#count += 1;
    const wide = this.#widened({ bid, ask }, now);
    const bids = moved(reply.bids, wide.bid - bid);
    const asks = moved(reply.asks, wide.ask - ask);
    return { kind: 'instead', reply: { kind: 'depth', bids, asks }, delay: micros(0) };
  }

  #widened({ bid, ask }: BidAsk, now: EpochMicros): BidAsk {
    const midTwice = (bid + ask) * THOUSAND;
    const spread = (ask - bid) * this.#thousandthsAt(now);
    const low = Math.floor((midTwice - spread) / (2 * THOUSAND));
    const high = Math.ceil((midTwice + spread) / (2 * THOUSAND));
    return { bid: low < LOWEST ? LOWEST : ticks(low), ask: ticks(high) };
  }

  #thousandthsAt(now: EpochMicros): number {
    if (!this.#ramp) return this.#thousandths;
    const { from, to } = this.#span;
    return THOUSAND + Math.floor(((this.#thousandths - THOUSAND) * (now - from)) / (to - from));
  }
}

const moved = (levels: readonly DepthLevel[], by: number): readonly DepthLevel[] =>
  levels
    .filter(({ price }) => price + by >= LOWEST)
    .map(({ price, quantity }) => ({ price: ticks(price + by), quantity }));

export const spreadShift = faultKind({
  kind: 'spread-shift',
  ids: ['MD3'],
  seam: 'semantic',
  text: 'Quotes and depth reach the client wider than the market is.',
  scope: 'one instrument: `symbol`, or the first of the scenario',
  acts: 'on quotes as they are read and depth as it arrives, in the window',
  counts: 'each quote or depth seen wider than it was',
  parameters,
  exactlyOne: [],
  build: (values, context) => new SpreadShift(values, context),
});
