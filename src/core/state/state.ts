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
import type { Plan, PlanWarning } from '../plan/plan.js';
import type { EpochMicros, Lots, Ticks } from '../ground/units.js';
import type { AccountWatch, Breaker, CallRecord } from './breaker.js';
import type { Confirmation } from './confirmation.js';
import type { ReadCommand, ReadId } from './command.js';
import type { ChosenEngine, EngineName } from './config.js';
import type { CancelReason } from './cancel-entry.js';
import type { ChildKind, FillResult, ReadPurpose, StopCode } from './entry.js';
import type { FillHealth } from './fill-health.js';
import type { Intake, ReduceLook } from './intake.js';
import type { Limits } from './limits.js';
import type { Succession } from './replace-entry.js';
import type { Refusals } from './refusals.js';
import type { RequestCount } from './request-budget.js';
import type { Owner } from './owner.js';
import type { Gate } from './gate.js';
import type { HistoryWatch } from './history.js';
import type { LedgerWatch } from './ledgers.js';
import type { OpenOrdersWatch } from './open-orders.js';
import type { Orphan } from './orphan.js';
import type { PositionReading, PositionWatch } from './position.js';
import type { Reconciliation } from './reconciliation.js';
import type { SignalMemory } from './signal.js';
import type { SymbolExposure } from './symbol-exposure.js';
import type { Table } from './table.js';
import type { VenueClock } from './venue-clock.js';

/** The slice on its way from "due" to "released": one at a time per parent. */
export interface ReleaseState {
  readonly slice: number;
  readonly childKind: ChildKind;
  /** The read it waits for; null while it waits for `nextAt`. */
  readonly read: ReadId | null;
  readonly nextAt: EpochMicros | null;
  /** The open that it waits for, or waited for (RCV-3); left out where it did not have to. */
  readonly opensAt?: EpochMicros;
  /** Looks at a thin book so far (SCH-3). */
  readonly thinLooks: number;
  /** Since when market data could not be read, without good data in between; null = it could. */
  readonly holdingSince: EpochMicros | null;
}

/**
 * TWAP-8 under TWAP-7's limit: what stayed unfilled, in pieces no larger than a slice may be, one after the other. A
 * piece that does not fill is not tried again.
 */
export interface CatchUp {
  /** Number of the current piece, counted on from the plan's slices. */
  readonly slice: number;
  readonly quantity: Lots;
  /** Of the pieces after this one. */
  readonly remaining: Lots;
  readonly dueAt: EpochMicros;
  readonly taken: boolean;
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
  /** REC-2: it came while the gate was shut, and only reduces; left out of all others. */
  readonly reduce?: ReduceLook | undefined;
  readonly plan: Plan | null;
  readonly warnings: readonly PlanWarning[];
  readonly arrivalMidTwice: number | null;
  readonly referenceMidTwice: number | null;
  /** Next slice of the plan to take up; slices before it have a child order or were canceled. */
  readonly nextSlice: number;
  readonly release: ReleaseState | null;
  /** When a slice of the plan was last taken up, or is looked at again after it was held up: what overdue ones are paced by. */
  readonly lastDueAt: EpochMicros | null;
  /** Children made so far. There is no list of them: with ten thousand slices, copying it would be the engine's work. */
  readonly childCount: number;
  /** Children that are not done. */
  readonly open: readonly ClientOrderId[];
  readonly filled: Lots;
  /** What of the quantity is filled, open, unknown or in flight over all children (Parent budget). */
  readonly exposed: Lots;
  /** Filled quantity when the status was last stated (ORD-2a). */
  readonly stated: Lots;
  readonly slicesCanceled: number;
  readonly catchUp: CatchUp | null;
  /** What the venue undid of its executions (F:FIL5); left out while that is nothing. */
  readonly busted?: Lots | undefined;
  readonly stop: {
    readonly code: StopCode;
    readonly measured: string;
    readonly limit: string;
    readonly at: EpochMicros;
  } | null;
  readonly cancel: { readonly scope: 'parent' | 'slices'; readonly reason: string } | null;
}

/**
 * Where one order at the broker stands with us; what the venue says of it is its belief.
 *
 * `unsent` -> `sending` -> `working` | `unknown` | `taken` | `unsent`; `working` -> `canceling` -> `verifying`; each ->
 * `settling` -> `done`. A sign of life brings back what was done, to be canceled.
 */
export type Stage =
  /** Nothing of it is at the venue: not tried yet, proven not sent, or proven absent. */
  | { readonly kind: 'unsent'; readonly why: 'new' | 'withdrawn' | 'absent' }
  /** An attempt has left and has no outcome. `unresolved`: an earlier one is unknown, which this one does not settle. */
  | { readonly kind: 'sending'; readonly unresolved: boolean }
  /** The outcome was lost: looked up. */
  | ({ readonly kind: 'unknown' } & AbsenceEvidence)
  /** The venue says that our id exists: looked up, and ours only if the terms are. */
  | { readonly kind: 'taken' }
  /** The venue has spoken of it. */
  | { readonly kind: 'working' }
  /** A cancel has left and has no outcome. */
  | { readonly kind: 'canceling' }
  /** The cancel has an outcome: whether it took, a query tells. `looks` found it open since. */
  | { readonly kind: 'verifying'; readonly cancel: CancelOutcome; readonly looks: number }
  /** Over, and quantity, executions or fees are not all known: asked for. `looks` answers lacked them. */
  | { readonly kind: 'settling'; readonly since: EpochMicros; readonly looks: number }
  | { readonly kind: 'done' };

/** Not-founds since the last intent that count, by witness; `probe`: a resend is due as the probe. */
export interface AbsenceEvidence {
  readonly order: number;
  readonly executions: number;
  readonly probe: boolean;
}

export type CancelOutcome = 'accepted' | 'rejected' | 'not-sent' | 'unknown';

/** What became of our attempts to submit. */
export interface SubmitRecord {
  readonly attempts: number;
  /** Code of the venue's refusal, or why nothing could be sent; a refused order is never sent again (SCH-4). */
  readonly refused: string | null;
  /** First durable intent, and the latest one. */
  readonly firstAt: EpochMicros | null;
  readonly lastAt: EpochMicros | null;
  readonly validUntil: EpochMicros | null;
  /** Limit prices of attempts before, where a peg was priced anew; left out where all are alike. */
  readonly earlierPrices?: readonly (Ticks | null)[];
  /** When the feed had last delivered anything, as the latest intent saw it. */
  readonly quoteAliveAt: EpochMicros | null;
}

/** How an order is watched: when it is looked at next, and what that has cost. */
export interface Watch {
  /** When the fill monitor stops waiting; it does not stop watching then. */
  readonly deadline: EpochMicros | null;
  /** It was moved once (FIL-6 `wait`). */
  readonly extended?: true | undefined;
  readonly nextAt: EpochMicros | null;
  /** The read it waits for; an answer to any other has been superseded. */
  readonly read: ReadId | null;
  readonly polls: number;
  /** Failed reads in all, and since the last answer. */
  readonly retries: number;
  readonly failures: number;
  /** Answers at odds with themselves since the last one that was not (FIL-3). */
  readonly contradictions: number;
  readonly detectedAt: EpochMicros | null;
}

export interface ChildState {
  readonly clientOrderId: ClientOrderId;
  readonly parentId: ParentId;
  readonly slice: number;
  readonly childKind: ChildKind;
  /** As of the latest attempt: a peg is priced anew on each. */
  readonly terms: OrderTerms;
  /** What was asked for, where the venue holds something else (`terms`); left out of all others. */
  readonly asked?: OrderTerms | undefined;
  /** Of an order in a chain: whose place it takes, and who is to take its own, if anybody lives to do so. */
  readonly chain?: Succession | undefined;
  readonly replacedBy?: ClientOrderId | undefined;
  readonly belief: OrderBelief;
  /** Mid the decision saw, twice; null = none (slippage is then unknown). */
  readonly expectedMidTwice: number | null;
  readonly stage: Stage;
  readonly submit: SubmitRecord;
  /** `reason` set: its cancel is wanted, sent as soon as it is known to live. */
  readonly cancel: { readonly attempts: number; readonly reason: CancelReason | null };
  readonly watch: Watch;
  readonly result: FillResult | null;
  /** FIL-12: who follows it, from its first submit to its end; left out = `robust`. */
  readonly monitor?: Exclude<EngineName, 'robust'> | undefined;
}

/** A read that was asked and not answered: what its answer is for. */
export interface PendingRead {
  readonly read: ReadCommand;
  readonly purpose: ReadPurpose;
  readonly owner: Owner;
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

/** No new order of this strategy (`*` = of any) in this symbol. */
export interface Quarantine {
  readonly strategyId: string;
  readonly symbol: string;
  readonly reason: string;
}

/** Fields are replaced by `evolve` only; tables are updated in place by their single owner (see `table.ts`). */
export interface State {
  readonly parents: Table<ParentId, ParentState>;
  readonly children: Table<ClientOrderId, ChildState>;
  readonly reads: Table<ReadId, PendingRead>;
  nextReadId: ReadId;
  killSwitch: KillSwitch;
  breaker: Breaker;
  /** RSK-2; left out where no breaker is configured. */
  calls?: CallRecord;
  watch?: AccountWatch;
  quarantine: readonly Quarantine[];
  feed: 'up' | 'down';
  /** The order stream; left out until it was down once. */
  stream?: 'up' | 'down';
  /** The venue asked us to stay away until then (Retry-After): no read and no order leaves before it. */
  heldUntil: EpochMicros | null;
  /** F:SUB8: left out until there was any reason to ask. */
  clock?: VenueClock;
  /** S22: left out where there is no budget. */
  requests?: RequestCount;
  /** S22: oldest first; left out until the venue refused an order. */
  refusals?: Refusals;
  /** FIL-12: what an operator chose for the orders to come; left out = as configured. */
  engine?: ChosenEngine;
  /** ORD-6: left out where none was ever asked for. */
  confirmations?: readonly Confirmation[];
  /** RSK-3: what an operator set while it runs; left out = as configured. */
  limits?: Limits;
  /** DED-3: by key; left out until the first one came. */
  signals?: Table<string, SignalMemory>;
  /** FIL-11: left out until the first call. */
  fillHealth?: FillHealth;
  /** FIL-7: left out until the first question. */
  positions?: readonly PositionWatch[];
  /** REC-5: null while nobody reads the whole account; left out until somebody did. */
  positionReading?: PositionReading | null;
  /** REC-5: left out where there was no pass. */
  reconciliation?: Reconciliation;
  /** REC-5: left out until the first order is sent. */
  openOrders?: OpenOrdersWatch;
  /** REC-7: in the order in which they were found; left out until the first. */
  orphans?: readonly Orphan[];
  /** REC-1: left out in a process that began with nothing. */
  gate?: Gate;
  /** REC-5: left out until it was read first. */
  history?: HistoryWatch;
  /** REC-5: left out until an order ended of which not all was known. */
  ledgers?: LedgerWatch;
  /** By symbol: what limits count. */
  readonly exposure: Table<string, SymbolExposure>;
  /** Conditions raised and not cleared: code + subject -> count (ALR-2). */
  readonly alerts: Table<string, number>;
  /** Those of them that an operator knows of; left out until the first. */
  acknowledged?: readonly string[];
}

/** Where a raised alert is kept. */
export const alertKey = (code: string, subject: string): string => `${code}:${subject}`;
