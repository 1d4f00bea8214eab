/** Calendar dates without a time zone, held against js-joda day by day. */
import { LocalDate } from '@js-joda/core';
import { describe, expect, it } from 'vitest';
import {
  dateOfDays,
  daysOfDate,
  isWeekend,
} from '../../../../src/core/ground/calendar/civil-date.js';

describe('civil dates', () => {
  it('F:CLK7: every day from 1970 to 2100 is the one js-joda names, and back', () => {
    const wrong: number[] = [];
    for (let day = 0; day < 47_847; day += 1) {
      const expected = LocalDate.ofEpochDay(day);
      const same =
        dateOfDays(day) === expected.toString() &&
        daysOfDate(expected.year(), expected.monthValue(), expected.dayOfMonth()) === day &&
        isWeekend(day) === expected.dayOfWeek().value() > 5;
      if (!same) wrong.push(day);
    }
    expect(wrong).toEqual([]);
  });

  it('F:CLK7: leap years, the end of the century and days before 1970', () => {
    expect([dateOfDays(daysOfDate(2024, 2, 29)), dateOfDays(daysOfDate(2100, 2, 28) + 1)]).toEqual([
      '2024-02-29',
      '2100-03-01',
    ]);
    expect([dateOfDays(-1), isWeekend(-4), isWeekend(-5)]).toEqual(['1969-12-31', true, true]);
    expect(isWeekend(-1)).toBe(false);
  });
});
