/** Who is told by a replayed market of what may touch an order. Types, and one who has none. */
import type { EpochMicros } from '../../core/ground/units.js';
import type { BookSide } from '../book/book-side.js';
import type { Print } from '../fills/trade.js';

/** The matcher's ear. Called for rows that may touch an order of ours, never for the rest. */
export interface MarketListener {
  /** An eligible print that may reach an own order or a stop; `side` is the side it hit. */
  onPrint(side: BookSide, print: Print, at: EpochMicros): void;
  /** The book rows of the instant are in, and the opposite side stands at or through an own order (F8). */
  onCrossed(at: EpochMicros, tapeRow: number | null): void;
  /** The market of the instant is over, orders can be matched, and `watchesQuote` is set (F9). */
  onQuote(at: EpochMicros, tapeRow: number | null): void;
  /** The instant is over, orders can be matched, and `arrivalsPending` is set. */
  onArrivals(at: EpochMicros): void;
}

/** Nobody has orders. */
export const NOBODY: MarketListener = {
  onPrint: () => undefined,
  onCrossed: () => undefined,
  onQuote: () => undefined,
  onArrivals: () => undefined,
};
