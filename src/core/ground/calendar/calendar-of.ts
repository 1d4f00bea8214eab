/** The calendar of each name an instrument may carry, and that of an instrument or a plan as its venue has it. */
import type { CalendarName, Instrument } from '../instrument.js';
import { ALWAYS_OPEN } from './always-open.js';
import { nyseCalendar, nyseCalendarWith } from './nyse.js';
import type { SessionCalendar } from './session.js';

export function calendarOf(name: CalendarName): SessionCalendar {
  switch (name) {
    case 'always-open':
      return ALWAYS_OPEN;
    case 'nyse':
      return nyseCalendar();
  }
}

/** When it trades there. */
export function sessionsOf({
  calendar,
  venueDays,
}: Pick<Instrument, 'calendar' | 'venueDays'>): SessionCalendar {
  return venueDays === undefined || calendar !== 'nyse'
    ? calendarOf(calendar)
    : nyseCalendarWith(venueDays);
}
