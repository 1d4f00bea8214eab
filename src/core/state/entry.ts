/**
 * Everything that can change the core's state, as one closed union on `kind`: the journal is a list of these. An
 * entry carries results, never something to be decided again, so that folding stored entries with a new build cannot
 * reinterpret what was sent. Effects and reads stand inside the entry that causes them (`commandsOf`). Types only.
 *
 * Invariants: 1. `submit-intent` and `cancel-intent` are durable before their command is released. 2. A fill is one
 * `fill-booked` entry, in the same step as the `order-updated` it belongs to (S5).
 */
import type { AlertCode } from './alert-code.js';
import type { OrderHead } from '../order/belief.js';
import type { LedgerRow } from '../order/fill-ledger.js';
import type { Skip } from '../order/merge.js';
import type { ClientOrderId, OrderTerms, ParentId, VenueOrderId } from '../order/order.js';
import type { Algo, OrderRequest, RequestProblem } from '../order/order-request.js';
import type { ParentStatus } from '../order/parent.js';
import type { OrderUpdateSource } from '../order/update.js';
import type { ReadFailureClass, UnknownShape, Veto } from '../order/outcome.js';
import type { Plan, PlanWarning } from '../plan/plan.js';
import type { EpochMicros, Lots, Micros, Ticks } from '../ground/units.js';
import type { Confirmation } from './confirmation.js';
import type { ChosenEngine, EngineName } from './config.js';
import type { ReadCommand, ReadId, SubmitCommand } from './command.js';
import type { CancelEntry } from './cancel-entry.js';
import type { FillResult } from './fill-result.js';
import type { EffectKind } from './input.js';
import type { GroupedEntry } from './grouped-entry.js';
import type { OperatorEntry } from './operator-entry.js';
import type { Owner } from './owner.js';
import type { ReadPurpose } from './read-purpose.js';
import type { Intake, ReduceLook } from './intake.js';
import type { Limits } from './limits.js';
import type { RequestBudget } from './request-budget.js';
import type { ReplaceEntry, Succession } from './replace-entry.js';
import type { ClockEntry } from './venue-clock.js';

export type { ReadPurpose } from './read-purpose.js';
export type { FillOutcome, FillResult } from './fill-result.js';

export type AlertLevel = 'info' | 'warning' | 'critical';
export type AlertState = 'raised' | 'acknowledged' | 'cleared';
export type ChildKind = 'slice' | 'catch-up';
export type StopCode =
  | 'SPREAD_TOO_WIDE'
  | 'PRICE_DEVIATION'
  | 'LIQUIDITY_DRIED_UP'
  | 'SLICE_FAILED'
  | 'MARKET_DATA_ERROR'
  | 'LIQUIDATED';

/** Why a slice on its way waits. */
export type SliceWait = 'gate' | 'rate-limit' | 'refused' | 'closed' | 'thin-book' | 'market-data';

/** Kinds that belong to a parent as a whole. */
export type ParentEntry =
  | {
      readonly kind: 'order-received';
      readonly parentId: ParentId;
      readonly request: OrderRequest;
      readonly date: string;
      /** bid + ask at receipt (twice the mid, so that a half tick stays an integer); null = no quote yet. */
      readonly midTwice: number | null;
    }
  | {
      readonly kind: 'order-refused';
      readonly parentId: ParentId | null;
      readonly code: string;
      readonly problems: readonly RequestProblem[];
    }
  | {
      readonly kind: 'duplicate-request';
      readonly parentId: ParentId;
      readonly duplicateOf: ParentId;
      readonly status: ParentStatus;
      readonly terminal: boolean;
      readonly remaining: Lots;
    }
  | {
      readonly kind: 'parent-planned';
      readonly parentId: ParentId;
      readonly algo: Exclude<Algo, 'auto'>;
      readonly plan: Plan;
      readonly warnings: readonly PlanWarning[];
      /** bid + ask at receipt; null = no quote yet. */
      readonly arrivalMidTwice: number | null;
    }
  /** One more of the answers an order waits for before it can be planned. */
  | { readonly kind: 'reduce-looked'; readonly parentId: ParentId; readonly look: ReduceLook }
  | { readonly kind: 'arrival-answered'; readonly parentId: ParentId; readonly intake: Intake }
  | {
      readonly kind: 'slice-due';
      readonly parentId: ParentId;
      readonly slice: number;
      readonly childKind: ChildKind;
      readonly overdueMicros: Micros;
    }
  /** A shut gate or unreadable market data: looked at again at `nextAt` (SCH-2, SCH-3). */
  | {
      readonly kind: 'slice-waiting';
      readonly parentId: ParentId;
      readonly slice: number;
      readonly reason: SliceWait;
      readonly nextAt: EpochMicros;
      /** Since when market data could not be read; null = it could. */
      readonly holdingSince: EpochMicros | null;
    }
  /** A slice that will never be sent; the `order-updated` behind it says with which status. */
  | {
      readonly kind: 'slice-ended';
      readonly parentId: ParentId;
      readonly slice: number;
      readonly childKind: ChildKind;
      readonly clientOrderId: ClientOrderId;
      readonly terms: OrderTerms;
      readonly reason: string;
    }
  | {
      readonly kind: 'slices-canceled';
      readonly parentId: ParentId;
      readonly from: number;
      readonly count: number;
      readonly reason: string;
    }
  | {
      readonly kind: 'slice-released';
      readonly parentId: ParentId;
      readonly slice: number;
      readonly childKind: ChildKind;
      readonly clientOrderId: ClientOrderId;
      readonly terms: OrderTerms;
      /** What the decision saw; null with `onMarketDataError: proceed`. */
      readonly bid: Ticks | null;
      readonly ask: Ticks | null;
      readonly dryRun: boolean;
      /** Of an order that is to take the place of another; left out of all others. */
      readonly replaces?: Succession;
    }
  | { readonly kind: 'reference-set'; readonly parentId: ParentId; readonly midTwice: number }
  | {
      readonly kind: 'catch-up-planned';
      readonly parentId: ParentId;
      readonly slice: number;
      readonly quantity: Lots;
      /** Of the pieces after this one (TWAP-7). */
      readonly remaining: Lots;
      readonly dueAt: EpochMicros;
    }
  | {
      readonly kind: 'parent-stopped';
      readonly parentId: ParentId;
      readonly code: StopCode;
      readonly measured: string;
      readonly limit: string;
    }
  | {
      readonly kind: 'parent-cancel';
      readonly parentId: ParentId;
      readonly scope: 'parent' | 'slices';
      readonly operator: string;
      readonly reason: string;
    }
  | {
      readonly kind: 'parent-status';
      readonly parentId: ParentId;
      readonly status: ParentStatus;
      readonly filled: Lots;
      readonly unfilled: Lots;
    };

/** One row of an order's ledger, with its commission in quote currency (FIL-13). */
export interface FillRow {
  readonly clientOrderId: ClientOrderId;
  readonly parentId: ParentId;
  readonly venueOrderId: VenueOrderId | null;
  readonly row: LedgerRow;
  /** Decimal text; null = not known yet. */
  readonly feeQuote: string | null;
  readonly feeEstimated: boolean;
  readonly source: OrderUpdateSource;
}

/** Kinds that belong to one child order. */
export type ChildEntry =
  | {
      readonly kind: 'submit-intent';
      readonly clientOrderId: ClientOrderId;
      readonly command: SubmitCommand;
      /** When the feed had last delivered anything, as this decision saw it; null = it saw no market data. */
      readonly quoteAliveAt: EpochMicros | null;
      /** When the fill monitor stops waiting. */
      readonly deadline: EpochMicros;
      readonly nextAt: EpochMicros;
      /** FIL-12: who follows the order; left out = `robust`. */
      readonly monitor?: Exclude<EngineName, 'robust'>;
    }
  | ReplaceEntry
  /** REC-7: it lives at the venue, and somebody here answers for it from now on; what filled follows as of any order. */
  | {
      readonly kind: 'order-adopted';
      readonly clientOrderId: ClientOrderId;
      readonly createdAt: EpochMicros;
      readonly nextAt: EpochMicros;
    }
  /** Proven not sent: the order keeps `submitted` with its attempts and is not in flight (SCH-4). */
  | {
      readonly kind: 'intent-withdrawn';
      readonly clientOrderId: ClientOrderId;
      readonly attempt: number;
      readonly reason: string;
      readonly veto: Veto | null;
      readonly retryAt: EpochMicros | null;
    }
  | {
      readonly kind: 'submit-settled';
      readonly clientOrderId: ClientOrderId;
      readonly as: 'accepted' | 'rejected' | 'exists';
      readonly code: string;
      readonly text: string;
    }
  | {
      readonly kind: 'outcome-unknown';
      readonly clientOrderId: ClientOrderId;
      readonly effect: EffectKind;
      readonly shape: UnknownShape;
      readonly nextAt: EpochMicros;
    }
  | {
      readonly kind: 'order-updated';
      readonly clientOrderId: ClientOrderId;
      readonly parentId: ParentId;
      readonly source: OrderUpdateSource;
      /** What we believe now, the result of the merge (the ledger grows by `fill-booked`). */
      readonly head: OrderHead;
      /** What of the update was skipped, and why (ORD-3). */
      readonly skipped: readonly Skip[];
    }
  | (FillRow & { readonly kind: 'fill-booked' })
  /** A fuller telling of a fill that is booked already (its fee came later): replaces the row. */
  | (FillRow & { readonly kind: 'fill-amended' })
  /** An unchanged poll answer: one compact row. */
  | {
      readonly kind: 'poll-unchanged';
      readonly clientOrderId: ClientOrderId;
      readonly nextAt: EpochMicros;
    }
  | {
      readonly kind: 'lookup-not-found';
      readonly clientOrderId: ClientOrderId;
      readonly from: 'order' | 'executions';
      /** Asked after the time from which it counts as evidence of absence. */
      readonly counts: boolean;
      /** A resend with the same id is due at `nextAt`, as the probe. */
      readonly probe: boolean;
      readonly nextAt: EpochMicros;
    }
  | {
      readonly kind: 'absence-proven';
      readonly clientOrderId: ClientOrderId;
      readonly retryAt: EpochMicros | null;
    }
  /** An update that changed nothing, and why (ORD-3). */
  | {
      readonly kind: 'update-skipped';
      readonly clientOrderId: ClientOrderId;
      readonly source: OrderUpdateSource;
      readonly skipped: readonly Skip[];
    }
  | {
      readonly kind: 'read-failed';
      readonly clientOrderId: ClientOrderId;
      readonly failure: ReadFailureClass;
      readonly text: string;
      readonly nextAt: EpochMicros;
    }
  /** FIL-3: an answer at odds with itself. Nothing of it is believed but that the order exists; asked again. */
  | {
      readonly kind: 'fill-contradicted';
      readonly clientOrderId: ClientOrderId;
      readonly text: string;
      readonly nextAt: EpochMicros;
    }
  | CancelEntry
  | {
      /** Looked at again at `nextAt`; whatever was asked before is superseded. */
      readonly kind: 'look-again';
      readonly clientOrderId: ClientOrderId;
      readonly nextAt: EpochMicros;
    }
  | {
      /** Over, and its quantity, executions or fees are not all known yet. */
      readonly kind: 'settling';
      readonly clientOrderId: ClientOrderId;
    }
  | {
      readonly kind: 'fill-result';
      readonly clientOrderId: ClientOrderId;
      readonly parentId: ParentId;
      readonly final: boolean;
      readonly result: FillResult;
      /** What it was charged the venue never says: nobody owes it. */
      readonly feesUntold?: true;
    };

/** Kinds that belong to no parent. */
export type AccountEntry =
  | {
      readonly kind: 'read-requested';
      readonly read: ReadCommand;
      readonly purpose: ReadPurpose;
      readonly owner: Owner;
    }
  | { readonly kind: 'read-answered'; readonly readId: ReadId }
  | {
      readonly kind: 'kill-switch';
      readonly engaged: boolean;
      readonly operator: string;
      readonly reason: string;
      readonly cancelWorking: boolean;
    }
  | {
      readonly kind: 'breaker';
      readonly state: 'closed' | 'tripped' | 'half-open';
      /** '' = the engine itself. */
      readonly operator: string;
      readonly reason: string;
      /** When it has cooled down; left out = an operator resets it. */
      readonly until?: EpochMicros;
    }
  /** RSK-2: a call ended; `rejects`: orders refused one after the other until now. */
  | { readonly kind: 'call-judged'; readonly failed: boolean; readonly rejects: number }
  /** RSK-2: a UTC day (since the epoch) begins with what was won or lost before it: decimal text in quote currency. */
  | { readonly kind: 'account-watch'; readonly day: number; readonly result: string }
  | {
      readonly kind: 'quarantine';
      readonly held: boolean;
      /** `*` = every one. */
      readonly strategyId: string;
      readonly symbol: string;
      /** '' = the engine itself. */
      readonly operator: string;
      readonly reason: string;
    }
  /** FIL-12: of the orders to come; those sent keep who follows them. */
  | {
      readonly kind: 'engine-chosen';
      readonly engine: ChosenEngine;
      readonly operator: string;
      readonly reason: string;
    }
  /** ORD-6: a large order by hand, and what it was answered: what the audit log has. */
  | {
      readonly kind: 'large-order';
      readonly order: string;
      readonly text: string;
      readonly answer: 'confirmed' | 'confirmation-required' | 'second-factor-required';
    }
  | (Confirmation & { readonly kind: 'confirmation-required'; readonly text: string })
  | { readonly kind: 'confirmation-used'; readonly token: string }
  /** RSK-3: in place of those before. */
  | {
      readonly kind: 'limits-set';
      readonly limits: Limits;
      readonly operator: string;
      readonly reason: string;
    }
  | GroupedEntry
  /** S22: in force from now on; what was counted for another is counted anew. */
  | { readonly kind: 'request-budget'; readonly budget: RequestBudget }
  | OperatorEntry
  | { readonly kind: 'feed'; readonly status: 'up' | 'down' }
  | { readonly kind: 'stream'; readonly status: 'up' | 'down' }
  | ClockEntry
  /** The venue refuses requests until then; null: it takes them again. */
  | { readonly kind: 'rate-limited'; readonly until: EpochMicros | null }
  | {
      readonly kind: 'report-unmatched';
      readonly clientOrderId: ClientOrderId;
      readonly venueOrderId: VenueOrderId;
      readonly text: string;
    }
  | {
      readonly kind: 'alert';
      readonly code: AlertCode;
      readonly level: AlertLevel;
      readonly subject: string;
      readonly text: string;
      readonly state: AlertState;
      /** Who acknowledged it. */
      readonly operator?: string;
    };

export type Entry = ParentEntry | ChildEntry | AccountEntry;
