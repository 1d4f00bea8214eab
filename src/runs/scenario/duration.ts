/** Lengths of time as scenarios and flags write them: `250ms`, `10s`, `5m`, `2h`, `1d`, `300us`. */
import type { Micros } from '../../core/ground/units.js';

const MICROS_PER_UNIT: ReadonlyMap<string, number> = new Map([
  ['us', 1],
  ['ms', 1_000],
  ['s', 1_000_000],
  ['m', 60_000_000],
  ['h', 3_600_000_000],
  ['d', 86_400_000_000],
]);

const DURATION_PATTERN = /^(\d{1,12})(?:\.(\d{1,6}))?(us|ms|s|m|h|d)$/;

/** Exact whole microseconds; null for anything else, such as a number without a unit or a part of a microsecond. */
export function parseDuration(text: string): Micros | null {
  const match = DURATION_PATTERN.exec(text);
  if (match === null) return null;
  const [, whole = '0', fraction = '', unit = ''] = match;
  const perUnit = MICROS_PER_UNIT.get(unit) ?? 0;
  const scale = 10 ** fraction.length;
  const scaled = BigInt(whole + fraction) * BigInt(perUnit);
  if (scaled % BigInt(scale) !== 0n) return null;
  const micros = Number(scaled / BigInt(scale));
  return Number.isSafeInteger(micros) ? (micros as Micros) : null;
}

/** The shortest exact text: `90s`, `250ms`. */
export function formatDuration(length: Micros): string {
  for (const [unit, perUnit] of [...MICROS_PER_UNIT].reverse()) {
    if (length !== 0 && length % perUnit === 0) return `${length / perUnit}${unit}`;
  }
  return '0s';
}
