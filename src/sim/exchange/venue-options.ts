/** What a scenario may set of the simulated venue, whatever its markets are under `venue:`. Types only. */
import type { EpochMicros, Lots, Micros, Ticks } from '../../core/ground/units.js';
import type { TruthExecution } from '../../core/order/truth.js';
import type { SelfTrade } from '../fills/self-trade.js';

export interface VenueProfile {
  /** F9: a stop already through its trigger on arrival. */
  readonly stopAlreadyThrough: 'trigger' | 'reject';
  /** F19: which expires where two orders of ours would trade with each other; `none`: neither, they pass. */
  readonly selfTrade: SelfTrade;
}

/** Decimal text, basis points of notional; negative = rebate. */
export interface FeeOptions {
  readonly makerBps: string;
  readonly takerBps: string;
  /** Asset the commission is taken in: the quote asset, the asset received (Binance spot), or a named third one. */
  readonly asset: 'quote' | 'received' | { readonly named: string; readonly quotePrice: string };
}

export interface FeeScheduleOrigin {
  readonly name: string;
  readonly tier: string;
  readonly source: string;
  /** YYYY-MM-DD. */
  readonly date: string;
}

/** What holders of futures pay each other, longs to shorts where the rate is positive. */
export interface FundingOptions {
  /** Decimal text, basis points of what a position is worth at the mark; null = not known. */
  readonly bps: string | null;
  /** Rising. */
  readonly times: readonly EpochMicros[];
}

export interface AccountOptions {
  /** Decimal text in quote currency. */
  readonly cash: string;
  readonly positions: ReadonlyMap<string, Lots>;
  /** Whether a sale may go beyond the position (F19). */
  readonly shorting: boolean;
  /** Of what is no future. 1 = nothing is lent; else orders may need up to so many times the cash at the start. */
  readonly leverage: number;
  /** Symbols of futures: linear ones, whose positions are in base and need margin instead of being paid for. */
  readonly derivatives: ReadonlySet<string>;
  /** Of futures: positions and orders may be worth so many times the equity. */
  readonly marginLeverage: number;
  /** At what the futures held at the start were entered, in ticks; their mark until something trades. */
  readonly entryPrices: ReadonlyMap<string, Ticks>;
  readonly funding: FundingOptions;
}

export interface VenueOptions {
  readonly profile: VenueProfile;
  readonly fees: FeeOptions;
  /** The published schedule that the rates are of; null or left out where they are a scenario's own. */
  readonly feeSchedule?: FeeScheduleOrigin | null;
  readonly account: AccountOptions;
  /** Whether a client order id may be used again once its order is no longer open. */
  readonly idempotency: 'forever' | 'open-only';
  /** A request older than this on arrival is refused; null = never. */
  readonly validFor: Micros | null;
  /** An order is not found by queries before it is this old. */
  readonly visibilityLag: Micros;
}

export interface HaltWindow {
  readonly from: EpochMicros;
  readonly to: EpochMicros;
  /** F13: what becomes of orders that arrive in it. */
  readonly newOrders: 'refuse' | 'queue';
}

/** What is about to execute, and what of its order has before. */
export interface VenueFill extends Pick<
  TruthExecution,
  'clientOrderId' | 'side' | 'price' | 'quantity' | 'leaves'
> {
  readonly filled: Lots;
}

/** What a venue makes of an execution that is about to happen. */
export interface FillShape {
  /** Into what it is cut: whole lots, in order. Where they do not sum to its quantity, the venue ends the order after them. */
  readonly pieces: (fill: VenueFill, at: EpochMicros) => readonly Lots[];
  readonly price: (fill: VenueFill, at: EpochMicros) => Ticks;
}
