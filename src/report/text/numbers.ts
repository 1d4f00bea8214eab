/**
 * Numbers, amounts and times as text: the same words for them in reports, traces, explanations and pages. What was not
 * measured has a sign of its own, never 0.
 */
import { formatDecimal, parseDecimal, rescale } from '../../core/ground/decimal.js';
import { type Instrument, formatAverage } from '../../core/ground/instrument.js';
import { type EpochMicros, MICROS_PER_SECOND } from '../../core/ground/units.js';

/** 1234567 -> 1,234,567; of a decimal, its whole part. */
export function grouped(value: number | string): string {
  const [whole = '', fraction] = String(value).split('.');
  const groups = whole.replace(/\B(?=(\d{3})+$)/g, ',');
  return fraction === undefined ? groups : `${groups}.${fraction}`;
}

/** What was not measured is a dash in tables. */
export const DASH = '-';

export const bpsText = (bps: number | null, digits = 4): string =>
  bps === null ? DASH : bps.toFixed(digits);

const BPS_ROUNDED = 2;

/** For the eye: the second place of a basis point is a millionth of the price. */
export function roundBps(bps: number | null): string {
  if (bps === null) return DASH;
  const text = grouped(bps.toFixed(BPS_ROUNDED));
  return Number(text) === 0 ? text.replace('-', '') : text;
}

/** Digits of the largest amount that are worth reading. */
const MONEY_DIGITS = 4;
const MONEY_PLACES_MIN = 2;

/** Amounts of one column rounded alike: to cents, finer where the largest of them is small (a price in BTC). */
export function roundMoney(amounts: readonly (string | null)[]): readonly string[] {
  const sizes = amounts.map((amount) => Math.abs(Number(amount ?? 0)));
  const largest = Math.max(0, ...sizes);
  const whole = largest === 0 ? MONEY_DIGITS : Math.floor(Math.log10(largest)) + 1;
  const places = Math.min(FRACTION_DIGITS_MAX, Math.max(MONEY_PLACES_MIN, MONEY_DIGITS - whole));
  return amounts.map((amount) => {
    if (amount === null) return DASH;
    const rounded = grouped(padded(roundedDecimal(amount, places), places));
    return /[1-9]/.test(rounded) ? rounded : rounded.replace('-', '');
  });
}

const PERCENT_STEP = 0.1;

/**
 * A share of one in per cent, with one place; never rounds up to a whole that was not reached, nor down to nothing what is
 * some.
 */
export function percentOf(share: number): string {
  const percent = share * 100;
  if (share < 1 && percent > 100 - PERCENT_STEP) return '> 99.9';
  const rounded = Number(percent.toFixed(1));
  if (rounded !== 0 || share === 0) return String(rounded);
  return share > 0 ? `< ${PERCENT_STEP}` : `> -${PERCENT_STEP}`;
}

export const percentText = (share: number | null): string =>
  share === null ? 'not measured' : `${percentOf(share)} %`;

const SIGNIFICANT_DIGITS = 9;
const FRACTION_DIGITS_MAX = 8;

/** An exact decimal for the eye: nine significant digits. */
export function shortDecimal(text: string): string {
  const short = String(Number(Number(text).toPrecision(SIGNIFICANT_DIGITS)));
  return short.includes('e') || short.length >= text.length ? text : short;
}

/** Rounded half-even to `most` places; as it is where it has no more. */
export function roundedDecimal(text: string, most: number): string {
  const value = parseDecimal(text);
  if (value === null || value.scale <= most) return text;
  return formatDecimal({ mantissa: rescale(value, most, 'half-even'), scale: most });
}

export const placesOf = (text: string): number => text.split('.')[1]?.length ?? 0;

/** Amounts of one column with their points under each other: as many places as the longest has, `most` at most. */
export function alignedDecimals(
  amounts: readonly (string | null)[],
  most: number = FRACTION_DIGITS_MAX,
): readonly string[] {
  const rounded = amounts.map((amount) => (amount === null ? null : roundedDecimal(amount, most)));
  const places = Math.max(0, ...rounded.map((amount) => (amount === null ? 0 : placesOf(amount))));
  return rounded.map((amount) => (amount === null ? DASH : padded(amount, places)));
}

export function padded(amount: string, places: number): string {
  const missing = places - placesOf(amount);
  if (missing === 0) return amount;
  return `${amount}${missing === places ? '.' : ''}${'0'.repeat(missing)}`;
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

/** hh:mm:ss.mmm since `start`, for those who read and do not measure. */
export const formatClock = (at: EpochMicros, start: EpochMicros): string =>
  formatOffset(at, start).slice(0, -3);
