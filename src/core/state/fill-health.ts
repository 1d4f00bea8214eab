/** FIL-11: what is counted of the last orders, for alerts on how well fills are found. Types and defaults only. */
import type { ClientOrderId } from '../order/order.js';

export interface FillAlertsConfig {
  /** Looked at are so many orders, the latest, once there are `atLeast`. */
  readonly orders: number;
  readonly atLeast: number;
  /** Told when fewer of the filled orders than that were known to have filled by their deadline. */
  readonly detectionBps: number;
  /** Told when more orders than that timed out. */
  readonly timeoutsBps: number;
  /** Told when more calls than that failed. */
  readonly callErrorsBps: number;
}

export const DEFAULT_FILL_ALERTS: FillAlertsConfig = {
  orders: 100,
  atLeast: 20,
  detectionBps: 9_500,
  timeoutsBps: 500,
  callErrorsBps: 1_000,
};

/** An order that is over, and the calls that ended since the one before. */
export interface RatedOrder {
  readonly filled: boolean;
  readonly inTime: boolean;
  readonly timedOut: boolean;
  readonly calls: number;
  readonly failed: number;
}

export interface FillHealth {
  /** Oldest first. */
  readonly recent: readonly RatedOrder[];
  /** Since the latest of them. */
  readonly calls: number;
  readonly failed: number;
}

export const NO_HEALTH: FillHealth = { recent: [], calls: 0, failed: 0 };

export type FillHealthEntry =
  | { readonly kind: 'call-counted'; readonly failed: boolean }
  | {
      readonly kind: 'order-rated';
      readonly order: ClientOrderId;
      readonly filled: boolean;
      readonly inTime: boolean;
      readonly timedOut: boolean;
      /** So many orders are remembered. */
      readonly keeps: number;
    };
