/** A market that does not close; its date is UTC's. There is no end of day in it, so no `day` order either (F12). */
import { type EpochMicros, type Micros, MICROS_PER_DAY, plus } from '../units.js';
import { dateOfDays } from './civil-date.js';
import type { Session, SessionCalendar } from './session.js';

/** 2200-01-01: what is planned until then, and the longest wait after it, stay far below 2^53 microseconds (the year 2255). */
const END = 7_258_118_400_000_000 as EpochMicros;
const ALL_TIME: Session = { open: 0 as EpochMicros, close: END };

export const ALWAYS_OPEN: SessionCalendar = {
  name: 'always-open',
  zone: 'UTC',
  covers: (at) => at < END,
  sessionAt: (at) => (at < END ? ALL_TIME : null),
  nextOpen: (at) => at,
  addSessionTime: plus,
  hasSessionTime: (from, length) => from + length <= END,
  sessionTimeBetween: (from, to) => (to - from) as Micros,
  dateOf: (at) => dateOfDays(Math.floor(at / MICROS_PER_DAY)),
};
