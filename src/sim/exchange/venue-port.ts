/**
 * What the link and the feed see of a simulated venue: requests that arrive, reports and quotes that leave, queries.
 * Everything is synchronous and at the venue's own clock; latency, loss and faults are the link's. Types only.
 *
 * Invariants: 1. Every request gets exactly one answer, returned by the call. 2. A report is given to the listener at
 * the instant it happens, after the truth ledger holds it. 3. Calls come in time order: `advance(at)` before any
 * request or query at `at`.
 */
import type { Decimal } from '../../core/ground/decimal.js';
import type {
  Bust,
  Execution,
  ExecutionReport,
  OrderSnapshot,
} from '../../core/order/execution-report.js';
import type { ClientOrderId } from '../../core/order/order.js';
import type { DepthLevel, PositionRow } from '../../core/order/outcome.js';
import type { TruthLedger } from '../../core/order/truth.js';
import type {
  CancelRequest,
  ReplaceRequest,
  SubmitRequest,
  VenueReply,
} from '../../core/order/venue-message.js';
import type { EpochMicros, Lots } from '../../core/ground/units.js';
import type { FutureHeld } from './account.js';
import type { FundingPassed } from './funding.js';

export type SubmitAnswer = Extract<VenueReply, { kind: 'accepted' | 'rejected' | 'exists' }>;
export type CancelAnswer = Extract<VenueReply, { kind: 'accepted' | 'rejected' }>;
export type ReplaceAnswer = SubmitAnswer;

/** Codes of refused requests; the words are ours, adapters' dialects translate them. */
export type RejectCode =
  | 'not-open'
  | 'halted'
  | 'request-expired'
  /** Stamped with a time that has not come. */
  | 'request-early'
  | 'unknown-symbol'
  | 'invalid-order'
  | 'day-not-supported'
  | 'post-only-would-take'
  | 'stop-already-through'
  /** It may only reduce a position, and would not. */
  | 'reduce-only'
  | 'insufficient-balance'
  | 'order-not-found'
  | 'order-filled'
  | 'order-canceled'
  | 'order-expired'
  | 'order-replaced';

export interface ReportListener {
  onReport(report: ExecutionReport, at: EpochMicros): void;
}

/** `nextCursor` null: there is no further page. */
export interface OrdersPage {
  readonly orders: readonly OrderSnapshot[];
  readonly nextCursor: string | null;
}

export interface VenueDepth {
  readonly bids: readonly DepthLevel[];
  readonly asks: readonly DepthLevel[];
}

/** What the fidelity sheet says of this venue (F17). */
export interface VenueCounters {
  /** Tape rows consumed. */
  readonly levelRows: number;
  readonly trades: number;
  /** Instants at which the top of the tape's book changed. */
  readonly topChanges: number;
  readonly ineligiblePrints: number;
  /** F3: instants whose best was still through the newest print of the last 100 ms. */
  readonly lateDiffs: number;
  /** F18: rows of the top stream that were taken, and those that corrected what was shown: a best price or its quantity. */
  readonly topRows: number;
  readonly topCorrections: number;
  /** Of the rows taken, those whose best bid, and ask, was another price than the diffs'. */
  readonly topBids: number;
  readonly topAsks: number;
  /** Microseconds of recorded time in which the book was not synchronised. */
  readonly desynchronizedMicros: number;
  /** Own orders that arrived through an own resting order of the other side (they never match). */
  readonly ownCrossings: number;
  /** Own orders that came to rest where the recorded depth does not reach (F5, unknown). */
  readonly beyondDepth: number;
}

export interface SimulatedVenue {
  /**
   * Consumes its markets up to and including `until`. Returns the time of the first instant that produced a
   * report or an interruption, right after that instant, else `until`.
   */
  advance(until: EpochMicros): EpochMicros;
  /** Called while it advances: it stops after the instant it is in. */
  interrupt(): void;
  submit(request: SubmitRequest, at: EpochMicros): SubmitAnswer;
  cancel(request: CancelRequest, at: EpochMicros): CancelAnswer;
  replace(request: ReplaceRequest, at: EpochMicros): ReplaceAnswer;

  /** Null: not found, or younger than the visibility lag. */
  order(clientOrderId: ClientOrderId, at: EpochMicros): OrderSnapshot | null;
  executionsOf(clientOrderId: ClientOrderId, at: EpochMicros): readonly Execution[];
  /** What was undone of them (F:FIL5). */
  bustsOf(clientOrderId: ClientOrderId, at: EpochMicros): readonly Bust[];
  /** In the order in which they were accepted. A page that is full has a next one, be it empty. */
  openOrders(limit: number, cursor: string | null, at: EpochMicros): OrdersPage;
  /** Orders created at or after `after`, oldest first, at most `limit` a page. */
  history(after: EpochMicros, limit: number, cursor: string | null, at: EpochMicros): OrdersPage;
  positions(): readonly PositionRow[];
  /** The best `levels` of an instrument's market, as its feed shows it; nothing where it is not listed. */
  depth(symbol: string, levels: number): VenueDepth;
  /** Cash in quote currency, exact. */
  cash(): Decimal;
  /** Commissions charged, by asset, exact. */
  feesCharged(): ReadonlyMap<string, Decimal>;
  position(symbol: string): Lots;
  /** All futures that are listed, held or not. */
  futures(): readonly FutureHeld[];
  /** Funding times that futures in the account passed so far. */
  readonly fundings: readonly FundingPassed[];

  readonly truth: TruthLedger;
  /** Over all its markets. */
  counters(): VenueCounters;
}
