/**
 * What a journal says happened to each parent and child, folded from its entries alone (`run-fold.ts`): a reading of the
 * journal for people, not the engine's state, so that a report can be made of a stored run by any build. It keeps times
 * and facts; it judges nothing and computes no cost. Types only.
 *
 * Invariants: 1. Parents and children stand in the order in which they came to be. 2. An execution told twice (a fee
 * that came later) counts once, in its last telling.
 */
import type { ReconciliationMetrics } from '../../core/engine/reconciliation-metrics.js';
import type {
  AlertLevel,
  AlertState,
  ChildKind,
  FillResult,
  FillRow,
  StopCode,
} from '../../core/state/entry.js';
import type { LedgerRow } from '../../core/order/fill-ledger.js';
import type { SkipCode } from '../../core/order/merge.js';
import type { OrderUpdateSource } from '../../core/order/update.js';
import type { ClientOrderId, OrderTerms, ParentId, VenueOrderId } from '../../core/order/order.js';
import type { Algo, OrderRequest, RequestProblem } from '../../core/order/order-request.js';
import type { ParentStatus } from '../../core/order/parent.js';
import type { OrderStatus } from '../../core/order/status.js';
import type { Plan, PlanWarning } from '../../core/plan/plan.js';
import type { EpochMicros, Lots, Ticks } from '../../core/ground/units.js';

/** A row of our own ledger, as told last. */
export interface BookedFill
  extends LedgerRow, Pick<FillRow, 'venueOrderId' | 'feeQuote' | 'feeEstimated' | 'source'> {
  /** When the engine booked it first; `source` told it then. */
  readonly at: EpochMicros;
}

export interface ProjectedChild {
  readonly clientOrderId: ClientOrderId;
  readonly parentId: ParentId;
  readonly name: string;
  readonly slice: number;
  readonly kind: ChildKind;
  /** It took the place of another order of its slice; left out of all others. */
  readonly succeeds?: ClientOrderId;
  readonly terms: OrderTerms;
  readonly scheduledAt: EpochMicros | null;
  /** The quote the decision saw; null when it saw none. */
  readonly quote: { readonly bid: Ticks; readonly ask: Ticks } | null;
  /** First submit that was not proven unsent, and which attempt that was. */
  readonly sentAt: EpochMicros | null;
  readonly sentAttempt: number | null;
  readonly deadline: EpochMicros | null;
  readonly firstFillAt: EpochMicros | null;
  readonly doneAt: EpochMicros | null;
  readonly status: OrderStatus;
  /** The first of its ids at the venue; null = not known. */
  readonly venueOrderId: VenueOrderId | null;
  /** What the engine believes is filled; may exceed the sum of `fills` (a total without executions). */
  readonly filled: Lots;
  readonly fills: readonly BookedFill[];
  readonly result: FillResult | null;
  /** Queries of the fill monitor's regular polling. */
  readonly polls: number;
  /** Why it was never sent, or was refused; null = neither. */
  readonly reason: string | null;
}

export interface ProjectedParent {
  readonly parentId: ParentId;
  readonly name: string;
  readonly request: OrderRequest;
  readonly receivedAt: EpochMicros;
  readonly algo: Algo;
  readonly plan: Plan | null;
  readonly planWarnings: readonly PlanWarning[];
  readonly arrivalMidTwice: number | null;
  readonly referenceMidTwice: number | null;
  readonly status: ParentStatus;
  /** When `status` became what it is; meaningful as the end when that is terminal. */
  readonly statusAt: EpochMicros;
  /** As last stated with the status. */
  readonly filled: Lots;
  readonly children: readonly ClientOrderId[];
  /** When each slice that fell due was meant to, by its number; catch-ups count on from the plan's slices. */
  readonly dueAt: readonly (EpochMicros | undefined)[];
  /** The first of the slices that will never be released, and how many they are. */
  readonly slicesCanceledFrom: number | null;
  readonly slicesCanceled: number;
  readonly catchUps: number;
  readonly stop: {
    readonly code: StopCode;
    readonly measured: string;
    readonly limit: string;
    readonly at: EpochMicros;
  } | null;
}

/** Quotes that the engine read, in order of time: a row for each, in columns, since there are more of them than of anything else. */
export interface ProjectedQuotes {
  readonly at: readonly EpochMicros[];
  readonly bid: readonly Ticks[];
  readonly ask: readonly Ticks[];
}

export interface ProjectedAlert {
  readonly code: string;
  readonly level: AlertLevel;
  readonly subject: string;
  readonly text: string;
  readonly state: AlertState;
  readonly first: EpochMicros;
  readonly last: EpochMicros;
  readonly count: number;
}

export interface ProjectedRefusal {
  readonly at: EpochMicros;
  readonly code: string;
  readonly problems: readonly RequestProblem[];
}

export interface ProjectedDuplicate {
  readonly at: EpochMicros;
  readonly duplicateOf: ParentId;
}

/** What became of a signal (DED-6). */
export interface ProjectedSignal {
  readonly at: EpochMicros;
  /** As DED-1 writes it, or the producer's own. */
  readonly id: string;
  readonly as: 'taken' | 'duplicate' | 'refused';
  /** The order it made, or that of the first like it; null where it was refused. */
  readonly parentId: ParentId | null;
  /** How old that first was; null for others. */
  readonly ageMicros: number | null;
  /** Of one that was refused, else null. */
  readonly why: string | null;
}

export interface ProjectedSignals {
  readonly taken: number;
  readonly duplicates: number;
  readonly refused: number;
  /** The first hundred of all. */
  readonly first: readonly ProjectedSignal[];
}

/** FIL-7: looks at positions, and the orders that one confirmed. */
export interface ProjectedPositions {
  readonly agreed: number;
  readonly differed: number;
  readonly unclear: number;
  readonly synced: number;
  /** Adjustments that were taken back, whole or in part. */
  readonly undone: number;
  readonly orders: number;
}

/** REC-1: a process that began on a stored state, and when it came how far; null = it did not. */
export interface ProjectedStart {
  /** When the process before it wrote last; null = not in this journal. */
  readonly downSince: EpochMicros | null;
  readonly gatedAt: EpochMicros;
  readonly forcedAt: EpochMicros | null;
  readonly recoveringAt: EpochMicros | null;
  readonly readyAt: EpochMicros | null;
  /** Slices that go on. */
  readonly slices: number;
}

/** Something in which the venue and the store differed when it was looked at. */
export interface ProjectedFinding {
  readonly at: EpochMicros;
  readonly what: 'not-listed' | 'listed' | 'history' | 'orphan' | 'position';
  /** An order's client id, or a symbol; null where it is about several. */
  readonly subject: string | null;
  readonly text: string;
}

/** ORD-3: of an update, what was not believed, and why. */
export interface ProjectedSkip {
  readonly at: EpochMicros;
  readonly clientOrderId: ClientOrderId;
  readonly source: OrderUpdateSource;
  readonly code: SkipCode;
  readonly text: string;
}

export interface ProjectedSkips {
  readonly count: number;
  /** The first hundred. */
  readonly first: readonly ProjectedSkip[];
}

/** REC-5, REC-8. */
export interface ProjectedReconciliation {
  /** There was a pass or a start. */
  readonly isShown: boolean;
  readonly passes: number;
  readonly failed: number;
  readonly starts: readonly ProjectedStart[];
  /** The first hundred; the metrics count them all. */
  readonly found: readonly ProjectedFinding[];
  readonly metrics: ReconciliationMetrics;
}

export interface RunProjection {
  readonly parents: ReadonlyMap<ParentId, ProjectedParent>;
  readonly children: ReadonlyMap<ClientOrderId, ProjectedChild>;
  readonly refusals: readonly ProjectedRefusal[];
  readonly duplicates: readonly ProjectedDuplicate[];
  /** Null where none was given. */
  readonly signals: ProjectedSignals | null;
  /** Null where nobody looked. */
  readonly positions: ProjectedPositions | null;
  readonly reconciliation: ProjectedReconciliation;
  readonly skips: ProjectedSkips;
  /** By code and subject. */
  readonly alerts: ReadonlyMap<string, ProjectedAlert>;
  /** By symbol. */
  readonly quotes: ReadonlyMap<string, ProjectedQuotes>;
  /** Requests that ended, and those of which nothing came (FIL-11). */
  readonly calls: number;
  readonly callErrors: number;
  readonly inputs: number;
  readonly entries: number;
  readonly fills: number;
}
