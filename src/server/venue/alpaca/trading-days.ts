/**
 * Days as daily bars count them, on the wall clock: of UTC for what never closes, of New York for a stock, whose days without a session
 * are none. Pure.
 */
import { calendarOf } from '../../../core/ground/calendar/calendar-of.js';
import { type EpochMicros, MICROS_PER_DAY, MICROS_PER_MINUTE } from '../../../core/ground/units.js';
import type { AssetClass } from './listed-assets.js';
import { floorTo } from './wall-stamps.js';

const NYSE = calendarOf('nyse');
const HOUR = 60 * MICROS_PER_MINUTE;
/** Of New York's midnight, in UTC: in summer, and in winter. */
const MIDNIGHTS = [4 * HOUR, 5 * HOUR] as const;
/** From midnight to the opening. */
const TO_OPENING = 9.5 * HOUR;

/** With the days on either side of it. */
const isKnown = (wall: EpochMicros): boolean =>
  [wall - MICROS_PER_DAY, wall + MICROS_PER_DAY].every((at) => NYSE.covers(at as EpochMicros));

/** The start of the day that a time lies in. */
export function dayStart(assetClass: AssetClass, wall: EpochMicros): EpochMicros {
  if (assetClass === 'crypto' || !isKnown(wall)) return floorTo(wall, MICROS_PER_DAY);
  const date = NYSE.dateOf(wall);
  const utc = Date.parse(`${date}T00:00:00Z`) * 1_000;
  const [summer, winter] = MIDNIGHTS;
  return (utc +
    (NYSE.dateOf((utc + summer) as EpochMicros) === date ? summer : winter)) as EpochMicros;
}

/** Starts of the days in [from, to) on which there is trading. */
export function* dayStarts(
  assetClass: AssetClass,
  { from, to }: { readonly from: EpochMicros; readonly to: EpochMicros },
): Iterable<EpochMicros> {
  for (let at = from as number; at < to + MICROS_PER_DAY; at += MICROS_PER_DAY) {
    const start = dayStart(assetClass, at as EpochMicros);
    if (start >= from && start < to && isTrading(assetClass, start)) yield start;
  }
}

const isTrading = (assetClass: AssetClass, start: EpochMicros): boolean => {
  if (assetClass === 'crypto' || !isKnown(start)) return assetClass === 'crypto';
  return NYSE.sessionAt((start + TO_OPENING) as EpochMicros) !== null;
};
