/**
 * The face of the engine to people who write strategies: streams in, orders and signals out, time and timers only
 * from the scheduler given. The same strategy runs in simulation and live. Types, and one function for inference.
 */
import type { Observable, SchedulerLike } from 'rxjs';
import type { FillRow, ParentEntry } from '../state/entry.js';
import type { ExecutionReport } from '../order/execution-report.js';
import type { RawOrderRequest } from '../order/order-request.js';
import type { TopOfBook } from '../order/outcome.js';
import type { EpochMicros, Side } from '../ground/units.js';

/** An order as a strategy writes it: what it leaves out has the defaults of a scenario's order. */
export type StrategyOrder = { readonly kind: 'order' } & Pick<
  RawOrderRequest,
  'side' | 'quantity'
> &
  Partial<Omit<RawOrderRequest, 'strategyId' | 'source'>>;

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

export type StrategyOutput = StrategyOrder | Signal;

export interface StrategyStreams {
  /** Top of book as delivered, conflated to what stood at each sampling instant; sampled only while subscribed. */
  readonly quotes$: Observable<TopOfBook>;
  /** Every report of the order stream, of this engine's orders. */
  readonly reports$: Observable<ExecutionReport>;
  /** Every fill as it is booked, however it was learned of. */
  readonly fills$: Observable<FillRow>;
  /** Changes of status of parent orders. */
  readonly parents$: Observable<Extract<ParentEntry, { kind: 'parent-status' }>>;
  /** For `timer`, `debounceTime`, `timeout` …: runs on the engine's own clock, virtual or real. */
  readonly scheduler: SchedulerLike;
  now(): EpochMicros;
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
