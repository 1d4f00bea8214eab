/**
 * What an exchange needs of a market: somewhere accepted orders live and fill. Replayed L2 books are the first
 * implementation; quotes with trades, bars and a matching book are to come. Everything is synchronous and in venue time.
 * Types only.
 *
 * Invariants a market keeps: 1. It consumes its own events in time order, a whole instant at a time. 2. What happens to
 * an order is told in the instant it happens, and `advance` returns after that instant. 3. An order fills only between
 * `begin` and its end, never above its leaves, at its own price or better.
 */
import type { EpochMicros, Ticks } from '../../core/ground/units.js';
import type { DepthLevel } from '../../core/order/outcome.js';
import type { TruthExecution } from '../../core/order/truth.js';
import type { VenueOrder } from './venue-order.js';
import type { VenueCounters, VenueDepth } from './venue-port.js';

/** What a market knows of an execution; the exchange makes the truth of it. */
export type MarketFill = Pick<
  TruthExecution,
  'price' | 'quantity' | 'cause' | 'tapeRow' | 'aheadBefore' | 'aheadAfter'
>;

/** The exchange's ear: told at once, and the order is changed before the call returns. */
export interface OrderEvents {
  filled(order: VenueOrder, fill: MarketFill, at: EpochMicros): void;
  triggered(order: VenueOrder, tapeRow: number | null, at: EpochMicros): void;
  /** The market ends the order, for `reason`. */
  canceled(order: VenueOrder, reason: string, at: EpochMicros): void;
  /** F19: it would have traded with another order of ours. */
  prevented(order: VenueOrder, at: EpochMicros): void;
  /** F12: its session is over. */
  dayEnded(order: VenueOrder, at: EpochMicros): void;
  /** Whether the account carries what an order without a limit is about to take. */
  affords(order: VenueOrder, steps: readonly DepthLevel[]): boolean;
  /** The market of an instant is over in which `watchMark` was met, before triggered stops arrive; true where it acted. */
  marginDue(at: EpochMicros): boolean;
}

/** Marks of a future that leave its account without margin: at or below, at or above, or the present one already. */
export interface MarkWatch {
  readonly below: number;
  readonly above: number;
  readonly met: boolean;
}

/** What an order would meet if it arrived now. */
export interface ArrivalLook {
  /** Its stop has been reached already. */
  readonly isThrough: boolean;
  /** What it would take at once, price by price; empty while it would wait for its stop or the market does not match. */
  readonly steps: readonly DepthLevel[];
}

export interface Market {
  /** Time of the next event, Infinity after the last. */
  readonly nextTime: number;
  /** The market's state is known: orders can be accepted. */
  readonly known: boolean;
  /** Known and not halted: orders are matched. */
  readonly open: boolean;
  /** The last eligible print, a fraction of a tick cut off; null before the first (F19). */
  readonly mark: Ticks | null;
  /**
   * Consumes events up to and including `until`; returns the time of the first instant that touched an order or in which it
   * was interrupted, else `until`.
   */
  advance(until: EpochMicros): EpochMicros;
  interrupt(): void;
  /** No matching from here on (F13). */
  halt(): void;
  /** The end of a halt at `at`: that instant's events, then what is due at a reopening. */
  resume(at: EpochMicros): void;

  look(order: VenueOrder, at: EpochMicros): ArrivalLook;
  /** Served before a resting order, or before one that would come to rest now; null where unknown or moot. */
  aheadOf(order: VenueOrder): number | null;
  /** An accepted order: it takes, rests, waits for its stop or for the end of a halt. */
  begin(order: VenueOrder, at: EpochMicros): void;
  /** Takes an open order out, without a word. */
  withdraw(order: VenueOrder): void;
  /** In place of what was watched before (F19). */
  watchMark(watch: MarkWatch): void;
  /** F5: `next` replaces `order` with less quantity at the same price, and stands on where it stood. */
  succeed(next: VenueOrder, order: VenueOrder): void;

  depth(levels: number): VenueDepth;
  counters(at: number): VenueCounters;
}
