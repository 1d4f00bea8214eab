/** The calendar of each name an instrument may carry. */
import type { CalendarName } from '../instrument.js';
import { ALWAYS_OPEN } from './always-open.js';
import { nyseCalendar } from './nyse.js';
import type { SessionCalendar } from './session.js';

export function calendarOf(name: CalendarName): SessionCalendar {
  switch (name) {
    case 'always-open':
      return ALWAYS_OPEN;
    case 'nyse':
      return nyseCalendar();
  }
}
