/** How long a bar of market data is, as a client writes it: "1Min", "15T", "1Hour", "1Day". Pure. */
import { MICROS_PER_DAY, MICROS_PER_MINUTE } from '../../../core/ground/units.js';

export type TimeFrame =
  { readonly kind: 'day' } | { readonly kind: 'length'; readonly length: number };

/** Minutes of each unit, and how many of it a bar may have. */
const UNITS: Readonly<Record<string, readonly [minutes: number, most: number]>> = {
  Min: [1, 59],
  T: [1, 59],
  Hour: [60, 23],
  H: [60, 23],
};

/** Null: none that is spoken here, or one that does not part a day into equals. */
export function timeFrame(text: string): TimeFrame | null {
  if (text === '1Day' || text === '1D') return { kind: 'day' };
  const [, digits = '', unit = ''] = /^([1-9]\d?)([A-Za-z]+)$/.exec(text) ?? [];
  const [minutes, most] = UNITS[unit] ?? [0, 0];
  const count = Number(digits);
  const length = count * minutes * MICROS_PER_MINUTE;
  if (length === 0 || count > most || MICROS_PER_DAY % length !== 0) return null;
  return { kind: 'length', length };
}
