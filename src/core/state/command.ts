/**
 * What the core asks of the outside: effects (submit, cancel, replace), whose intent entry is durable before release
 * and which are never re-issued from the journal, and reads, which whoever still needs them asks again. A command is
 * a pure function of an entry (`commandsOf`). Types only.
 */
import type { ClientOrderId, OrderTerms, ParentId, VenueOrderId } from '../order/order.js';
import type { EpochMicros, Lots, Micros, Ticks } from '../ground/units.js';

/** What to add to our clock to get the venue's, for the time that the request is stamped with; left out = nothing. */
export type ClockOffset = Micros;

export interface SubmitCommand {
  readonly kind: 'submit';
  readonly clientOrderId: ClientOrderId;
  readonly parentId: ParentId;
  readonly attempt: number;
  readonly terms: OrderTerms;
  /** The venue refuses the request after this, by its own clock; null where it enforces none. */
  readonly validUntil: EpochMicros | null;
  readonly clockOffset?: ClockOffset;
}

export interface CancelCommand {
  readonly kind: 'cancel';
  readonly clientOrderId: ClientOrderId;
  readonly venueOrderId: VenueOrderId | null;
  readonly symbol: string;
  readonly attempt: number;
  readonly clockOffset?: ClockOffset;
}

export interface ReplaceCommand {
  readonly kind: 'replace';
  readonly clientOrderId: ClientOrderId;
  readonly newClientOrderId: ClientOrderId;
  readonly venueOrderId: VenueOrderId | null;
  readonly symbol: string;
  readonly quantity: Lots;
  readonly limitPrice: Ticks | null;
  readonly attempt: number;
  /** As that of a submit: until then the successor may come about. It stands in the entry, beside the command. */
  readonly validUntil?: EpochMicros | null;
  readonly clockOffset?: ClockOffset;
}

export type EffectCommand = SubmitCommand | CancelCommand | ReplaceCommand;

/** Identifies one asking; the answer comes back with it. Rises by one per engine. */
export type ReadId = number;

export type BrokerRead =
  | {
      readonly kind: 'read-order';
      readonly readId: ReadId;
      readonly clientOrderId: ClientOrderId;
      readonly symbol: string;
    }
  | {
      readonly kind: 'read-executions';
      readonly readId: ReadId;
      readonly clientOrderId: ClientOrderId;
      readonly symbol: string;
    }
  | {
      readonly kind: 'read-open-orders';
      readonly readId: ReadId;
      /** Orders on a page, at most. */
      readonly limit: number;
      /** What the page before said; null = the first. */
      readonly cursor: string | null;
    }
  | {
      readonly kind: 'read-history';
      readonly readId: ReadId;
      readonly after: EpochMicros;
      readonly cursor: string | null;
    }
  | { readonly kind: 'read-positions'; readonly readId: ReadId }
  | { readonly kind: 'read-time'; readonly readId: ReadId };

export type FeedRead =
  | {
      readonly kind: 'read-depth';
      readonly readId: ReadId;
      readonly symbol: string;
      readonly levels: number;
    }
  | { readonly kind: 'read-volume'; readonly readId: ReadId; readonly symbol: string };

export type ReadCommand = BrokerRead | FeedRead;
export type BrokerCommand = EffectCommand | BrokerRead;
export type Command = EffectCommand | ReadCommand;

export const isEffect = (command: Command): command is EffectCommand =>
  command.kind === 'submit' || command.kind === 'cancel' || command.kind === 'replace';

export const isFeedRead = (command: Command): command is FeedRead =>
  command.kind === 'read-depth' || command.kind === 'read-volume';
