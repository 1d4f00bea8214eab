/**
 * What the oracle of the fill rules is given, what it answers, and how it sees one of our orders. Types only.
 *
 * Units inside the oracle: prices in price quanta (number), quantities in quantity quanta (bigint), own orders
 * included; ticks and lots appear only in `OracleEvent`.
 */
import type { FillCause, VenueArrival } from '../../src/core/order/truth.js';
import type { OrderType, TimeInForce } from '../../src/core/order/order.js';
import type { Side } from '../../src/core/ground/units.js';
import type { FillOptions } from '../../src/sim/fills/fill-options.js';
import type { HaltWindow, VenueProfile } from '../../src/sim/exchange/venue-options.js';
import type { Tape } from '../../src/sim/tape/tape.js';
import type { OracleAccountRules } from './oracle-account.js';

/** The part of a venue's settings that the fill rules read. */
export interface OracleRules {
  readonly fill: FillOptions;
  readonly profile: VenueProfile;
  readonly halts: readonly HaltWindow[];
  /** F19; without one nothing is refused for want of money or position. */
  readonly account?: OracleAccountRules;
}

export interface OracleInput {
  readonly tape: Tape;
  readonly rules: OracleRules;
  /** In the order the venue dealt with them. */
  readonly arrivals: readonly VenueArrival[];
  /** `seq` of arrivals refused for reasons that are no fill rule: balance, id in use, too old ... */
  readonly refused: ReadonlySet<number>;
  /** The last instant of the run; its rows and arrivals count. */
  readonly until: number;
}

export type OracleEvent = { readonly at: number; readonly clientOrderId: string } & (
  | {
      readonly kind: 'executed';
      /** Ticks. */
      readonly price: number;
      /** Lots. */
      readonly quantity: bigint;
      readonly liquidity: 'maker' | 'taker';
      readonly cause: FillCause;
      /** The trade that filled us; null where the standing book did. */
      readonly tapeRow: number | null;
    }
  | { readonly kind: 'triggered' }
  | { readonly kind: 'rejected' | 'canceled' | 'replace-rejected'; readonly reason: string }
  | { readonly kind: 'replaced' | 'expired' }
);

export interface OracleResult {
  readonly events: readonly OracleEvent[];
  /** Instants at which the guard of F3 held back at least one row. */
  readonly lateDiffs: number;
}

/** `waiting`: a stop before its trigger. `queued`: arrived while the venue was halted. */
export type OracleState = 'arriving' | 'waiting' | 'queued' | 'resting' | 'ended';

export interface OracleOrder {
  id: string;
  readonly side: Side;
  readonly type: OrderType;
  readonly timeInForce: TimeInForce;
  readonly postOnly: boolean;
  limit: number | null;
  /** What a lot of it may cost at most by its own prices: its limit, else its stop, also once triggered (F19). */
  bound: number | null;
  /** Null once triggered: the order is then what it triggered into. */
  stop: number | null;
  total: bigint;
  filled: bigint;
  /** Market quantity before us at our price (F5); `unknown` = never filled there until it is reported. */
  ahead: bigint | 'unknown';
  /** Lower is earlier: among stops and queued orders by acceptance, among resting ones since they rest. */
  priority: number;
  state: OracleState;
}

export const leavesOf = (order: OracleOrder): bigint => order.total - order.filled;

export const least = (a: bigint, b: bigint): bigint => (a < b ? a : b);
export const notBelowZero = (value: bigint): bigint => (value > 0n ? value : 0n);

/** What a replace makes of an order. */
export interface NewTerms {
  readonly total: bigint;
  readonly limit: number | null;
  readonly keepsQueue: boolean;
}

/** An event but for its time and its order. */
export type EventBody = OracleEvent extends infer E
  ? E extends OracleEvent
    ? Omit<E, 'at' | 'clientOrderId'>
    : never
  : never;
