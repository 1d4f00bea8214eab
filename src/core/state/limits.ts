/**
 * RSK-3: what configuration, or an operator while the engine runs, allows at most. `null` and a left out part limit nothing.
 * Values are decimal text in quote currency, of which an account has one. Types only.
 */
import type { Lots } from '../ground/units.js';

/** Of one symbol. */
export interface SymbolLimits {
  readonly symbol: string;
  /** Of one order. */
  readonly orderQuantity: Lots | null;
  readonly orderValue: string | null;
  /** Long or short, were everything filled that is open. */
  readonly position: Lots | null;
  /** The same, as a share of the average daily volume. */
  readonly advShareBps: number | null;
  readonly openOrders: number | null;
  readonly openValue: string | null;
  readonly ordersPerMinute: number | null;
  /** How far from the mid an order may trade. */
  readonly collarBps: number | null;
}

/** Over all symbols. */
export interface TotalLimits {
  readonly positionValue: string | null;
  readonly openOrders: number | null;
  readonly openValue: string | null;
  readonly ordersPerMinute: number | null;
}

export interface Limits {
  /** A symbol that is not named here is not limited by itself. */
  readonly perSymbol: readonly SymbolLimits[];
  readonly total: TotalLimits;
}
