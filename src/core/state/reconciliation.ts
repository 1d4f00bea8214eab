/**
 * REC-5: the periodic pass over what the venue knows: its history behind the high-water mark, its open orders, single orders, positions.
 * The mark may lag and never leads: it is stored when a whole pass has succeeded, and is a time that the venue itself gave. Types and
 * defaults only.
 */
import type { ClientOrderId } from '../order/order.js';
import { type EpochMicros, type Micros, seconds } from '../ground/units.js';

export interface ReconciliationConfig {
  /** From one pass to the next, while orders live: `RECONCILIATION_INTERVAL_SECONDS`. */
  readonly interval: Micros;
  /** How far behind the mark the history is read again: clocks differ, and a venue shows an order late. */
  readonly window: Micros;
  /** Single orders asked for in one pass, and among them those whose executions are missing. */
  readonly lookUpsMost: number;
}

export const DEFAULT_RECONCILIATION: ReconciliationConfig = {
  interval: seconds(300),
  window: seconds(60),
  lookUpsMost: 200,
};

/** What is read of the account to its end, by a start and by a pass. */
export type AccountReading = 'open-orders' | 'history' | 'positions';

/**
 * A pass asks for missing executions, too (`ledgers.ts`), once the lists were read; the positions last, so that what the others bring is in
 * them.
 */
export type PassReading = AccountReading | 'ledgers';

export interface ReconciliationPass {
  readonly since: EpochMicros;
  readonly unread: readonly PassReading[];
  /** Single orders that were asked for and not answered. */
  readonly lookUps: readonly ClientOrderId[];
  /** How many were asked for in all. */
  readonly lookedUp: number;
  /** By the venue's clock: when the newest order on a page was created; null = none was. */
  readonly newest: EpochMicros | null;
}

export interface Reconciliation {
  /** By the venue's clock: up to then every order was seen, less the window; null = no pass has succeeded. */
  readonly mark: EpochMicros | null;
  /** When the next pass begins; null = one is under way, or none before another order is sent. */
  readonly nextAt: EpochMicros | null;
  readonly pass: ReconciliationPass | null;
  /** When a pass ended well last. */
  readonly doneAt: EpochMicros | null;
}

export const NOT_RECONCILED: Reconciliation = {
  mark: null,
  nextAt: null,
  pass: null,
  doneAt: null,
};

export type ReconciliationEntry =
  | { readonly kind: 'reconciliation-due'; readonly nextAt: EpochMicros }
  /** `operator`: '' = the engine itself. */
  | { readonly kind: 'reconciliation-begun'; readonly operator: string; readonly reason: string }
  /** These are asked for one by one. */
  | { readonly kind: 'reconciliation-asked'; readonly orders: readonly ClientOrderId[] }
  | { readonly kind: 'reconciliation-heard'; readonly orders: readonly ClientOrderId[] }
  /** Something could not be read: the mark stays where it is. */
  | { readonly kind: 'reconciliation-failed'; readonly why: string; readonly nextAt: EpochMicros }
  /** All of it was read and answered. */
  | {
      readonly kind: 'reconciliation-done';
      readonly mark: EpochMicros | null;
      readonly nextAt: EpochMicros | null;
    };
