/** How a market tells of its quotes. Types only. */
import type { EpochMicros } from '../../core/ground/units.js';

/**
 * An ear for the top of the book: at most one call per instant of the tape, in venue time order. Sizes are whole lots, rounded down;
 * `delay` is the recorded receive delay of the instant's last row in microseconds. Positional numbers, because it is
 * called for millions of instants.
 */
export interface QuoteSink {
  /** The top of the synchronised book changed and is two-sided. */
  quote(
    venueTime: EpochMicros,
    delay: number,
    bidTicks: number,
    bidLots: number,
    askTicks: number,
    askLots: number,
  ): void;
  /** The book lost a side or its synchronisation: there is no quote until the next `quote`. */
  none(venueTime: EpochMicros, delay: number): void;
  /** Rows were recorded at this instant, the top of the book did not change; left out by who has no use for it. */
  alive?(venueTime: EpochMicros, delay: number): void;
}
