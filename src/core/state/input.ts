/**
 * Everything that can happen to the core, as one closed union on `kind`; `at` is the clock's time when the host took
 * it from the inbox. An input and its entries are one step of the journal. Types only.
 */
import type { ExecutionReport } from '../order/execution-report.js';
import type { ClientOrderId, ParentId, VenueOrderId } from '../order/order.js';
import type { RawOrderRequest } from '../order/order-request.js';
import type { EffectOutcome, QuoteView, ReadAnswer } from '../order/outcome.js';
import type { EpochMicros, Lots, Micros, Ticks } from '../ground/units.js';
import type { ReadId } from './command.js';
import type { ChosenEngine } from './config.js';
import type { Limits } from './limits.js';
import type { Owner } from './owner.js';
import type { RawSignal } from './signal.js';

/** Null = as it is. */
export interface AmendedTo {
  readonly quantity: Lots | null;
  readonly limitPrice: Ticks | null;
}

/** Of whoever gives an operator command; `admin` may do what all others may. */
export type Role = 'viewer' | 'trader' | 'operator' | 'admin';

/** Operator commands, each with who and why (RSK-1, SCH-5). */
export type OperatorCommand =
  | { readonly do: 'kill-on'; readonly cancelWorking: boolean }
  | { readonly do: 'kill-off' }
  | { readonly do: 'breaker-trip' }
  | { readonly do: 'breaker-reset' }
  /** FIL-12. */
  | { readonly do: 'engine'; readonly engine: ChosenEngine }
  /** RSK-3: from now on, in place of what was configured. */
  | { readonly do: 'limits'; readonly limits: Limits }
  /** `strategyId`: `*` = every one. */
  | {
      readonly do: 'quarantine-on' | 'quarantine-off';
      readonly strategyId: string;
      readonly symbol: string;
    }
  /** REC-7: of an order that nobody here placed. */
  | { readonly do: 'orphan-cancel' | 'orphan-narrow'; readonly venueOrderId: VenueOrderId }
  | {
      readonly do: 'orphan-adopt';
      readonly venueOrderId: VenueOrderId;
      readonly strategyId: string;
    }
  /** REC-3: the gate opens, and what it waits for is waited for on. */
  | { readonly do: 'force-complete' }
  /** REC-5: a pass begins now. */
  | { readonly do: 'reconcile' }
  /** ALR-1: someone knows of it. `subject` null: of every alert of this code that is raised. */
  | { readonly do: 'acknowledge'; readonly code: string; readonly subject: string | null }
  /** A new total, a new limit price, or both, for a working order; of a parent, for the only one it has. */
  | ({ readonly do: 'amend-order'; readonly clientOrderId: ClientOrderId } & AmendedTo)
  | ({ readonly do: 'amend-parent'; readonly parentId: ParentId } & AmendedTo)
  | { readonly do: 'cancel-parent'; readonly parentId: ParentId }
  | { readonly do: 'cancel-slices'; readonly parentId: ParentId };

/** RSK-2: what an account is watched for; `day`: another UTC day begins. */
export type WatchCondition = 'data-age' | 'drawdown' | 'day';

export type EffectKind = 'submit' | 'cancel' | 'replace';

export type InputBody =
  | { readonly kind: 'order-request'; readonly request: RawOrderRequest }
  /** Through deduplication (DED-2). */
  | { readonly kind: 'signal'; readonly signal: RawSignal }
  | {
      readonly kind: 'operator';
      readonly command: OperatorCommand;
      readonly operator: string;
      /** Left out by whoever runs the process, who may do everything. */
      readonly role?: Role;
      readonly reason: string;
    }
  | { readonly kind: 'wake'; readonly owner: Owner }
  /** A process begins on a stored state (REC-1). */
  | { readonly kind: 'started' }
  /** The clock took no timer for this owner (SCH-6). */
  | { readonly kind: 'wake-refused'; readonly owner: Owner; readonly text: string }
  /** It came about; told once, not while it lasts. */
  | { readonly kind: 'watch'; readonly condition: WatchCondition }
  | { readonly kind: 'execution-report'; readonly report: ExecutionReport }
  | {
      readonly kind: 'outcome';
      readonly effect: EffectKind;
      readonly clientOrderId: ClientOrderId;
      readonly attempt: number;
      readonly outcome: EffectOutcome;
    }
  | { readonly kind: 'answer'; readonly readId: ReadId; readonly answer: ReadAnswer }
  | { readonly kind: 'feed'; readonly status: 'up' | 'down' }
  /** The order stream, as far as the client knows: a connection that died quietly is still up. */
  | { readonly kind: 'stream'; readonly status: 'up' | 'down' }
  /**
   * F:CLK3, F:CLK4: our clock has gone on by so much more than we counted (less: negative): it was set, or the machine slept. Told
   * by whoever owns both clocks, before anything else of that time.
   */
  | { readonly kind: 'clock'; readonly stepped: Micros };

/**
 * What happened, when, and what the quote board showed at that instant of the symbols its decision may look at
 * (`quoted-symbols.ts`): a read that needs nobody costs no step of its own, and the journal holds what was seen.
 */
export type Input = InputBody & {
  readonly at: EpochMicros;
  readonly quotes?: readonly QuoteView[];
};
