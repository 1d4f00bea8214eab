/**
 * A day on which a venue says other hours of an exchange than the exchange's calendar here: closed without notice, or for another time. The venue's
 * word counts, since it is who takes the orders. Types only.
 */
import type { EpochMicros } from '../units.js';

export interface VenueDay {
  /** In the exchange's time zone, YYYY-MM-DD. */
  readonly date: string;
  /** Null = closed. */
  readonly session: { readonly open: EpochMicros; readonly close: EpochMicros } | null;
}
