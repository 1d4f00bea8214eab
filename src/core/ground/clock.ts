/**
 * The port through which everything tells and spends time. The virtual clock (simulation) and the
 * system clock (paper, live) implement it; nobody in core or sim reads time from anywhere else.
 *
 * Invariants: 1. `now()` never falls. 2. Of the timers that are pending, the one with the least
 * (time, lane, order of scheduling) runs first. 3. An action runs at most once, never inside
 * `schedule` or `cancel`, and with `now()` at or after its time (exactly at it on the virtual
 * clock).
 */
import type { Branded, EpochMicros } from './units.js';

/**
 * The order inside one instant, F0. Trades and book rows come before all of these, but
 * they are merged from the tape and never become timers.
 */
export type Lane = 0 | 1 | 2 | 3;
/** Our orders and cancels reach the venue. */
export const LANE_ARRIVAL = 0;
/** Market data and the venue's reports reach the engine. */
export const LANE_DELIVERY = 1;
/** The engine's own timers: slices, polls, deadlines, strategies. */
export const LANE_WAKE = 2;
/** What the engine decided at this instant leaves for the venue. */
export const LANE_DEPARTURE = 3;

/** Names one scheduled action for ever: a later timer never gets the number of an earlier one. */
export type TimerHandle = Branded<number, 'TimerHandle'>;

export interface Clock {
  /** Microseconds since the epoch. */
  now(): EpochMicros;
  /**
   * Runs `action` once at `at`. `at` = `now()` is allowed in every lane: it runs after the current
   * action, before anything later. A time that is past is an `InvariantError` on the virtual clock,
   * where time stands still while code runs; on the system clock, where it does not, the action
   * runs as soon as it can.
   */
  schedule(at: EpochMicros, lane: Lane, action: () => void): TimerHandle;
  /** The action will not run. A no-op for a timer that ran or was canceled before. */
  cancel(timer: TimerHandle): void;
}
