/** The intervals of candlesticks, by the wall clock in UTC: when the one begins that a time is in, and when the next one does. Pure. */

const SECOND = 1_000;
const MINUTE = 60 * SECOND;
const HOUR = 60 * MINUTE;
const DAY = 24 * HOUR;
const WEEK = 7 * DAY;
/** 1970-01-01 was a Thursday; weeks begin on Mondays. */
const FIRST_MONDAY = 4 * DAY;

export interface Interval {
  openOf(ms: number): number;
  nextAfter(openMs: number): number;
}

const every = (length: number, from = 0): Interval => ({
  openOf: (ms) => Math.floor((ms - from) / length) * length + from,
  nextAfter: (openMs) => openMs + length,
});

const monthOf = (ms: number, later: number): number => {
  const date = new Date(ms);
  return Date.UTC(date.getUTCFullYear(), date.getUTCMonth() + later);
};

const MONTH: Interval = {
  openOf: (ms) => monthOf(ms, 0),
  nextAfter: (openMs) => monthOf(openMs, 1),
};

export const INTERVALS: Readonly<Record<string, Interval>> = {
  '1s': every(SECOND),
  '1m': every(MINUTE),
  '3m': every(3 * MINUTE),
  '5m': every(5 * MINUTE),
  '15m': every(15 * MINUTE),
  '30m': every(30 * MINUTE),
  '1h': every(HOUR),
  '2h': every(2 * HOUR),
  '4h': every(4 * HOUR),
  '6h': every(6 * HOUR),
  '8h': every(8 * HOUR),
  '12h': every(12 * HOUR),
  '1d': every(DAY),
  '3d': every(3 * DAY),
  '1w': every(WEEK, FIRST_MONDAY),
  '1M': MONTH,
};

export const DAY_MS = DAY;
