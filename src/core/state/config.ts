/**
 * Everything about the core's behavior that configuration may set, in the core's own units. `cli` and `runs` fill it
 * from files and flags; `DEFAULT_…` are the values of `docs/rules`. Types and constants only.
 */
import type { Instrument } from '../ground/instrument.js';
import { type RoutingConfig, DEFAULT_ROUTING } from '../plan/routing.js';
import { type SlicingConfig, DEFAULT_SLICING } from '../plan/plan-context.js';
import { type Lots, type Micros, millis, seconds } from '../ground/units.js';
import type { BreakerConfig } from './breaker.js';
import type { FillAlertsConfig } from './fill-health.js';
import type { Limits } from './limits.js';
import type { RequestBudget } from './request-budget.js';
import type { OpenOrdersCheckConfig } from './open-orders.js';
import type { OrphanConfig } from './orphan.js';
import type { PositionCheckConfig } from './position.js';
import type { ReconciliationConfig } from './reconciliation.js';
import type { RestartConfig } from './restart.js';
import type { DedupConfig } from './signal.js';

/**
 * FIL-12: who follows an order once it is sent. `robust` is the engine of FIL-0 to FIL-9, `plain` the poller to fall back
 * on, `naive` what a client does that nobody thought through: there to be compared with, in simulations only.
 */
export type EngineName = 'robust' | 'plain' | 'naive';

/** Those that an operator may choose while the engine runs. */
export type ChosenEngine = Exclude<EngineName, 'naive'>;

/** FIL-1. */
export interface FillDetectionConfig {
  readonly timeout: Micros;
  readonly firstPoll: Micros;
  readonly pollIncrease: Micros;
  readonly pollMax: Micros;
  readonly retries: number;
  readonly backoffFirst: Micros;
  readonly backoffMax: Micros;
  /** Of the backoff, both ways. */
  readonly jitterPercent: number;
  readonly slippageThresholdBps: number;
}

/** SCH-3. `null` switches a check off. */
export interface EarlyStopConfig {
  readonly spreadBps: number | null;
  readonly deviationBps: number | null;
  readonly liquidityLevels: number | null;
  /** Between the two looks at a thin book. */
  readonly liquidityLook: Micros;
  readonly onMarketDataError: 'hold' | 'proceed';
  readonly onSliceFailure: 'stop' | 'continue';
  /** Market data older than this (since the feed last delivered anything) is stale. */
  readonly quoteMaxAge: Micros;
  /** While holding: between two looks, and at most in all (never more than half an interval). */
  readonly holdLook: Micros;
  readonly holdMax: Micros;
}

/** SCH-4. */
export interface SubmitConfig {
  readonly attempts: number;
  readonly retryFirst: Micros;
  readonly retryMax: Micros;
}

/** What the venue promises, as far as the core's policy depends on it. */
export interface VenuePolicy {
  /** Names that go into every id (TWAP-5). */
  readonly venue: string;
  readonly account: string;
  readonly idempotency: 'forever' | 'open-only';
  /** The venue refuses requests older than this; null = it enforces nothing, so not-found never proves absence. */
  readonly validFor: Micros | null;
  readonly visibilityLag: Micros;
  readonly clockUncertainty: Micros;
  /** FIL-13: used, and marked estimated, when a commission's price is not known. */
  readonly estimatedFeeBps: number;
  /** An execution there never says what it was charged: fees are estimated, and nobody waits for them. Left out = it does. */
  readonly tellsFees?: false;
  /** There a replace is a cancel, and a new order behind it: the old one ends as canceled. Left out = one step, and it ends as replaced. */
  readonly replacesBy?: 'cancel-and-new';
  /** The day's volume is asked of the venue itself: not while it takes no requests (S22). Left out = it is known elsewhere. */
  readonly asksVolume?: true;
}

/** What becomes of an order that fills in part (FIL-6). */
export const PARTIAL_POLICIES = ['accept', 'reject-and-cancel', 'wait'] as const;
export type PartialPolicy = (typeof PARTIAL_POLICIES)[number];

/** Whether a catch-up asks again for what the venue undid (F:FIL5). */
export const BUST_POLICIES = ['leave', 'catch-up'] as const;
export type BustPolicy = (typeof BUST_POLICIES)[number];

/** When a resting peg follows the market. */
export interface RepegConfig {
  /** At least so long between two prices of an order. */
  readonly every: Micros;
  /** At least so far from where it rests. */
  readonly byTicks: number;
}

export interface EngineConfig {
  readonly mode: 'sim' | 'paper' | 'live';
  readonly dryRun: boolean;
  readonly seed: number;
  readonly engine: EngineName;
  readonly instruments: ReadonlyMap<string, Instrument>;
  readonly venue: VenuePolicy;
  readonly fillDetection: FillDetectionConfig;
  /** FIL-6; left out = `accept`. */
  readonly partialFills?: PartialPolicy;
  /** Left out = `leave`. */
  readonly bustedFills?: BustPolicy;
  /** Left out = a peg is priced when it is sent, and rests there. */
  readonly repeg?: RepegConfig;
  readonly earlyStop: EarlyStopConfig;
  readonly submit: SubmitConfig;
  readonly slicing: SlicingConfig;
  readonly routing: RoutingConfig;
  /** RSK-2: what trips the breaker by itself; left out = nothing. */
  readonly breaker?: BreakerConfig;
  /** DED-1 to DED-3; left out = `DEFAULT_DEDUP`. */
  readonly dedup?: DedupConfig;
  /** S22; left out = the venue alone says when it is too much. */
  readonly requestBudget?: RequestBudget;
  /** RSK-3; left out = none. */
  readonly limits?: Limits;
  /** FIL-11; left out = nobody looks. */
  readonly fillAlerts?: FillAlertsConfig;
  /** FIL-7; left out = positions are not asked for. */
  readonly positionCheck?: PositionCheckConfig;
  /** REC-5; left out = the list of open orders is not asked for. */
  readonly openOrdersCheck?: OpenOrdersCheckConfig;
  /** REC-5; left out = there is no pass but that of a start. */
  readonly reconciliation?: ReconciliationConfig;
  /** REC-7; left out = `DEFAULT_ORPHANS`. */
  readonly orphans?: OrphanConfig;
  /** REC-1, RCV-3; left out = `DEFAULT_RESTART`. */
  readonly restart?: RestartConfig;
  /** What the account held before the first order, by symbol; left out = nothing. */
  readonly positions?: ReadonlyMap<string, Lots>;
}

export const DEFAULT_FILL_DETECTION: FillDetectionConfig = {
  timeout: seconds(30),
  firstPoll: millis(500),
  pollIncrease: millis(500),
  pollMax: seconds(2),
  retries: 5,
  backoffFirst: millis(500),
  backoffMax: seconds(8),
  jitterPercent: 20,
  slippageThresholdBps: 50,
};

/** FIL-12: what the plain poller goes by, whatever is configured for the other one: every 2 s, for 30 s. */
export const PLAIN_DETECTION: Omit<FillDetectionConfig, 'slippageThresholdBps'> = {
  timeout: seconds(30),
  firstPoll: seconds(2),
  pollIncrease: millis(0),
  pollMax: seconds(2),
  retries: 0,
  backoffFirst: seconds(2),
  backoffMax: seconds(2),
  jitterPercent: 0,
};

export const DEFAULT_EARLY_STOP: EarlyStopConfig = {
  spreadBps: 50,
  deviationBps: 100,
  liquidityLevels: 5,
  liquidityLook: seconds(1),
  onMarketDataError: 'hold',
  onSliceFailure: 'stop',
  quoteMaxAge: seconds(5),
  holdLook: seconds(1),
  holdMax: seconds(30),
};

export const DEFAULT_SUBMIT: SubmitConfig = {
  attempts: 3,
  retryFirst: seconds(2),
  retryMax: seconds(8),
};

export const DEFAULT_VENUE_POLICY: VenuePolicy = {
  venue: 'sim',
  account: 'default',
  idempotency: 'forever',
  validFor: seconds(5),
  visibilityLag: millis(0),
  clockUncertainty: seconds(1),
  estimatedFeeBps: 10,
};

export { DEFAULT_ROUTING, DEFAULT_SLICING };
