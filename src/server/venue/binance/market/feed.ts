/**
 * How far a market's streams have come for its clients: to the last delivery of the feed, with whatever faults do to that. While the feed
 * is silent, or shows no book, nothing is told; what happened meanwhile is lost, as on a stream without replay. Mutable, one a market.
 *
 * Invariant: it never falls.
 */
import { type EpochMicros, type Micros, seconds } from '../../../../core/ground/units.js';
import type { QuoteView } from '../../../../core/order/outcome.js';
import type { Market } from './market.js';

/** Longer than the latency of any feed: what is older and was not delivered will not be. */
const SILENT: Micros = seconds(1);

/** What happened a while ago has not come: nothing gets through on the way to the client. */
export const isSilent = (market: Market, { aliveAt }: QuoteView, now: EpochMicros): boolean =>
  aliveAt !== null &&
  market.rowsBy((now - SILENT) as EpochMicros) > market.rowsBy(aliveAt < now ? aliveAt : now);

export class MarketFeed {
  readonly market: Market;
  /** The last row that clients were told of, or have missed. */
  rows: number;
  /** Rows up to here cannot be told any more. */
  resumedAt: number;
  view: QuoteView;
  #isBroken = false;

  constructor(market: Market, view: QuoteView, now: EpochMicros) {
    this.market = market;
    this.view = view;
    this.rows = market.rowsBy(now);
    this.resumedAt = this.rows;
  }

  goOn(view: QuoteView, now: EpochMicros): void {
    this.view = view;
    const { aliveAt, quote } = view;
    if (aliveAt === null) return;
    if (isSilent(this.market, view, now)) this.#isBroken = true;
    const delivered = this.market.rowsBy(aliveAt < now ? aliveAt : now);
    if (delivered <= this.rows) return;
    this.rows = delivered;
    if (quote !== null && !this.#isBroken) return;
    this.resumedAt = delivered;
    this.#isBroken = quote === null;
  }
}
