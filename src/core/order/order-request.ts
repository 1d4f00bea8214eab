/**
 * What a trader, a strategy, a scenario or an HTTP client asks for. `RawOrderRequest` is how it arrives (decimal
 * text); `plan/validate.ts` turns it into an `OrderRequest` on the instrument's grid, or lists every fault (TWAP-4).
 */
import type { EpochMicros, Lots, Micros, Side, Ticks } from '../ground/units.js';
import type { OrderType, TimeInForce } from './order.js';

/** Reserved for what was traded by others (ORD-0, REC-7). */
export const EXTERNAL = 'external';

export type Algo = 'twap' | 'direct' | 'auto';
export type CompletionPolicy = 'leave' | 'catch-up';
export type PegReference = 'bid' | 'ask' | 'mid';
/** Who asks: bounds differ (ORD-6), the path does not. */
export type RequestSource = 'manual' | 'signal' | 'scenario' | 'strategy';

/** A fixed limit, or one resolved against the quote when the slice is released. */
export type LimitPrice =
  | { readonly kind: 'fixed'; readonly price: Ticks }
  | { readonly kind: 'peg'; readonly reference: PegReference; readonly offsetTicks: number };

/** Of a manual order, as its border says it. */
export interface ManualOrder {
  /** The token it confirms; null = none yet. */
  readonly confirmation: string | null;
  /** TOTP or the like, verified at the border. */
  readonly secondFactor: 'verified' | 'failed' | 'absent';
}

export interface RawOrderRequest {
  readonly strategyId: string;
  readonly symbol: string;
  readonly side: Side;
  readonly quantity: string;
  readonly algo: Algo;
  readonly type: OrderType;
  readonly limitPrice: string | { readonly peg: PegReference; readonly offsetTicks: number } | null;
  readonly stopPrice: string | null;
  readonly timeInForce: TimeInForce;
  readonly postOnly: boolean;
  readonly duration: Micros | null;
  readonly slices: number | null;
  readonly interval: Micros | null;
  /** Null = when received. */
  readonly start: EpochMicros | null;
  readonly acrossSessions: boolean;
  readonly completion: CompletionPolicy;
  /** How long a slice may work before its deadline; null = FIL-1's timeout, or the interval for a resting limit. */
  readonly fillTimeout: Micros | null;
  /** The caller's key, the dated id of the signal, or the index of the scenario's order (TWAP-5). */
  readonly idempotencyKey: string;
  readonly source: RequestSource;
  /** Of a manual order (ORD-6). */
  readonly operator?: ManualOrder;
}

/** As `RawOrderRequest`, validated and on the grid. */
export interface OrderRequest extends Omit<
  RawOrderRequest,
  'quantity' | 'limitPrice' | 'stopPrice'
> {
  readonly quantity: Lots;
  readonly limitPrice: LimitPrice | null;
  readonly stopPrice: Ticks | null;
}

/** One fault of a request: which field, what is wrong with which value, and what would be right. */
export interface RequestProblem {
  readonly field: string;
  readonly text: string;
}
