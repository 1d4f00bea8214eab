/**
 * When a market trades. Session time is the sum of open time only: a plan of two hours that starts an hour before the
 * close goes on in the next session (TWAP-3). Types only; `calendarOf` finds the calendars.
 *
 * Invariants: 1. A session is [open, close): at the close nothing new can begin. 2. What lies outside the years a
 * calendar knows is an `InvariantError`, never a guess: ask `covers` first.
 */
import type { CalendarName } from '../instrument.js';
import type { EpochMicros, Micros } from '../units.js';

export interface Session {
  readonly open: EpochMicros;
  readonly close: EpochMicros;
}

export interface SessionCalendar {
  readonly name: CalendarName;
  /** IANA name of the exchange's time zone. */
  readonly zone: string;
  /** True where the calendar knows the sessions. */
  covers(at: EpochMicros): boolean;
  /** The session that `at` lies in; null = closed. */
  sessionAt(at: EpochMicros): Session | null;
  /** `at` itself when open, else the next open. */
  nextOpen(at: EpochMicros): EpochMicros;
  /** Where something begins that begins after `length` of session time: never in closed time, so never at a close. */
  addSessionTime(start: EpochMicros, length: Micros): EpochMicros;
  /** False where `addSessionTime` would run out of the years the calendar knows. */
  hasSessionTime(start: EpochMicros, length: Micros): boolean;
  /** Open time in [from, to). */
  sessionTimeBetween(from: EpochMicros, to: EpochMicros): Micros;
  /** Date in the exchange's time zone, YYYY-MM-DD. */
  dateOf(at: EpochMicros): string;
}
