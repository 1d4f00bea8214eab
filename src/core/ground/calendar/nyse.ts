/**
 * The regular session of the New York Stock Exchange, 09:30 to 16:00 or 13:00 New York time, 2010 to 2028. Auctions and
 * extended hours are not sessions. Built once, on first use, from the data of `nyse-days.ts`: no time zone database is
 * loaded for one zone with one rule (115 ms in every process and worker); a test holds the result against js-joda's.
 */
import { MICROS_PER_DAY, MICROS_PER_MINUTE, type EpochMicros, type Micros } from '../units.js';
import { dateOfDays, daysOfDate, isWeekend } from './civil-date.js';
import { type ExchangeYear, NYSE_YEARS } from './nyse-days.js';
import type { Session, SessionCalendar } from './session.js';
import type { VenueDay } from './venue-day.js';
import { type SessionColumns, sessionTable } from './session-table.js';

const MICROS_PER_HOUR = 60 * MICROS_PER_MINUTE;
const WINTER = -5 * MICROS_PER_HOUR;
const SUMMER = -4 * MICROS_PER_HOUR;
const OPEN = 9.5 * MICROS_PER_HOUR;
const CLOSE = 16 * MICROS_PER_HOUR;
const EARLY_CLOSE = 13 * MICROS_PER_HOUR;
const OFFSET_CHANGE = 2 * MICROS_PER_HOUR;

const dayOf = (year: number, monthDay: string): number =>
  daysOfDate(year, Number(monthDay.slice(0, 2)), Number(monthDay.slice(3)));

function sessionsOf({ year, closed, early, summer }: ExchangeYear): readonly Session[] {
  const isClosed = new Set(closed.split(' '));
  const isEarly = new Set(early.split(' '));
  const [summerFirst, summerLast] = summer;
  const sessions: Session[] = [];
  for (let day = daysOfDate(year, 1, 1); day < daysOfDate(year + 1, 1, 1); day += 1) {
    const monthDay = dateOfDays(day).slice(5);
    if (isWeekend(day) || isClosed.has(monthDay)) continue;
    // Offsets change on Sundays, where no session is, so the day alone tells which holds.
    const offset = monthDay >= summerFirst && monthDay < summerLast ? SUMMER : WINTER;
    const midnight = day * MICROS_PER_DAY - offset;
    const close = isEarly.has(monthDay) ? EARLY_CLOSE : CLOSE;
    sessions.push({
      open: (midnight + OPEN) as EpochMicros,
      close: (midnight + close) as EpochMicros,
    });
  }
  return sessions;
}

function nyseColumns(): SessionColumns {
  const years = NYSE_YEARS;
  const first = years[0] as ExchangeYear;
  const last = years.at(-1) as ExchangeYear;
  const from = (daysOfDate(first.year, 1, 1) * MICROS_PER_DAY) as EpochMicros;
  const change = (year: number, monthDay: string, before: number): EpochMicros =>
    (dayOf(year, monthDay) * MICROS_PER_DAY + OFFSET_CHANGE - before) as EpochMicros;
  return {
    name: 'nyse',
    zone: 'America/New_York',
    sessions: years.flatMap(sessionsOf),
    offsets: [
      { from, offset: WINTER as Micros },
      ...years.flatMap(({ year, summer }) => [
        { from: change(year, summer[0], WINTER), offset: SUMMER as Micros },
        { from: change(year, summer[1], SUMMER), offset: WINTER as Micros },
      ]),
    ],
    from,
    to: (daysOfDate(last.year + 1, 1, 1) * MICROS_PER_DAY) as EpochMicros,
  };
}

let built: SessionCalendar | null = null;

export const nyseCalendar = (): SessionCalendar => (built ??= sessionTable(nyseColumns()));

/** In the morning in New York, when every session is on. */
const MORNING = 16 * MICROS_PER_HOUR;

/** That of a date, YYYY-MM-DD; null = closed, or outside the years that are known. */
export function nyseSessionOn(date: string): Session | null {
  const day = daysOfDate(Number(date.slice(0, 4)), Number(date.slice(5, 7)), Number(date.slice(8)));
  const at = (day * MICROS_PER_DAY + MORNING) as EpochMicros;
  return nyseCalendar().covers(at) ? nyseCalendar().sessionAt(at) : null;
}

/** By what they say: plans that were read back have each their own. */
const amended = new Map<string, SessionCalendar>();
const amendedBy = new WeakMap<readonly VenueDay[], SessionCalendar>();

/** With other hours on some days; days outside the years that are known change nothing. */
export function nyseCalendarWith(days: readonly VenueDay[]): SessionCalendar {
  const known = amendedBy.get(days);
  if (known !== undefined) return known;
  const text = JSON.stringify(days);
  const calendar = amended.get(text) ?? sessionTable(columnsWith(days));
  amended.set(text, calendar);
  amendedBy.set(days, calendar);
  return calendar;
}

function columnsWith(days: readonly VenueDay[]): SessionColumns {
  const columns = nyseColumns();
  const calendar = nyseCalendar();
  const dates = new Set(days.map(({ date }) => date));
  const others = days.flatMap(({ session }) =>
    session !== null && session.open >= columns.from && session.close <= columns.to
      ? [session]
      : [],
  );
  const sessions = [
    ...columns.sessions.filter(({ open }) => !dates.has(calendar.dateOf(open))),
    ...others,
  ].sort((a, b) => a.open - b.open);
  return { ...columns, sessions };
}
