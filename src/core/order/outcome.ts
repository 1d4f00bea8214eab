/**
 * How an effect (submit, cancel, replace) or a read can end. Adapters own wire -> union; the core owns union -> policy.
 * `rejected` only if parsed, allow-listed and naming this request; `not-sent` only with proof that no byte left;
 * everything else is `unknown` (SCH-4, FIL-4). Types only.
 */
import type { Bust, Execution, OrderSnapshot } from './execution-report.js';
import type { VenueNanos, VenueOrderId } from './order.js';
import type { OrderStatus } from './status.js';
import type { EpochMicros, Lots, Micros, Ticks } from '../ground/units.js';

/** A veto of the last guard: which one, and why (SCH-2). */
export type VetoCode =
  | 'kill-switch'
  | 'circuit-breaker'
  | 'quarantine'
  | 'gate-closed'
  | 'limit'
  | 'parent-not-live'
  | 'child-not-pending'
  | 'quote-too-old'
  | 'valid-until-passed'
  | 'risk-store-error'
  | 'rate-limit'
  | 'refused-again';

export interface Veto {
  readonly code: VetoCode;
  readonly text: string;
}

export type NotSentReason =
  | 'vetoed'
  | 'connection-refused'
  | 'name-not-resolved'
  | 'rate-limited'
  /** The venue took the time of the request for wrong and did not look at it (F:SUB8). */
  | 'clock-refused';

/** The shapes in which a reply is lost; `restart`: with the process that waited for it. */
export type UnknownShape = 'timeout' | 'reset' | '5xx' | 'truncated' | 'unparsable' | 'restart';

export type EffectOutcome =
  | {
      readonly kind: 'accepted';
      readonly venueOrderId: VenueOrderId;
      readonly status: OrderStatus | null;
      readonly cumQty: Lots | null;
      readonly venueTime: VenueNanos | null;
    }
  | {
      readonly kind: 'rejected';
      readonly code: string;
      readonly text: string;
      /** The symbol itself is not traded any more (F:MD10); left out = nothing of the kind. */
      readonly gone?: true;
    }
  /** The client order id is taken: look it up, adopt only what matches. */
  | { readonly kind: 'exists'; readonly text: string }
  | {
      readonly kind: 'not-sent';
      readonly reason: NotSentReason;
      readonly retryAfter: Micros | null;
      readonly veto: Veto | null;
    }
  | { readonly kind: 'unknown'; readonly shape: UnknownShape };

/** FIL-4's classes of a failed read; a read has no `rejected`. */
export type ReadFailureClass =
  'not-sent' | 'rate-limited' | 'clock-refused' | 'permanent' | 'ambiguous';

export interface TopOfBook {
  readonly bid: Ticks;
  readonly bidQuantity: Lots;
  readonly ask: Ticks;
  readonly askQuantity: Lots;
  readonly venueTime: EpochMicros;
  readonly deliveredAt: EpochMicros;
}

/** Bounds of best bid + best ask, in ticks, both inside. */
export interface PriceRange {
  readonly low: number;
  readonly high: number;
}

/** What the quote board shows of one symbol at an instant. */
export interface QuoteView {
  readonly symbol: string;
  /** Null: the feed has delivered none yet, or none any more. */
  readonly quote: TopOfBook | null;
  /** When the feed last delivered anything; null = never. */
  readonly aliveAt: EpochMicros | null;
}

export interface DepthLevel {
  readonly price: Ticks;
  readonly quantity: Lots;
}

export interface PositionRow {
  readonly symbol: string;
  /** Signed lots; a symbol without a row is flat. */
  readonly quantity: Lots;
}

/** Answer to a read. `failed` is not an empty answer: a failed query is not 0 and not "not found". */
export type ReadAnswer =
  | {
      readonly kind: 'failed';
      readonly failure: ReadFailureClass;
      readonly retryAfter: Micros | null;
      readonly text: string;
    }
  /** Best first, as many levels as asked or as the market has. */
  | {
      readonly kind: 'depth';
      readonly bids: readonly DepthLevel[];
      readonly asks: readonly DepthLevel[];
    }
  | { readonly kind: 'order'; readonly order: OrderSnapshot | null }
  /** The order was there, is over, had no fill, and is kept no longer (F:QRY11). */
  | { readonly kind: 'archived' }
  | {
      readonly kind: 'executions';
      readonly executions: readonly Execution[];
      /** What was undone of them; left out where nothing was. */
      readonly busts?: readonly Bust[];
    }
  /** One page of them. */
  | {
      readonly kind: 'open-orders';
      readonly orders: readonly OrderSnapshot[];
      readonly nextCursor: string | null;
    }
  | {
      readonly kind: 'history';
      readonly orders: readonly OrderSnapshot[];
      readonly nextCursor: string | null;
    }
  | { readonly kind: 'positions'; readonly positions: readonly PositionRow[] }
  | { readonly kind: 'volume'; readonly averageDailyVolume: Lots | null }
  /** What time it is at the venue. */
  | { readonly kind: 'time'; readonly venueTime: EpochMicros };
