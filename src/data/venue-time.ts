/**
 * Times as files give them, to epoch microseconds: venues stamp milliseconds or microseconds (Binance offers both), and a
 * stamp outside the years 2001 to 2100 is a damaged one, not a market.
 */
import { MICROS_PER_MS } from '../core/ground/units.js';

/** 2001-09-09 and 2100-01-01. */
const MICROS_MIN = 1e15;
const MICROS_MAX = 4_102_444_800_000_000;
/** Below it a stamp counts milliseconds: 1e14 µs is 1973, 1e14 ms is the year 5138. */
const MILLIS_BELOW = 1e14;

/** A venue's stamp in epoch microseconds; null when it is none. */
export function microsOfStamp(stamp: number): number | null {
  return checkedMicros(stamp < MILLIS_BELOW ? stamp * MICROS_PER_MS : stamp);
}

/** `micros` if it lies in the years we take; else null. */
export const checkedMicros = (micros: number): number | null =>
  micros >= MICROS_MIN && micros < MICROS_MAX ? micros : null;

/**
 * How far a clock may step back between two rows before the file counts as mangled. Smaller steps are real: streams of one
 * venue overtake each other, and recorders' clocks are corrected.
 */
export const STEP_BACK_MAX_MICROS = 1_000_000;
