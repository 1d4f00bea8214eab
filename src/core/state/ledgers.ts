/**
 * FIL-13, REC-5: orders that are over and of whose executions, or what these were charged, the venue has not shown all. Whoever followed such
 * an order has stopped asking; the account asks again, in passes or where there are none by itself. Types only.
 */
import type { ClientOrderId } from '../order/order.js';
import type { EpochMicros } from '../ground/units.js';

/** So many are kept in mind; of more than that the first are not asked for any more. */
export const INCOMPLETE_MOST = 1_000;

export interface LedgerWatch {
  /** Over and not wholly known; first the one that was asked for, or gave reason to, longest ago. */
  readonly incomplete: readonly ClientOrderId[];
  /** Asked for and not answered. */
  readonly asked: readonly ClientOrderId[];
  /** While they are asked for: not waited for any longer; else when they are asked for next, null = in the next pass. */
  readonly nextAt: EpochMicros | null;
}

export const NO_LEDGERS: LedgerWatch = { incomplete: [], asked: [], nextAt: null };

export type LedgerEntry =
  | { readonly kind: 'ledgers-due'; readonly nextAt: EpochMicros }
  /** The executions of these are asked for. */
  | {
      readonly kind: 'ledgers-asked';
      readonly orders: readonly ClientOrderId[];
      readonly nextAt: EpochMicros;
    }
  /** The venue has answered for it, whatever it showed. */
  | { readonly kind: 'ledgers-heard'; readonly order: ClientOrderId }
  | { readonly kind: 'ledgers-unread'; readonly why: string }
  /** All that was asked for is answered; so many are incomplete still. */
  | { readonly kind: 'ledgers-read'; readonly incomplete: number }
  /** Too many: these are not asked for any more. */
  | { readonly kind: 'ledgers-dropped'; readonly orders: readonly ClientOrderId[] };
