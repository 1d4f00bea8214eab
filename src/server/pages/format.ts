/**
 * How pages write numbers and times, over what the text report does: grouped digits, a real minus, times since the start of the run, UTC, and one sign
 * for what was not measured. Display only: the exact text is in the API.
 */
import {
  DASH,
  alignedDecimals,
  grouped,
  percentOf,
  roundedDecimal,
} from '../../report/text/numbers.js';

export const NOT_MEASURED = '–';

const DECIMALS_SHOWN = 4;
const MINUS = '\u2212';
const THIN_SPACE = '\u2009';

const signed = (text: string): string => text.replace(/^-/, MINUS);

/** Decimal text with groups of thousands, rounded half-even to `decimals` at most. */
export const decimalText = (text: string | null, decimals = DECIMALS_SHOWN): string =>
  text === null ? NOT_MEASURED : signed(grouped(roundedDecimal(text, decimals)));

/** A column of decimals, each with as many places as the longest needs (`most` at most): points stand below each other. */
export const decimalColumn = (
  column: readonly (string | null)[],
  most = DECIMALS_SHOWN,
): readonly string[] =>
  alignedDecimals(column, most).map((text) =>
    text === DASH ? NOT_MEASURED : signed(grouped(text)),
  );

export const fixed = (value: number | null, decimals = 2): string => {
  if (value === null) return NOT_MEASURED;
  const text = value.toFixed(decimals);
  return signed(Number(text) === 0 ? text.replace('-', '') : text);
};

export const bps = (value: number | null): string => fixed(value);

export const count = (value: number | null): string =>
  value === null ? NOT_MEASURED : decimalText(String(value));

export const percent = (share: number | null): string =>
  share === null ? NOT_MEASURED : `${percentOf(share)}${THIN_SPACE}%`;

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
