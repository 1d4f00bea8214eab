/**
 * REC-5: the orders the venue knows of us since a time, read page by page: what became of them while nobody was there to hear it.
 * Types only.
 */
import type { ClientOrderId } from '../order/order.js';
import type { EpochMicros } from '../ground/units.js';
import type { ReadId } from './command.js';

/** A reading of which not every page is here. */
export interface HistoryReading {
  /** The page that is waited for. */
  readonly readId: ReadId;
  readonly after: EpochMicros;
  /** When the first page was asked for. */
  readonly since: EpochMicros;
  /** That were asked for, each once. */
  readonly cursors: readonly string[];
  /** Orders of ours on the pages so far. */
  readonly listed: readonly ClientOrderId[];
  readonly orders: number;
  /** When the newest of them was created, by the venue's clock; null = it did not say. */
  readonly newest: EpochMicros | null;
}

export interface HistoryWatch {
  /** When it is read again from the first page; null = it was read, or a page is waited for. */
  readonly nextAt: EpochMicros | null;
  readonly reading: HistoryReading | null;
}

export const NO_HISTORY: HistoryWatch = { nextAt: null, reading: null };

export type HistoryEntry =
  /** The first page (`cursor` null) begins a reading; one that does not come by `nextAt` is not waited for. */
  | {
      readonly kind: 'history-asked';
      readonly readId: ReadId;
      readonly after: EpochMicros;
      readonly cursor: string | null;
      readonly nextAt: EpochMicros;
    }
  | {
      readonly kind: 'history-page';
      readonly readId: ReadId;
      readonly orders: number;
      /** Of ours, those of which it brought another status or more executed. */
      readonly changed: number;
      readonly newest: EpochMicros | null;
      /** Those of ours; left out where there are none, and on the last page. */
      readonly listed?: readonly ClientOrderId[];
    }
  /** `nextAt` null: whoever needs it begins anew. */
  | { readonly kind: 'history-unclear'; readonly why: string; readonly nextAt: EpochMicros | null }
  /** Read to its end. */
  | {
      readonly kind: 'history-read';
      readonly orders: number;
      readonly newest: EpochMicros | null;
    };

export const laterOf = (a: EpochMicros | null, b: EpochMicros | null): EpochMicros | null =>
  a === null || (b !== null && b > a) ? b : a;
