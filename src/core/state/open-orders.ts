/**
 * REC-5: the venue's list of open orders, read page by page and held against our own. A list proves neither life nor absence:
 * where the two differ the order is looked up. Types and defaults only.
 */
import type { ClientOrderId, VenueOrderId } from '../order/order.js';
import { type EpochMicros, type Micros, seconds } from '../ground/units.js';
import type { ReadId } from './command.js';

export interface OpenOrdersCheckConfig {
  /** From one reading to the next, while orders live. */
  readonly every: Micros;
  /** Orders asked for at a time. */
  readonly pageSize: number;
  /** A list that is longer is not read to its end. */
  readonly pagesMost: number;
}

export const DEFAULT_OPEN_ORDERS_CHECK: OpenOrdersCheckConfig = {
  every: seconds(300),
  pageSize: 500,
  pagesMost: 200,
};

export interface ListedOrder {
  readonly clientOrderId: ClientOrderId;
  readonly venueOrderId: VenueOrderId;
  readonly symbol: string;
}

/** A list of which not every page is here. */
export interface ListReading {
  /** The page that is waited for. */
  readonly readId: ReadId;
  readonly since: EpochMicros;
  /** That were asked for, each once. */
  readonly cursors: readonly string[];
  readonly listed: readonly ListedOrder[];
}

export interface OpenOrdersWatch {
  /** When the list is read next, even if a page does not come; null = not before another order is sent. */
  readonly nextAt: EpochMicros | null;
  readonly reading: ListReading | null;
}

export const NOT_READ: OpenOrdersWatch = { nextAt: null, reading: null };

export type OpenOrdersEntry =
  | { readonly kind: 'open-orders-due'; readonly nextAt: EpochMicros }
  /** The first page (`cursor` null) begins a reading. */
  | {
      readonly kind: 'open-orders-asked';
      readonly readId: ReadId;
      readonly cursor: string | null;
      readonly nextAt: EpochMicros;
    }
  /** What the page has that those before it had not. */
  | {
      readonly kind: 'open-orders-page';
      readonly readId: ReadId;
      readonly fresh: readonly ListedOrder[];
    }
  /** The list could not be read to its end: it says nothing. */
  | {
      readonly kind: 'open-orders-unclear';
      readonly why: string;
      /** Null = whoever needs it begins anew. */
      readonly nextAt: EpochMicros | null;
    }
  /** Read to its end. */
  | {
      readonly kind: 'open-orders-compared';
      readonly listed: number;
      /** Ours, live as we believe, and not on the list. */
      readonly lacking: readonly ClientOrderId[];
      /** Ours, on the list, and not known to live. */
      readonly unexpected: readonly ClientOrderId[];
      /** How many orders live that nobody here placed. */
      readonly orphans: number;
      readonly nextAt: EpochMicros | null;
    };
