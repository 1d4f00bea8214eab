/**
 * The face of the engine to people who write strategies: streams in, orders and signals out, time and timers only
 * from the scheduler given. The same strategy runs in simulation and live. Types, and one function for inference.
 */
import type { Observable, SchedulerLike } from 'rxjs';
import type { FillRow, ParentEntry } from '../state/entry.js';
import type { ExecutionReport } from '../order/execution-report.js';
import type { ParentStatus } from '../order/parent.js';
import type { RawOrderRequest, RequestProblem } from '../order/order-request.js';
import type { DepthLevel } from '../order/outcome.js';
import type { StrategyInstrument, StrategyQuote } from './strategy-instrument.js';
import type { EpochMicros, Lots, Side } from '../ground/units.js';

/** An order as a strategy writes it: what it leaves out has the defaults of a scenario's order. */
export type StrategyOrder = { readonly kind: 'order' } & Pick<
  RawOrderRequest,
  'side' | 'quantity'
> &
  Partial<Omit<RawOrderRequest, 'strategyId' | 'source' | Lengths>> &
  Partial<Readonly<Record<Lengths, string | number | null>>>;

/** Lengths of time: text as in a scenario (`4m`, `250ms`), or microseconds. */
type Lengths = 'duration' | 'interval' | 'fillTimeout';

/**
 * A reason to trade, before deduplication (DED): the same signal seen twice makes one order. Until deduplication is
 * built, `signalId` alone decides, through the idempotency of the order it carries.
 */
export interface Signal {
  readonly kind: 'signal';
  readonly signalId: string;
  readonly side: Side;
  readonly order: Omit<StrategyOrder, 'kind' | 'side' | 'idempotencyKey'>;
}

/** Calls an order off: what works of it is canceled, what was not sent yet never is. */
export interface StrategyCancel {
  readonly kind: 'cancel';
  /** The `idempotencyKey` of an order, or the `signalId` of a signal, that this strategy emitted. */
  readonly key: string;
}

export type StrategyOutput = StrategyOrder | Signal | StrategyCancel;

/** An execution as it was booked, with whose it is, and its numbers as decimal text. */
export interface StrategyFill extends FillRow {
  readonly strategyId: string;
  /** The key of its order. */
  readonly key: string;
  readonly symbol: string;
  readonly side: Side;
  readonly priceText: string;
  readonly quantityText: string;
}

/** An order of this strategy that the engine took, as it stands. */
export interface StrategyOwnOrder {
  readonly key: string;
  readonly symbol: string;
  readonly side: Side;
  readonly status: ParentStatus;
  readonly quantity: Lots;
  readonly filled: Lots;
  readonly quantityText: string;
  readonly filledText: string;
}

/** An order of this strategy that the engine did not take; what is wrong stands with the field. */
export interface StrategyRefusal {
  readonly key: string;
  readonly code: string;
  readonly problems: readonly RequestProblem[];
}

/** A print of the market: ticks and lots (with a fraction where it lies off the grid), and the same as decimal text. */
export interface StrategyTrade {
  readonly symbol: string;
  /** Who took. */
  readonly side: Side;
  readonly ticks: number;
  readonly lots: number;
  readonly priceText: string;
  readonly quantityText: string;
  readonly venueTime: EpochMicros;
  readonly deliveredAt: EpochMicros;
}

export interface StrategyLevel extends DepthLevel {
  readonly priceText: string;
  readonly quantityText: string;
}

/** The book as one read of the venue showed it, best levels first. */
export interface StrategyDepth {
  readonly symbol: string;
  readonly bids: readonly StrategyLevel[];
  readonly asks: readonly StrategyLevel[];
}

export interface StrategyPosition {
  readonly lots: Lots;
  readonly quantity: string;
}

export interface StrategyStreams {
  /** Top of book as delivered, conflated to what stood at each sampling instant; sampled only while subscribed. */
  readonly quotes$: Observable<StrategyQuote>;
  /** Every print the feed delivered, in order, told at the sampling instant after it; read only while subscribed. */
  readonly trades$: Observable<StrategyTrade>;
  /** Asks the venue for its book, once for each subscription; null when no answer came. It costs a request and takes a round trip. */
  depth(levels?: number): Observable<StrategyDepth | null>;
  /** Every report of the order stream, of this engine's orders. */
  readonly reports$: Observable<ExecutionReport>;
  /** Every fill as it is booked, however it was learned of. */
  readonly fills$: Observable<StrategyFill>;
  /** Orders of this strategy that the engine refused. */
  readonly refusals$: Observable<StrategyRefusal>;
  /** Changes of status of parent orders. */
  readonly parents$: Observable<Extract<ParentEntry, { kind: 'parent-status' }>>;
  /** For `timer`, `debounceTime`, `timeout` …: runs on the engine's own clock, virtual or real. */
  readonly scheduler: SchedulerLike;
  now(): EpochMicros;
  /** What it trades where it names nothing else. */
  readonly instrument: StrategyInstrument;
  /** In its instrument, as the engine believes: bought less sold since the run began, by all orders, also those of a process before this one. */
  position(): StrategyPosition;
  /** Those of this strategy, also of a process before this one: what the engine still knows where the strategy begins anew. */
  orders(): readonly StrategyOwnOrder[];
}

export type StrategyParams = Readonly<Record<string, unknown>>;
export type Strategy = (
  streams: StrategyStreams,
  params: StrategyParams,
) => Observable<StrategyOutput>;

/**
 * Names a strategy for a scenario's `strategies:`.
 *
 * @example
 * export const strategy = defineStrategy(({ quotes$, scheduler }) =>
 *   quotes$.pipe(auditTime(60_000, scheduler), map(() => ({ kind: 'order', side: 'buy', quantity: '0.1' }))));
 */
export const defineStrategy = (strategy: Strategy): Strategy => strategy;
