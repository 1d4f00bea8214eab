/** Everything about the simulated venue's behavior that a scenario may set (interfaces.md, `venue:`). Types only. */
import type { EpochMicros, Lots, Micros } from '../../core/ground/units.js';

export type QueueModel =
  | { readonly kind: 'back' }
  | { readonly kind: 'probabilistic'; readonly power: 1 | 2 | 3 }
  | { readonly kind: 'none' };

export interface FillOptions {
  readonly queue: QueueModel;
  /** F6, x < p: fill from the trade's pool, or the whole order (hftbacktest's). */
  readonly through: 'pool' | 'full';
  /** F3: what an increase gives back of what we took. */
  readonly refill:
    | { readonly kind: 'remember' }
    | { readonly kind: 'fresh-row' }
    | { readonly kind: 'half-life'; readonly halfLife: Micros };
  readonly lateDiffs: 'guard' | 'literal';
  /** F3: a row clears only trades older than its time less this. */
  readonly settle: Micros;
  readonly hidden: 'ignore' | 'observed';
  readonly stopTrigger: 'last' | 'quote' | 'mark';
}

export interface VenueProfile {
  /** F9: a stop already through its trigger on arrival. */
  readonly stopAlreadyThrough: 'trigger' | 'reject';
  /** F13: orders that arrive during a halt (the halt itself may say otherwise). */
  readonly newOrdersInHalt: 'refuse' | 'queue';
}

/** Decimal text, basis points of notional; negative = rebate. */
export interface FeeOptions {
  readonly makerBps: string;
  readonly takerBps: string;
  /** Asset the commission is taken in: the quote asset, the asset received (Binance spot), or a named third one. */
  readonly asset: 'quote' | 'received' | { readonly named: string; readonly quotePrice: string };
}

export interface AccountOptions {
  /** Decimal text in quote currency. */
  readonly cash: string;
  readonly positions: ReadonlyMap<string, Lots>;
  readonly shorting: boolean;
}

export interface VenueOptions {
  readonly fill: FillOptions;
  readonly profile: VenueProfile;
  readonly fees: FeeOptions;
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
  readonly newOrders: 'refuse' | 'queue';
}
