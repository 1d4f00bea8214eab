/** Lengths of time as people say them: 250 us, 12.3 ms, 61.2 s. Never parsed: texts only. */
import { MICROS_PER_MINUTE, MICROS_PER_MS, MICROS_PER_SECOND } from './units.js';

const DIGITS = 3;
const HOUR = 60 * MICROS_PER_MINUTE;
const DAY = 24 * HOUR;
/** Each up to twice the next: 90 s says more than 1.5 min. */
const UNITS: readonly (readonly [below: number, size: number, name: string])[] = [
  [MICROS_PER_MS, 1, 'us'],
  [MICROS_PER_SECOND, MICROS_PER_MS, 'ms'],
  [2 * MICROS_PER_MINUTE, MICROS_PER_SECOND, 's'],
  [2 * HOUR, MICROS_PER_MINUTE, 'min'],
  [2 * DAY, HOUR, 'h'],
  [Infinity, DAY, 'd'],
];

/** Three digits of it. */
export function lengthText(length: number): string {
  const size = Math.abs(length);
  const [, unit, name] = UNITS.find(([below]) => size < below) ?? [0, 1, 'us'];
  return `${Number((length / unit).toPrecision(DIGITS))} ${name}`;
}

/** All digits of it, where a comparison hangs on them. */
export function exactLengthText(length: number): string {
  const size = Math.abs(length);
  if (size < MICROS_PER_MS) return `${length} us`;
  if (size < MICROS_PER_SECOND) return `${length / MICROS_PER_MS} ms`;
  return `${length / MICROS_PER_SECOND} s`;
}
