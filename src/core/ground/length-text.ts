/** Lengths of time as people say them: 250 us, 12.3 ms, 61.2 s, 7 min 20 s. Never parsed: texts only. */
import { MICROS_PER_MINUTE, MICROS_PER_MS, MICROS_PER_SECOND } from './units.js';

const DIGITS = 3;
const HOUR = 60 * MICROS_PER_MINUTE;
const DAY = 24 * HOUR;

/** Below two minutes in one unit, with three digits: 90 s says more than 1 min 30 s. */
const SINGLE: readonly (readonly [below: number, size: number, name: string])[] = [
  [MICROS_PER_MS, 1, 'us'],
  [MICROS_PER_SECOND, MICROS_PER_MS, 'ms'],
  [2 * MICROS_PER_MINUTE, MICROS_PER_SECOND, 's'],
];

/** From there on in two, the second as a whole number. */
const DOUBLE: readonly (readonly [
  below: number,
  size: number,
  name: string,
  minor: number,
  minorName: string,
])[] = [
  [2 * HOUR, MICROS_PER_MINUTE, 'min', MICROS_PER_SECOND, 's'],
  [2 * DAY, HOUR, 'h', MICROS_PER_MINUTE, 'min'],
];

const DAYS = [Infinity, DAY, 'd', HOUR, 'h'] as const;

export function lengthText(length: number): string {
  const size = Math.abs(length);
  const sign = length < 0 ? '-' : '';
  const single = SINGLE.find(([below]) => size < below);
  if (single !== undefined) {
    const [, unit, name] = single;
    return `${sign}${Number((size / unit).toPrecision(DIGITS))} ${name}`;
  }
  const [, unit, name, minor, minorName] = DOUBLE.find(([below]) => size < below) ?? DAYS;
  const minors = Math.round(size / minor);
  const rest = minors % (unit / minor);
  return `${sign}${Math.floor(minors / (unit / minor))} ${name}${rest === 0 ? '' : ` ${rest} ${minorName}`}`;
}

/** All digits of it, where a comparison hangs on them. */
export function exactLengthText(length: number): string {
  const size = Math.abs(length);
  if (size < MICROS_PER_MS) return `${length} us`;
  if (size < MICROS_PER_SECOND) return `${length / MICROS_PER_MS} ms`;
  return `${length / MICROS_PER_SECOND} s`;
}
