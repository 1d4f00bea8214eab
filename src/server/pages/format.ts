/**
 * How pages write numbers and times: grouped digits, a real minus, times since the start of the run, UTC, and one sign
 * for what was not measured. Display only: the exact text is in the API.
 */
import { formatDecimal, parseDecimal, rescale } from '../../core/ground/decimal.js';

export const NOT_MEASURED = '–';

const DECIMALS_SHOWN = 4;
const MINUS = '\u2212';
const THIN_SPACE = '\u2009';

const signed = (text: string): string => text.replace(/^-/, MINUS);

/** Decimal text with groups of thousands, rounded half-even to `decimals` at most. */
export function decimalText(text: string | null, decimals = DECIMALS_SHOWN): string {
  if (text === null) return NOT_MEASURED;
  const value = parseDecimal(text);
  if (value === null) return text;
  const short =
    value.scale <= decimals
      ? text
      : formatDecimal({ mantissa: rescale(value, decimals, 'half-even'), scale: decimals });
  const [whole = '', fraction] = short.split('.');
  const grouped = whole.replace(/\B(?=(\d{3})+$)/g, ',');
  return signed(fraction === undefined ? grouped : `${grouped}.${fraction}`);
}

/** A column of decimals, each with as many places as the longest needs (`most` at most): points stand below each other. */
export function decimalColumn(
  column: readonly (string | null)[],
  most = DECIMALS_SHOWN,
): readonly string[] {
  const shown = column.map((text) => decimalText(text, most));
  const placesOf = (text: string): number => text.split('.')[1]?.length ?? 0;
  const places = Math.max(0, ...shown.map(placesOf));
  return shown.map((text) => {
    const missing = places - placesOf(text);
    if (text === NOT_MEASURED || missing === 0) return text;
    return `${text}${missing === places ? '.' : ''}${'0'.repeat(missing)}`;
  });
}

export const fixed = (value: number | null, decimals = 2): string => {
  if (value === null) return NOT_MEASURED;
  const text = value.toFixed(decimals);
  return signed(Number(text) === 0 ? text.replace('-', '') : text);
};

export const bps = (value: number | null): string => fixed(value);

export const count = (value: number | null): string =>
  value === null ? NOT_MEASURED : decimalText(String(value));

/** A share of one as per cent; only the whole is 100, only nothing is 0. */
export function percent(share: number | null): string {
  if (share === null) return NOT_MEASURED;
  const text = (share * 100).toFixed(1);
  const shown = share < 1 && text === '100.0' ? '99.9' : text;
  return `${shown.replace(/\.0$/, '')}${THIN_SPACE}%`;
}

const SECOND_MS = 1_000;
const MINUTE_MS = 60_000;

/** A length of time: 0.4 ms, 12 ms, 4.52 s, 8 min 5 s. */
export function milliseconds(value: number | null): string {
  if (value === null) return NOT_MEASURED;
  if (value < 10) return `${signed(String(Math.round(value * 10) / 10))} ms`;
  if (value < SECOND_MS) return `${Math.round(value)} ms`;
  if (value < MINUTE_MS) return `${(value / SECOND_MS).toFixed(2)} s`;
  const seconds = Math.round(value / SECOND_MS);
  const rest = seconds % 60;
  return `${Math.floor(seconds / 60)} min${rest === 0 ? '' : ` ${rest} s`}`;
}

/** Since the start of the run: m:ss.mmm, or h:mm:ss.mmm. */
export function since(at: number | null, start: number): string {
  if (at === null) return NOT_MEASURED;
  const total = Math.abs(Math.round((at - start) / 1_000));
  const two = (value: number): string => String(value).padStart(2, '0');
  const minutes = Math.floor(total / MINUTE_MS);
  const clock = minutes < 60 ? `${minutes}` : `${Math.floor(minutes / 60)}:${two(minutes % 60)}`;
  const rest = total % MINUTE_MS;
  const seconds = `${two(Math.floor(rest / SECOND_MS))}.${String(rest % SECOND_MS).padStart(3, '0')}`;
  return `${at < start ? MINUS : ''}${clock}:${seconds}`;
}

/** 2024-08-08 23:54:40 UTC. */
export const utc = (micros: number): string =>
  `${new Date(micros / 1_000).toISOString().slice(0, 19).replace('T', ' ')} UTC`;

/** `pending_new` and `SPREAD_TOO_WIDE` as words. */
export const words = (code: string): string => code.toLowerCase().replaceAll(/[_-]/g, ' ');

export const plural = (amount: number, one: string, many = `${one}s`): string =>
  `${count(amount)} ${amount === 1 ? one : many}`;
