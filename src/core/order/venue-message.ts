/**
 * What a venue is asked and what it answers, in the venue's own words: nothing of ours is on them (no parent, no
 * attempt, no number of a read, no outcome). The simulated link carries them, a wire server speaks them; the client
 * turns a command of the core into a request, and a reply, or the loss of one, into an outcome or an answer. Types, and
 * the few facts that follow from a request alone.
 */
import type { EpochMicros, Lots, Micros, Ticks } from '../ground/units.js';
import type { Bust, Execution, OrderSnapshot } from './execution-report.js';
import type { ClientOrderId, OrderTerms } from './order.js';
import type { DepthLevel, EffectOutcome, PositionRow, UnknownShape } from './outcome.js';

export interface SubmitRequest {
  readonly kind: 'submit';
  readonly clientOrderId: ClientOrderId;
  readonly terms: OrderTerms;
  /** When the request left; with `validFor` the venue refuses it once older than that. */
  readonly sentAt: EpochMicros;
  readonly validUntil: EpochMicros | null;
}

export interface CancelRequest {
  readonly kind: 'cancel';
  readonly clientOrderId: ClientOrderId;
  readonly sentAt: EpochMicros;
  /** As that of a submit, where its sender states one; left out = the venue's own bound alone. */
  readonly validUntil?: EpochMicros;
}

export interface ReplaceRequest {
  readonly kind: 'replace';
  readonly clientOrderId: ClientOrderId;
  readonly newClientOrderId: ClientOrderId;
  /** New TOTAL quantity (leaves = total - filled). */
  readonly quantity: Lots;
  readonly limitPrice: Ticks | null;
  readonly sentAt: EpochMicros;
  /** As that of a cancel. */
  readonly validUntil?: EpochMicros;
}

/** What changes something at the venue. */
export type OrderEntry = SubmitRequest | CancelRequest | ReplaceRequest;

/** What only looks. */
export type VenueQuery =
  | { readonly kind: 'query-order'; readonly clientOrderId: ClientOrderId }
  | { readonly kind: 'query-executions'; readonly clientOrderId: ClientOrderId }
  | {
      readonly kind: 'query-open-orders';
      /** Orders on a page, at most. */
      readonly limit: number;
      /** What the page before said; null = the first. */
      readonly cursor: string | null;
    }
  | {
      readonly kind: 'query-history';
      /** Orders created at or after this. */
      readonly after: EpochMicros;
      readonly cursor: string | null;
      /** Orders on a page, at most; as many as the venue has on one when left out. */
      readonly limit?: number;
    }
  | { readonly kind: 'query-positions' }
  /** What time it is at the venue. Nobody signs it: a wrong clock does not keep it from being answered. */
  | { readonly kind: 'query-time' }
  | { readonly kind: 'query-depth'; readonly symbol: string; readonly levels: number };

export type VenueRequest = OrderEntry | VenueQuery;

export type VenueReply =
  /** What the venue decided about an order is said, and heard, in the same words. */
  | Extract<EffectOutcome, { kind: 'accepted' | 'rejected' | 'exists' }>
  /** 429: the venue refused to look at the request, and says when to come back. */
  | { readonly kind: 'rate-limited'; readonly retryAfter: Micros }
  /** The venue cannot say just now; of a query only. */
  | { readonly kind: 'unavailable'; readonly text: string }
  | { readonly kind: 'order'; readonly order: OrderSnapshot | null }
  | {
      readonly kind: 'executions';
      readonly executions: readonly Execution[];
      /** What was undone of them; left out where nothing was. */
      readonly busts?: readonly Bust[];
    }
  | {
      readonly kind: 'open-orders';
      readonly orders: readonly OrderSnapshot[];
      /** Where the next page begins; null = this is the last. */
      readonly nextCursor: string | null;
    }
  | {
      readonly kind: 'history';
      readonly orders: readonly OrderSnapshot[];
      readonly nextCursor: string | null;
    }
  | { readonly kind: 'positions'; readonly positions: readonly PositionRow[] }
  | { readonly kind: 'time'; readonly venueTime: EpochMicros }
  | {
      readonly kind: 'depth';
      readonly bids: readonly DepthLevel[];
      readonly asks: readonly DepthLevel[];
    };

/** No reply, or one that says nothing: what a client has in hand then. */
export interface ReplyLoss {
  readonly kind: 'lost';
  readonly shape: UnknownShape;
}

/** What a client has in hand in the end: a reply, the loss of one, or the proof that no byte left. */
export type ClientReply = VenueReply | ReplyLoss | Extract<EffectOutcome, { kind: 'not-sent' }>;

export const isOrderEntry = (request: VenueRequest): request is OrderEntry =>
  request.kind === 'submit' || request.kind === 'cancel' || request.kind === 'replace';
