/** Sessions and session time: New York held against js-joda; always open. */
import { Instant, LocalDate, LocalDateTime, ZoneId } from '@js-joda/core';
import '@js-joda/timezone';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { calendarOf, sessionsOf } from '../../../../src/core/ground/calendar/calendar-of.js';
import { dateOfDays } from '../../../../src/core/ground/calendar/civil-date.js';
import { nyseSessionOn } from '../../../../src/core/ground/calendar/nyse.js';
import {
  type EpochMicros,
  type Micros,
  MICROS_PER_DAY,
  MICROS_PER_MINUTE,
  epochMicros,
  micros,
} from '../../../../src/core/ground/units.js';

const nyse = calendarOf('nyse');
const always = calendarOf('always-open');
const NEW_YORK = ZoneId.of('America/New_York');

/** Local New York time, "2024-03-08T16:00" -> instant. */
const newYork = (text: string): EpochMicros =>
  epochMicros(LocalDateTime.parse(text).atZone(NEW_YORK).toInstant().toEpochMilli() * 1_000);
const minutes = (count: number): Micros => micros(count * MICROS_PER_MINUTE);
const FIRST_DAY = LocalDate.of(2010, 1, 1).toEpochDay();
const LAST_DAY = LocalDate.of(2028, 12, 31).toEpochDay();
const days = (): readonly number[] =>
  Array.from({ length: LAST_DAY - FIRST_DAY + 1 }, (_, index) => FIRST_DAY + index);
const noon = (day: number): EpochMicros => newYork(`${dateOfDays(day)}T12:00`);

describe('New York sessions', () => {
  it('TWAP-3, F:incident N: opens at 09:30 and closes at 16:00 or 13:00 local time on every session day to 2028', () => {
    const wrong: string[] = [];
    for (const day of days()) {
      const session = nyse.sessionAt(noon(day));
      if (session === null) continue;
      const open = newYork(`${dateOfDays(day)}T09:30`);
      const close = newYork(`${dateOfDays(day)}T16:00`);
      const early = newYork(`${dateOfDays(day)}T13:00`);
      if (session.open !== open || (session.close !== close && session.close !== early))
        wrong.push(dateOfDays(day));
    }
    expect(wrong).toEqual([]);
  });

  it('TWAP-5, F:CLK7: names the New York date of every hour from 2010 to 2028, over every change of summer time', () => {
    const wrong: number[] = [];
    const first = FIRST_DAY * 24;
    for (let hour = first; hour < (LAST_DAY + 1) * 24; hour += 1) {
      const at = epochMicros(hour * 3_600_000_000 + 1);
      const offset = NEW_YORK.rules().offsetOfInstant(Instant.ofEpochSecond(hour * 3_600));
      const local = Math.floor((at / 1_000_000 + offset.totalSeconds()) / 86_400);
      if (nyse.dateOf(at) !== dateOfDays(local)) wrong.push(at);
    }
    expect(wrong).toEqual([]);
  });

  it.each([
    ['2024-03-08T10:00', '2024-03-08T09:30', '2024-03-08T16:00'],
    ['2024-03-11T10:00', '2024-03-11T09:30', '2024-03-11T16:00'],
    ['2024-02-29T15:59', '2024-02-29T09:30', '2024-02-29T16:00'],
    ['2013-11-29T12:59', '2013-11-29T09:30', '2013-11-29T13:00'],
    ['2026-12-24T12:59', '2026-12-24T09:30', '2026-12-24T13:00'],
  ])('F:CLK7: at %s the session is %s to %s', (at, open, close) => {
    expect(nyse.sessionAt(newYork(at))).toEqual({ open: newYork(open), close: newYork(close) });
  });

  it.each([
    ['before the open', '2024-03-08T09:29'],
    ['at the close', '2024-03-08T16:00'],
    ['after a half day', '2013-11-29T13:00'],
    ['Saturday', '2024-03-09T12:00'],
    ['Good Friday', '2024-03-29T12:00'],
    ['hurricane', '2012-10-29T12:00'],
    ['hurricane, second day', '2012-10-30T12:00'],
    ['day of mourning', '2018-12-05T12:00'],
    ['day of mourning', '2025-01-09T12:00'],
    ['Juneteenth', '2022-06-20T12:00'],
    ['Christmas on a Saturday', '2027-12-24T12:00'],
  ])('F:CLK7: closed: %s', (_, at) => {
    expect(nyse.sessionAt(newYork(at))).toBeNull();
  });

  it('F:CLK7: 2021-12-31 was a full session: a New Year on a Saturday is not made up for', () => {
    expect(nyse.sessionAt(newYork('2021-12-31T15:59'))).not.toBeNull();
  });

  it('TWAP-3: session time passes over nights, weekends, holidays, half days and changes of the clock', () => {
    const after = (from: string, length: number): EpochMicros =>
      nyse.addSessionTime(newYork(from), minutes(length));
    expect(after('2024-03-08T15:00', 30)).toBe(newYork('2024-03-08T15:30'));
    expect(after('2024-03-08T15:00', 90)).toBe(newYork('2024-03-11T10:00'));
    expect(after('2024-03-08T15:00', 60)).toBe(newYork('2024-03-11T09:30'));
    expect(after('2013-11-27T15:00', 60 + 210 + 5)).toBe(newYork('2013-12-02T09:35'));
    expect(after('2024-03-09T12:00', 0)).toBe(newYork('2024-03-11T09:30'));
    expect(nyse.nextOpen(newYork('2024-03-08T16:00'))).toBe(newYork('2024-03-11T09:30'));
    expect(nyse.nextOpen(newYork('2024-03-08T10:00'))).toBe(newYork('2024-03-08T10:00'));
    expect(nyse.sessionTimeBetween(newYork('2024-03-08T15:00'), newYork('2024-03-11T10:00'))).toBe(
      minutes(90),
    );
  });

  const instant = fc
    .integer({ min: (FIRST_DAY + 1) * 86_400, max: (LAST_DAY - 400) * 86_400 })
    .map((second) => epochMicros(second * 1_000_000));

  it('TWAP-3: adding session time lands in session, strictly rises, and is what lies between', () => {
    fc.assert(
      fc.property(
        instant,
        fc.integer({ min: 0, max: 50_000_000_000 }),
        fc.integer({ min: 1, max: 1_000_000 }),
        (from, a, b) => {
          const start = nyse.nextOpen(from);
          const first = nyse.addSessionTime(from, micros(a));
          const second = nyse.addSessionTime(from, micros(a + b));
          expect(nyse.sessionAt(first)).not.toBeNull();
          expect(second).toBeGreaterThan(first);
          expect(nyse.sessionTimeBetween(start, first)).toBe(a);
          expect(nyse.addSessionTime(first, micros(b))).toBe(second);
        },
      ),
    );
  });

  it('F:RSK7: outside 2010 to 2028 it fails loudly and says which years it knows', () => {
    const before = epochMicros(FIRST_DAY * MICROS_PER_DAY - 1);
    const after = epochMicros((LAST_DAY + 1) * MICROS_PER_DAY);
    expect([nyse.covers(before), nyse.covers(after), nyse.covers(epochMicros(after - 1))]).toEqual([
      false,
      false,
      true,
    ]);
    for (const at of [before, after]) {
      expect(() => nyse.sessionAt(at)).toThrow('knows 2010-01-01 to 2028-12-31');
      expect(() => nyse.dateOf(at)).toThrow('knows 2010-01-01');
      expect(() => nyse.nextOpen(at)).toThrow('knows 2010-01-01');
    }
    const lastSession = newYork('2028-12-29T15:00');
    expect(() => nyse.addSessionTime(lastSession, minutes(60))).toThrow('ends before');
    expect([
      nyse.hasSessionTime(lastSession, minutes(59)),
      nyse.hasSessionTime(lastSession, minutes(60)),
    ]).toEqual([true, false]);
    expect(nyse.sessionTimeBetween(epochMicros(before + 1), epochMicros(before + 2))).toBe(0);
  });

  it('F:RSK7: has as many sessions a year as New York had', () => {
    const sessions = new Map<string, number>();
    for (const day of days().filter((each) => nyse.sessionAt(noon(each)) !== null)) {
      const year = dateOfDays(day).slice(0, 4);
      sessions.set(year, (sessions.get(year) ?? 0) + 1);
    }
    const counts = { 2010: 252, 2011: 252, 2012: 250, 2013: 252, 2014: 252, 2015: 252, 2016: 252 };
    const later = { 2017: 251, 2018: 251, 2019: 252, 2020: 253, 2021: 252, 2022: 251, 2023: 250 };
    expect(Object.fromEntries(sessions)).toMatchObject({ ...counts, ...later, 2024: 252 });
  });
});

describe('a market that never closes', () => {
  it('TWAP-3: is open at any time, its session time is plain time and its date UTC', () => {
    const at = newYork('2024-03-09T23:59');
    expect(always.covers(at)).toBe(true);
    expect(always.sessionAt(at)).not.toBeNull();
    expect(always.nextOpen(at)).toBe(at);
    expect(always.addSessionTime(at, minutes(5))).toBe(at + minutes(5));
    expect(always.hasSessionTime(at, minutes(5))).toBe(true);
    expect(always.sessionTimeBetween(at, epochMicros(at + 7))).toBe(7);
    expect(always.dateOf(at)).toBe('2024-03-10');
    expect(nyse.dateOf(at)).toBe('2024-03-09');
  });

  it('TWAP-3 F:RSK7: ends with the year 2199, before times are no longer exact', () => {
    const end = epochMicros(Date.UTC(2200, 0, 1) * 1_000);
    const before = epochMicros(end - 1);
    expect([always.covers(before), always.covers(end)]).toEqual([true, false]);
    expect(always.hasSessionTime(before, micros(1))).toBe(true);
    expect(always.hasSessionTime(before, micros(2))).toBe(false);
    expect([always.sessionAt(before)?.close, always.sessionAt(end)]).toEqual([end, null]);
  });
});

describe('hours that a venue says', () => {
  const closed = { date: '2024-03-12', session: null };
  const early = {
    date: '2024-03-13',
    session: { open: newYork('2024-03-13T09:30'), close: newYork('2024-03-13T13:00') },
  };
  const beyond = {
    date: '2029-01-03',
    session: { open: newYork('2029-01-03T09:30'), close: newYork('2029-01-03T16:00') },
  };
  const amended = sessionsOf({ calendar: 'nyse', venueDays: [closed, early, beyond] });

  it('F:RSK7: take the place of those of the calendar on their days, and of no others', () => {
    expect(amended.nextOpen(newYork('2024-03-11T16:30'))).toBe(early.session.open);
    expect(amended.sessionAt(newYork('2024-03-12T12:00'))).toBeNull();
    expect(amended.sessionAt(newYork('2024-03-13T12:59'))).toEqual(early.session);
    expect(amended.sessionAt(newYork('2024-03-13T13:00'))).toBeNull();
    expect(
      amended.sessionTimeBetween(newYork('2024-03-11T15:00'), newYork('2024-03-14T10:00')),
    ).toBe(minutes(60 + 210 + 30));
    for (const day of days().slice(5_000, 5_400)) {
      const at = noon(day);
      if (['2024-03-12', '2024-03-13'].includes(nyse.dateOf(at))) continue;
      expect(amended.sessionAt(at)).toEqual(nyse.sessionAt(at));
    }
  });

  it('F:RSK7: the years that are known stay those of the calendar', () => {
    expect(amended.covers(beyond.session.open)).toBe(false);
  });

  it('that say the same are one calendar, whoever read them', () => {
    const again = JSON.parse(JSON.stringify([closed, early, beyond])) as readonly (typeof closed)[];
    expect(sessionsOf({ calendar: 'nyse', venueDays: again })).toBe(amended);
    expect(sessionsOf({ calendar: 'nyse' })).toBe(nyse);
    expect(sessionsOf({ calendar: 'always-open', venueDays: [closed] })).toBe(always);
  });

  it.each([
    ['2024-07-03', '2024-07-03T13:00'],
    ['2024-11-29', '2024-11-29T13:00'],
    ['2024-12-26', '2024-12-26T16:00'],
  ])('the session of %s ends at %s', (date, close) => {
    expect(nyseSessionOn(date)?.close).toBe(newYork(close));
  });

  it.each(['2024-07-04', '2024-07-06', '2029-01-03'])('%s has none', (date) => {
    expect(nyseSessionOn(date)).toBeNull();
  });
});
