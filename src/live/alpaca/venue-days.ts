/**
 * When the exchange trades by Alpaca's own calendar, held against the one here, before anything is traded: the days on which it says other hours. An
 * unscheduled closing is announced days ahead, and no calendar in a program knows it.
 */
import { nyseCalendar, nyseSessionOn } from '../../core/ground/calendar/nyse.js';
import type { Session } from '../../core/ground/calendar/session.js';
import type { VenueDay } from '../../core/ground/calendar/venue-day.js';
import {
  type EpochMicros,
  MICROS_PER_DAY,
  MICROS_PER_MINUTE,
  MICROS_PER_MS,
} from '../../core/ground/units.js';
import { LiveError } from '../connection.js';
import { UnreadableError, fieldsOf, listOf, needText } from '../rest/fields.js';
import type { AlpacaClient } from './alpaca-client.js';
import { type AskedAtStart, bodyAtStart, within } from './at-start.js';

/** From today on. */
const DAYS_AHEAD = 10;

/** Empty where it is as here. Errors: those of `bodyAtStart`. */
export async function venueDays(
  client: Pick<AlpacaClient, 'calendar'>,
  asked: AskedAtStart,
): Promise<readonly VenueDay[]> {
  const dates = datesFrom(asked.clock.now());
  const [first, last] = [dates[0], dates.at(-1)];
  if (first === undefined || last === undefined) return [];
  const range = { start: startOf(first), end: startOf(last) };
  const exchanged = await within(asked, (signal) => client.calendar(range, { signal }));
  const theirs = bodyAtStart(exchanged, asked, { what: 'when it is open', read: sessionsIn });
  if (![...theirs.keys()].some((date) => dates.includes(date)))
    throw new LiveError(
      `Alpaca's calendar has no session from ${first} to ${last}\n  fix: try again later; a market that is closed for so long is not believed`,
    );
  return differing(dates, theirs);
}

const startOf = (date: string): Date => new Date(`${date}T00:00:00Z`);

/** Dates in New York that the calendar here knows. */
function datesFrom(now: EpochMicros): readonly string[] {
  const calendar = nyseCalendar();
  const days = Array.from({ length: DAYS_AHEAD + 1 }, (_, day) => now + day * MICROS_PER_DAY);
  return days
    .filter((at) => calendar.covers(at as EpochMicros))
    .map((at) => calendar.dateOf(at as EpochMicros));
}

function differing(
  dates: readonly string[],
  theirs: ReadonlyMap<string, Session>,
): readonly VenueDay[] {
  return dates.flatMap((date) => {
    const session = theirs.get(date) ?? null;
    const ours = nyseSessionOn(date);
    return session?.open === ours?.open && session?.close === ours?.close
      ? []
      : [{ date, session }];
  });
}

/** Errors: `UnreadableError`. */
function sessionsIn(body: unknown): ReadonlyMap<string, Session> {
  return new Map(
    listOf(body, 'a calendar').map((row) => {
      const day = fieldsOf(row, 'a day');
      const date = needText(day, 'date');
      if (!/^\d{4}-\d{2}-\d{2}$/.test(date)) throw new UnreadableError(`date ${date} is none`);
      const midnight = midnightOf(date);
      const at = (name: string): EpochMicros =>
        (midnight + minutesIn(needText(day, name), name) * MICROS_PER_MINUTE) as EpochMicros;
      const session = { open: at('open'), close: at('close') };
      if (session.open >= session.close) throw new UnreadableError(`${date} ends before it begins`);
      return [date, session];
    }),
  );
}

/** New York is behind UTC by four hours or five. */
const OFFSETS = [4, 5].map((hours) => hours * 60 * MICROS_PER_MINUTE);

/** Where a date begins in New York. What lies outside the years that are known is at no odds with anything: winter time does. */
function midnightOf(date: string): EpochMicros {
  const utc = startOf(date).getTime() * MICROS_PER_MS;
  const [summer = 0, winter = 0] = OFFSETS;
  const at = (utc + summer) as EpochMicros;
  const calendar = nyseCalendar();
  return calendar.covers(at) && calendar.dateOf(at) === date ? at : ((utc + winter) as EpochMicros);
}

function minutesIn(text: string, name: string): number {
  const [, hours, minutes] = /^(\d{2}):(\d{2})$/.exec(text) ?? [];
  if (hours === undefined || minutes === undefined)
    throw new UnreadableError(`${name} ${text} is no time of day`);
  return Number(hours) * 60 + Number(minutes);
}
