/**
 * The core's whole state: plain immutable records in tables. Only `evolve` makes new ones, only from entries. What a
 * venue said about an order is its `belief` (ORD-3); our own intentions (submit, cancel) are fields of their own, so
 * that "unknown" never looks like "failed".
 *
 * Invariant: everything here can be written as canonical JSON and read back (`snapshot.ts`).
 */
import type { OrderBelief } from '../order/belief.js';
import type { ClientOrderId, OrderTerms, ParentId } from '../order/order.js';
import type { Algo, OrderRequest } from '../order/order-request.js';
import type { ParentStatus } from '../order/parent.js';
import type { DepthLevel } from '../order/outcome.js';
import type { Plan, PlanWarning } from '../plan/plan.js';
import type { EpochMicros, Lots } from '../ground/units.js';
import type { ReadCommand, ReadId } from './command.js';
import type {
  CancelReason,
  ChildKind,
  FillResult,
  MonitorPhase,
  ReadPurpose,
  StopCode,
} from './entry.js';
import type { Table } from './table.js';

/** Answers an order still waits for before it can be planned, and what planning needs of those it has. */
export interface Intake {
  readonly waiting: readonly ReadId[];
  /** bid + ask; null = no quote. */
  readonly midTwice: number | null;
  /** The side of the book the order would take, as far as routing looks; null = not asked or not readable. */
  readonly opposite: readonly DepthLevel[] | null;
  /** Average daily volume; null = not asked or unavailable. */
  readonly volume: Lots | null;
}

export const EMPTY_INTAKE: Intake = { waiting: [], midTwice: null, opposite: null, volume: null };

/** The slice on its way from "due" to "released": one at a time per parent. */
export interface ReleaseState {
  readonly slice: number;
  readonly childKind: ChildKind;
  /** The read it waits for; null while it waits for `nextAt`. */
  readonly read: ReadId | null;
  readonly nextAt: EpochMicros | null;
  /** Looks at a thin book so far (SCH-3). */
  readonly thinLooks: number;
  /** When market data first could not be read; null = it could. */
  readonly holdingSince: EpochMicros | null;
}

export interface ParentState {
  readonly parentId: ParentId;
  readonly request: OrderRequest;
  readonly receivedAt: EpochMicros;
  /** The date (exchange time zone) its ids are made with: that of the first receipt (TWAP-5). */
  readonly date: string;
  /** `scheduled` from receipt on; derived from the children after that (ORD-2a). */
  readonly status: ParentStatus;
  readonly algo: Algo;
  readonly intake: Intake | null;
  readonly plan: Plan | null;
  readonly warnings: readonly PlanWarning[];
  readonly arrivalMidTwice: number | null;
  readonly referenceMidTwice: number | null;
  /** Next slice of the plan to take up; slices before it have a child order or were canceled. */
  readonly nextSlice: number;
  readonly release: ReleaseState | null;
  /** When a slice of the plan was last taken up: what overdue ones are paced by. */
  readonly lastDueAt: EpochMicros | null;
  /** Children made so far. There is no list of them: with ten thousand slices, copying it would be the engine's work. */
  readonly childCount: number;
  /** Children that are not done: what a wake has to look at. What is done counts with what it filled, no more. */
  readonly open: readonly ClientOrderId[];
  readonly filled: Lots;
  readonly slicesCanceled: number;
  readonly catchUp: {
    readonly slice: number;
    readonly quantity: Lots;
    readonly taken: boolean;
  } | null;
  readonly stop: {
    readonly code: StopCode;
    readonly measured: string;
    readonly limit: string;
    readonly at: EpochMicros;
  } | null;
  readonly cancel: { readonly scope: 'parent' | 'slices'; readonly reason: string } | null;
}

/** Where our own request to submit stands. */
export type SubmitPhase =
  | 'idle'
  | 'in-flight'
  | 'withdrawn'
  | 'unknown'
  | 'exists'
  | 'acknowledged'
  | 'rejected'
  | 'absent';
export type CancelPhase =
  'none' | 'wanted' | 'in-flight' | 'unknown' | 'accepted' | 'rejected' | 'not-sent';

export interface ChildState {
  readonly clientOrderId: ClientOrderId;
  readonly parentId: ParentId;
  readonly slice: number;
  readonly childKind: ChildKind;
  readonly terms: OrderTerms;
  readonly belief: OrderBelief;
  /** Mid the decision saw, twice; null = none (slippage is then unknown). */
  readonly expectedMidTwice: number | null;
  readonly submit: {
    readonly phase: SubmitPhase;
    readonly attempts: number;
    /** An earlier attempt's outcome is still unknown: what this one learns does not settle it. */
    readonly unresolved: boolean;
    /** Code of the venue's refusal, or why nothing could be sent; a refused order is never sent again (SCH-4). */
    readonly refused: string | null;
    /** First durable intent, and the latest one. */
    readonly firstAt: EpochMicros | null;
    readonly lastAt: EpochMicros | null;
    readonly validUntil: EpochMicros | null;
    /** When the feed had last delivered anything, as the latest intent saw it. */
    readonly quoteAliveAt: EpochMicros | null;
  };
  readonly cancel: {
    readonly phase: CancelPhase;
    readonly attempts: number;
    readonly reason: CancelReason | null;
  };
  /** Evidence of absence gathered since the last intent. */
  readonly notFound: { readonly order: number; readonly executions: number };
  readonly monitor: {
    readonly phase: MonitorPhase;
    readonly deadline: EpochMicros | null;
    readonly nextAt: EpochMicros | null;
    /** The read it waits for; an answer to any other has been superseded. */
    readonly read: ReadId | null;
    readonly polls: number;
    /** Failed reads in all, and since the last answer. */
    readonly retries: number;
    readonly failures: number;
    /** Looks that found it open since the latest cancel. */
    readonly looks: number;
    /** Answers at odds with themselves since the last one that was not (FIL-3). */
    readonly contradictions: number;
    readonly detectedAt: EpochMicros | null;
  };
  readonly result: FillResult | null;
}

/** A read that was asked and not answered: what its answer is for. */
export interface PendingRead {
  readonly read: ReadCommand;
  readonly purpose: ReadPurpose;
  readonly parentId: ParentId;
  readonly clientOrderId: ClientOrderId | null;
  readonly askedAt: EpochMicros;
}

/** A read whose answer has come. */
export interface AnsweredRead extends PendingRead {
  /** False once something else superseded it: then the answer is evidence, and nothing more follows from it. */
  readonly awaited: boolean;
}

export interface KillSwitch {
  readonly engaged: boolean;
  readonly reason: string;
}

export type BreakerState = 'closed' | 'tripped' | 'half-open';

/** Fields are replaced by `evolve` only; tables are updated in place by their single owner (see `table.ts`). */
export interface State {
  readonly parents: Table<ParentId, ParentState>;
  readonly children: Table<ClientOrderId, ChildState>;
  readonly reads: Table<ReadId, PendingRead>;
  nextReadId: ReadId;
  killSwitch: KillSwitch;
  breaker: { readonly state: BreakerState; readonly reason: string };
  feed: 'up' | 'down';
  /** Conditions raised and not cleared: code + subject -> count (ALR-2). */
  readonly alerts: Table<string, number>;
}

export const initialState = (): State => ({
  parents: new Map(),
  children: new Map(),
  reads: new Map(),
  nextReadId: 1,
  killSwitch: { engaged: false, reason: '' },
  breaker: { state: 'closed', reason: '' },
  feed: 'up',
  alerts: new Map(),
});

/** Where a raised alert is kept. */
export const alertKey = (code: string, subject: string): string => `${code}:${subject}`;
