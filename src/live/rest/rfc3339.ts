/** Times as REST interfaces write them (RFC 3339), to the nanosecond. Pure. */
import { type EpochMicros, epochMicros } from '../../core/ground/units.js';
import { type VenueNanos, venueMicros } from '../../core/order/order.js';

const SHAPE = /^(\d{4}-\d{2}-\d{2})[Tt ](\d{2}:\d{2}:\d{2})(?:\.(\d{1,9}))?([Zz]|[+-]\d{2}:\d{2})$/;
const NANO_DIGITS = 9;
const MICRO_DIGITS = 6;
const MS_PER_SECOND = 1_000;
const MICROS_PER_SECOND = 1_000_000n;
const NANOS_PER_SECOND = 1_000_000_000n;

/** Null for what is no time of this shape, or before 1970. */
export function nanosOf(text: string): VenueNanos | null {
  const [, day, time, fraction = '', zone = 'Z'] = SHAPE.exec(text) ?? [];
  if (day === undefined || time === undefined) return null;
  const atMs = Date.parse(`${day}T${time}${zone.toUpperCase()}`);
  if (Number.isNaN(atMs) || atMs < 0) return null;
  return `${atMs / MS_PER_SECOND}${fraction.padEnd(NANO_DIGITS, '0')}` as VenueNanos;
}

/** The microsecond it lies in. */
export function microsOf(text: string): EpochMicros | null {
  const nanos = nanosOf(text);
  return nanos === null ? null : venueMicros(nanos);
}

export const textOfMicros = (at: EpochMicros): string =>
  written(BigInt(at) / MICROS_PER_SECOND, BigInt(at) % MICROS_PER_SECOND, MICRO_DIGITS);

/** The last nanosecond before it: for a venue that lists what came after a time, that time left out. */
export function textBefore(stamp: VenueNanos): string {
  const nanos = BigInt(stamp) - 1n;
  return written(nanos / NANOS_PER_SECOND, nanos % NANOS_PER_SECOND, NANO_DIGITS);
}

/** To the millisecond, as `Date` knows it; never later. */
export const dateOf = (at: EpochMicros): Date =>
  new Date(Math.floor(epochMicros(at) / MS_PER_SECOND));

function written(seconds: bigint, fraction: bigint, digits: number): string {
  const whole = new Date(Number(seconds) * MS_PER_SECOND).toISOString().slice(0, 19);
  return `${whole}.${fraction.toString().padStart(digits, '0')}Z`;
}
