/**
 * Times as Alpaca writes and reads them: RFC 3339 on the wall clock, where its clients live; inside everything is in the market's time.
 * Pure.
 */
import { daysOfDate, dateOfDays } from '../../../core/ground/calendar/civil-date.js';
import { formatInstant } from '../../../core/ground/calendar/instant.js';
import {
  type EpochMicros,
  MICROS_PER_DAY,
  MICROS_PER_MS,
  MICROS_PER_SECOND,
} from '../../../core/ground/units.js';
import { type VenueNanos, venueMicros } from '../../../core/order/order.js';
import type { WallTime } from '../wire/wall-time.js';

/** Of a time on the wall clock. */
export const stampOfWall: (wall: EpochMicros) => string = formatInstant;

/** Of a time of the market. */
export const stampOf = (wall: WallTime, at: EpochMicros): string => formatInstant(wall.toWall(at));

/** What tells apart what happened within a microsecond stays below it. */
export function stampOfNanos(wall: WallTime, stamp: VenueNanos): string {
  const text = stampOf(wall, venueMicros(stamp));
  const below = stamp.slice(-3);
  if (below === '000') return text;
  const [, second = '', fraction = ''] = /^([^.]*?)(?:\.(\d+))?Z$/.exec(text) ?? [];
  return `${second}.${fraction.padEnd(6, '0')}${below}Z`;
}

const DATE = /^(?<year>\d{4})-(?<month>\d\d)-(?<day>\d\d)$/;
const TIME = /^(?<hour>\d\d):(?<minute>\d\d):(?<second>\d\d)(?:\.(?<fraction>\d{1,9}))?$/;
const ZONE = /(?:Z|(?<sign>[+-])(?<zoneHour>\d\d):(?<zoneMinute>\d\d))$/;

/** Null: no date, or no time with a zone behind it. */
function partsOf(text: string): Readonly<Record<string, string | undefined>> | null {
  const [dateText = '', timeText] = text.split('T');
  const date = DATE.exec(dateText)?.groups;
  if (date === undefined || timeText === undefined) return date ?? null;
  const zone = ZONE.exec(timeText);
  const time = zone === null ? null : TIME.exec(timeText.slice(0, zone.index));
  return time === null ? null : { ...date, ...time.groups, ...zone?.groups };
}

/** A date, or a time with its zone; below a microsecond it is cut off. Null for anything else. */
export function wallOfStamp(text: string): EpochMicros | null {
  const said = partsOf(text);
  if (said === null) return null;
  const part = (name: string): number => Number(said[name] ?? 0);
  const days = daysOfDate(part('year'), part('month'), part('day'));
  if (dateOfDays(days) !== text.slice(0, 'YYYY-MM-DD'.length)) return null;
  if (part('hour') > 23 || part('minute') > 59 || part('second') > 59) return null;
  const east = (said['sign'] === '-' ? -1 : 1) * (part('zoneHour') * 60 + part('zoneMinute'));
  const minutes = part('hour') * 60 + part('minute') - east;
  const micros = Number((said['fraction'] ?? '').padEnd(6, '0').slice(0, 6));
  const inDay = (minutes * 60 + part('second')) * MICROS_PER_SECOND + micros;
  return (days * MICROS_PER_DAY + inDay) as EpochMicros;
}

/** YYYYMMDDHHMMSSmmm of a time on the wall clock. */
export const digitsOf = (wall: EpochMicros): string => {
  const second = Math.floor(wall / MICROS_PER_SECOND) * MICROS_PER_SECOND;
  const millis = Math.floor((wall - second) / MICROS_PER_MS);
  const text = formatInstant(second as EpochMicros).replace(/\D/g, '');
  return `${text}${String(millis).padStart(3, '0')}`;
};

/** The start of the minute, hour or day of UTC that a time on the wall clock lies in. */
export const floorTo = (wall: EpochMicros, length: number): EpochMicros =>
  (Math.floor(wall / length) * length) as EpochMicros;
