/**
 * The days of the New York Stock Exchange that are not like other weekdays, and New York's summer time: a data file.
 *
 * Source: the exchange's published rules (Rule 7.2 and the "Holidays & Trading Hours" notices, 2026-2028 as announced)
 * and its notices of unscheduled closings: 2012-10-29/30 (hurricane), 2018-12-05 and 2025-01-09 (days of mourning).
 * Summer time: second Sunday of March to first Sunday of November, 02:00 local (US law since 2007).
 * Expires with 2028: `nyse.ts` refuses any later instant. An unscheduled closing has to be added here when announced.
 */
export interface ExchangeYear {
  readonly year: number;
  /** Weekdays without a session, MM-DD. */
  readonly closed: string;
  /** Sessions that end at 13:00, MM-DD. */
  readonly early: string;
  /** First and last day of summer time; both begin at 02:00 local. */
  readonly summer: readonly [string, string];
}

export const NYSE_YEARS: readonly ExchangeYear[] = [
  {
    year: 2010,
    closed: '01-01 01-18 02-15 04-02 05-31 07-05 09-06 11-25 12-24',
    early: '11-26',
    summer: ['03-14', '11-07'],
  },
  {
    year: 2011,
    closed: '01-17 02-21 04-22 05-30 07-04 09-05 11-24 12-26',
    early: '11-25',
    summer: ['03-13', '11-06'],
  },
  {
    year: 2012,
    closed: '01-02 01-16 02-20 04-06 05-28 07-04 09-03 10-29 10-30 11-22 12-25',
    early: '07-03 11-23 12-24',
    summer: ['03-11', '11-04'],
  },
  {
    year: 2013,
    closed: '01-01 01-21 02-18 03-29 05-27 07-04 09-02 11-28 12-25',
    early: '07-03 11-29 12-24',
    summer: ['03-10', '11-03'],
  },
  {
    year: 2014,
    closed: '01-01 01-20 02-17 04-18 05-26 07-04 09-01 11-27 12-25',
    early: '07-03 11-28 12-24',
    summer: ['03-09', '11-02'],
  },
  {
    year: 2015,
    closed: '01-01 01-19 02-16 04-03 05-25 07-03 09-07 11-26 12-25',
    early: '11-27 12-24',
    summer: ['03-08', '11-01'],
  },
  {
    year: 2016,
    closed: '01-01 01-18 02-15 03-25 05-30 07-04 09-05 11-24 12-26',
    early: '11-25',
    summer: ['03-13', '11-06'],
  },
  {
    year: 2017,
    closed: '01-02 01-16 02-20 04-14 05-29 07-04 09-04 11-23 12-25',
    early: '07-03 11-24',
    summer: ['03-12', '11-05'],
  },
  {
    year: 2018,
    closed: '01-01 01-15 02-19 03-30 05-28 07-04 09-03 11-22 12-05 12-25',
    early: '07-03 11-23 12-24',
    summer: ['03-11', '11-04'],
  },
  {
    year: 2019,
    closed: '01-01 01-21 02-18 04-19 05-27 07-04 09-02 11-28 12-25',
    early: '07-03 11-29 12-24',
    summer: ['03-10', '11-03'],
  },
  {
    year: 2020,
    closed: '01-01 01-20 02-17 04-10 05-25 07-03 09-07 11-26 12-25',
    early: '11-27 12-24',
    summer: ['03-08', '11-01'],
  },
  {
    year: 2021,
    closed: '01-01 01-18 02-15 04-02 05-31 07-05 09-06 11-25 12-24',
    early: '11-26',
    summer: ['03-14', '11-07'],
  },
  {
    year: 2022,
    closed: '01-17 02-21 04-15 05-30 06-20 07-04 09-05 11-24 12-26',
    early: '11-25',
    summer: ['03-13', '11-06'],
  },
  {
    year: 2023,
    closed: '01-02 01-16 02-20 04-07 05-29 06-19 07-04 09-04 11-23 12-25',
    early: '07-03 11-24',
    summer: ['03-12', '11-05'],
  },
  {
    year: 2024,
    closed: '01-01 01-15 02-19 03-29 05-27 06-19 07-04 09-02 11-28 12-25',
    early: '07-03 11-29 12-24',
    summer: ['03-10', '11-03'],
  },
  {
    year: 2025,
    closed: '01-01 01-09 01-20 02-17 04-18 05-26 06-19 07-04 09-01 11-27 12-25',
    early: '07-03 11-28 12-24',
    summer: ['03-09', '11-02'],
  },
  {
    year: 2026,
    closed: '01-01 01-19 02-16 04-03 05-25 06-19 07-03 09-07 11-26 12-25',
    early: '11-27 12-24',
    summer: ['03-08', '11-01'],
  },
  {
    year: 2027,
    closed: '01-01 01-18 02-15 03-26 05-31 06-18 07-05 09-06 11-25 12-24',
    early: '11-26',
    summer: ['03-14', '11-07'],
  },
  {
    year: 2028,
    closed: '01-17 02-21 04-14 05-29 06-19 07-04 09-04 11-23 12-25',
    early: '07-03 11-24',
    summer: ['03-12', '11-05'],
  },
];
