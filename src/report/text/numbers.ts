/**
 * Numbers, amounts and times as text: the same words for them in reports, traces, explanations and pages. What was not
 * measured has a sign of its own, never 0.
 */
import { type Instrument, formatAverage } from '../../core/ground/instrument.js';
import { type EpochMicros, MICROS_PER_SECOND } from '../../core/ground/units.js';

/** 1234567 -> 1,234,567 */
export const grouped = (count: number): string => String(count).replace(/\B(?=(\d{3})+$)/g, ',');

/** What was not measured is a dash in tables. */
export const DASH = '-';

export const bpsText = (bps: number | null, digits = 4): string =>
  bps === null ? DASH : bps.toFixed(digits);

/** Never rounds up to a whole that was not reached. */
export function percentText(share: number | null): string {
  if (share === null) return 'not measured';
  const percent = share * 100;
  if (share < 1 && percent > 99.9) return '> 99.9 %';
  return `${Number(percent.toFixed(1))} %`;
}

const SIGNIFICANT_DIGITS = 9;
const FRACTION_DIGITS_MAX = 8;

/** An exact decimal for the eye: nine significant digits. */
export function shortDecimal(text: string): string {
  const short = String(Number(Number(text).toPrecision(SIGNIFICANT_DIGITS)));
  return short.includes('e') || short.length >= text.length ? text : short;
}

/** Amounts of one column with their points under each other; eight decimals at most. */
export function alignedDecimals(amounts: readonly (string | null)[]): readonly string[] {
  const fractions = amounts.map((amount) => amount?.split('.')[1]?.length ?? 0);
  const digits = Math.min(FRACTION_DIGITS_MAX, Math.max(0, ...fractions));
  return amounts.map((amount) => (amount === null ? DASH : Number(amount).toFixed(digits)));
}

/** bid + ask as a price on the half tick. */
export const formatMid = (instrument: Instrument, midTwice: number | null): string | null =>
  midTwice === null ? null : formatAverage(instrument, BigInt(midTwice), 2n);

const PADDED = 2;
const MICROS_DIGITS = 6;

/** hh:mm:ss.micros since `start`; negative before it. */
export function formatOffset(at: EpochMicros, start: EpochMicros): string {
  const length = Math.abs(at - start);
  const seconds = Math.floor(length / MICROS_PER_SECOND);
  const two = (value: number): string => String(value).padStart(PADDED, '0');
  const clock = [Math.floor(seconds / 3600), Math.floor(seconds / 60) % 60, seconds % 60].map(two);
  const rest = String(length % MICROS_PER_SECOND).padStart(MICROS_DIGITS, '0');
  return `${at < start ? '-' : ''}${clock.join(':')}.${rest}`;
}

/** A length of time as people say it: 250 us, 12.3 ms, 4.5 s. */
export function formatLength(length: number): string {
  const size = Math.abs(length);
  if (size < 1_000) return `${length} us`;
  if (size < MICROS_PER_SECOND) return `${length / 1_000} ms`;
  return `${length / MICROS_PER_SECOND} s`;
}
