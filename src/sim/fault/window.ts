/** A span of virtual time, the start included, the end not: when a fault acts. */
import type { EpochMicros } from '../../core/ground/units.js';

export interface TimeWindow {
  readonly from: EpochMicros;
  readonly to: EpochMicros;
}

export const isIn = (window: TimeWindow, at: EpochMicros): boolean =>
  at >= window.from && at < window.to;
