/** A market that never closes; its date is UTC's. There is no end of day in it, so no `day` order either (F12). */
import { type EpochMicros, type Micros, MICROS_PER_DAY, plus } from '../units.js';
import { dateOfDays } from './civil-date.js';
import type { Session, SessionCalendar } from './session.js';

const FOREVER: Session = { open: 0 as EpochMicros, close: Number.MAX_SAFE_INTEGER as EpochMicros };

export const ALWAYS_OPEN: SessionCalendar = {
  name: 'always-open',
  zone: 'UTC',
  covers: () => true,
  sessionAt: () => FOREVER,
  nextOpen: (at) => at,
  addSessionTime: plus,
  hasSessionTime: () => true,
  sessionTimeBetween: (from, to) => (to - from) as Micros,
  dateOf: (at) => dateOfDays(Math.floor(at / MICROS_PER_DAY)),
};
