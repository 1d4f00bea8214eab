/**
 * The terms of an order as every part of the system names them (FIX and the brokers' own words), and the identifiers
 * it is known by. Types only.
 */
import type { Branded, EpochMicros, Lots, Side, Ticks } from '../ground/units.js';

/** Ours: 24 hex characters, a function of the request and the slice (TWAP-5); the same on a resend. */
export type ClientOrderId = Branded<string, 'ClientOrderId'>;
/** The venue's, given with its acceptance. */
export type VenueOrderId = Branded<string, 'VenueOrderId'>;
/** Ours: 24 hex characters, identifies a parent order. */
export type ParentId = Branded<string, 'ParentId'>;
/** The venue's id of one execution; unique per (venue, account, symbol, venue order). */
export type ExecId = Branded<string, 'ExecId'>;

export type OrderType = 'market' | 'limit' | 'stop' | 'stop-limit';
export type TimeInForce = 'day' | 'gtc' | 'ioc' | 'fok';

/** What a venue is asked for; prices and quantity on the instrument's grid. */
export interface OrderTerms {
  readonly symbol: string;
  readonly side: Side;
  readonly quantity: Lots;
  readonly type: OrderType;
  /** Present exactly for limit and stop-limit. */
  readonly limitPrice: Ticks | null;
  /** Present exactly for stop and stop-limit. */
  readonly stopPrice: Ticks | null;
  readonly timeInForce: TimeInForce;
  readonly postOnly: boolean;
  /** It may reduce a position and never do more; left out = it may. */
  readonly reduceOnly?: true;
}

/** A venue's own update time: digits of nanoseconds since the epoch, kept as it came, for ordering only (ORD-3). */
export type VenueNanos = Branded<string, 'VenueNanos'>;

let lastAt: EpochMicros | null = null;
let lastNanos = '' as VenueNanos;

/** What happens at one instant is told several times over: one text for all of them. A pure memo of one. */
export function venueNanos(at: EpochMicros): VenueNanos {
  if (at !== lastAt) {
    lastAt = at;
    lastNanos = `${at}000` as VenueNanos;
  }
  return lastNanos;
}

/** Digits of nanoseconds below a microsecond. */
const NANO_DIGITS = 3;

/** So many nanoseconds later, of what has to be told apart within an instant. */
export const venueNanosWithin = (at: EpochMicros, nanos: number): VenueNanos =>
  `${at}${String(nanos).padStart(NANO_DIGITS, '0')}` as VenueNanos;

/** The microsecond in which the venue stamped it. */
export const venueMicros = (stamp: VenueNanos): EpochMicros =>
  Number(stamp.slice(0, -NANO_DIGITS)) as EpochMicros;

/** What of it lies within that microsecond. */
export const nanosWithin = (stamp: VenueNanos): number => Number(stamp.slice(-NANO_DIGITS));

/** Orders venue times without BigInt: more digits is later, else by code unit. `null` (unknown) is before all. */
export function compareVenueNanos(a: VenueNanos | null, b: VenueNanos | null): -1 | 0 | 1 {
  if (a === b) return 0;
  if (a === null) return -1;
  if (b === null) return 1;
  if (a.length !== b.length) return a.length < b.length ? -1 : 1;
  return a < b ? -1 : 1;
}
