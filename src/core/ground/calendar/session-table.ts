/**
 * Any calendar of separate sessions as three sorted columns: opens, closes, and the session time before each open.
 * Every question is a binary search; nothing is cached because nothing is expensive.
 */
import type { CalendarName } from '../instrument.js';
import { InvariantError, invariant } from '../invariant.js';
import { type EpochMicros, type Micros, MICROS_PER_DAY, epochMicros } from '../units.js';
import { dateOfDays } from './civil-date.js';
import type { Session, SessionCalendar } from './session.js';

export interface SessionColumns {
  readonly name: CalendarName;
  readonly zone: string;
  /** Sessions in order, none overlapping. */
  readonly sessions: readonly Session[];
  /** Instants at which the zone's offset from UTC changes, and the offset from then on; the first covers the start. */
  readonly offsets: readonly { readonly from: EpochMicros; readonly offset: Micros }[];
  /** The calendar knows [from, to). */
  readonly from: EpochMicros;
  readonly to: EpochMicros;
}

/** Index of the last entry <= value; -1 when there is none. */
function lastAtOrBefore(sorted: Float64Array, value: number): number {
  let low = 0;
  let high = sorted.length;
  while (low < high) {
    const middle = (low + high) >>> 1;
    if ((sorted[middle] as number) <= value) low = middle + 1;
    else high = middle;
  }
  return low - 1;
}

export function sessionTable(columns: SessionColumns): SessionCalendar {
  const { name, zone, sessions, offsets } = columns;
  const opens = Float64Array.from(sessions, (session) => session.open);
  const before = new Float64Array(sessions.length);
  let total = 0;
  sessions.forEach((session, index) => {
    invariant(session.open < session.close, `${name}: a session without length`);
    before[index] = total;
    total += session.close - session.open;
  });
  const offsetsFrom = Float64Array.from(offsets, (change) => change.from);

  const covers = (at: EpochMicros): boolean => at >= columns.from && at < columns.to;
  const check = (at: EpochMicros): void => {
    if (!covers(at)) {
      const [first, last] = [columns.from, columns.to - MICROS_PER_DAY].map((day) =>
        dateOfDays(day / MICROS_PER_DAY),
      );
      throw new InvariantError(
        `calendar ${name} knows ${first} to ${last}, not ${dateOfDays(Math.floor(at / MICROS_PER_DAY))}`,
      );
    }
  };
  const sessionOf = (index: number): Session => sessions[index] as Session;
  /** Session time from the first open to `at`. */
  const positionOf = (at: EpochMicros): number => {
    check(at);
    const index = lastAtOrBefore(opens, at);
    if (index < 0) return 0;
    const { open, close } = sessionOf(index);
    return (before[index] as number) + Math.min(at, close) - open;
  };
  const instantAt = (position: number): EpochMicros => {
    if (position >= total)
      throw new InvariantError(`calendar ${name} ends before that much session time has passed`);
    const index = lastAtOrBefore(before, position);
    return epochMicros(sessionOf(index).open + position - (before[index] as number));
  };

  return {
    name,
    zone,
    covers,
    sessionAt(at) {
      check(at);
      const session = sessions[lastAtOrBefore(opens, at)];
      return session !== undefined && at < session.close ? session : null;
    },
    nextOpen: (at) => instantAt(positionOf(at)),
    addSessionTime: (start, length) => instantAt(positionOf(start) + length),
    hasSessionTime: (start, length) => positionOf(start) + length < total,
    sessionTimeBetween: (from, to) => (positionOf(to) - positionOf(from)) as Micros,
    dateOf(at) {
      check(at);
      const { offset } = offsets[lastAtOrBefore(offsetsFrom, at)] as { readonly offset: Micros };
      return dateOfDays(Math.floor((at + offset) / MICROS_PER_DAY));
    },
  };
}
