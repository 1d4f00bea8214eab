/** A span of virtual time, the start included, the end not: when a fault acts. */
import { type EpochMicros, type Micros, plus } from '../../core/ground/units.js';

export interface TimeWindow {
  readonly from: EpochMicros;
  readonly to: EpochMicros;
}

export function windowOf(start: EpochMicros, at: Micros, length: Micros): TimeWindow {
  const from = plus(start, at);
  return { from, to: plus(from, length) };
}

export const isIn = (window: TimeWindow, at: EpochMicros): boolean =>
  at >= window.from && at < window.to;
