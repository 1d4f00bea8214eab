/** Sessions of New York held against the days on which SPY traded. */
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { LocalDate } from '@js-joda/core';
import { unzipSync } from 'fflate';
import { expect, it } from 'vitest';
import { calendarOf } from '../../../../src/core/ground/calendar/calendar-of.js';
import { dateOfDays } from '../../../../src/core/ground/calendar/civil-date.js';
import { MICROS_PER_DAY, epochMicros } from '../../../../src/core/ground/units.js';
import { dataRoot } from '../../../support/what-is-here.js';

/** 16:00 UTC is in every session of New York, short ones too. */
const IN_SESSION = 16 / 24;

it('F:RSK7: the sessions of 2010 to March 2021 are exactly the days on which SPY has a bar', () => {
  const nyse = calendarOf('nyse');
  const archive = readFileSync(join(dataRoot, 'lean/equity/usa/daily/spy.zip'));
  const [csv] = Object.values(unzipSync(archive));
  const lines = new TextDecoder().decode(csv).trim().split('\n');
  const bars = new Set(
    lines.map((line) => `${line.slice(0, 4)}-${line.slice(4, 6)}-${line.slice(6, 8)}`),
  );
  const wrong: string[] = [];
  const until = LocalDate.of(2021, 4, 1).toEpochDay();
  for (let day = LocalDate.of(2010, 1, 1).toEpochDay(); day < until; day += 1) {
    const at = epochMicros(Math.round((day + IN_SESSION) * MICROS_PER_DAY));
    const date = dateOfDays(day);
    if ((nyse.sessionAt(at) !== null) !== bars.has(date)) wrong.push(date);
  }
  expect(wrong).toEqual([]);
});
