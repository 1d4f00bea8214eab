/**
 * TWAP-1: how many slices a request asks for, and how they are spaced, from whichever of duration, slices and interval
 * it gives. What the market or the venue makes of it is `slicer.ts`.
 */
import { type Micros, MICROS_PER_MINUTE, seconds } from '../ground/units.js';
import type { OrderRequest } from '../order/order-request.js';
import type { Spacing } from './plan.js';

const DEFAULT_SLICES = 5;
const DEFAULT_INTERVAL = seconds(30);
/** More would be a typo; it also keeps k x (duration mod N) below 2^53. */
export const SLICES_MAX = 10_000_000;
/** 30 years: keeps every time of a plan a safe integer. */
export const DURATION_MAX = seconds(30 * 365 * 86_400);

export type TimingRequest = Pick<OrderRequest, 'duration' | 'slices' | 'interval'>;

export interface Timing {
  readonly slices: number;
  readonly spacing: Spacing;
  /** The whole length that the slices share. */
  readonly duration: Micros;
}

/** A request whose figures `timingProblems` has passed. */
export function timingOf({ duration, slices, interval }: TimingRequest): Timing {
  if (duration === null) return byInterval(slices ?? DEFAULT_SLICES, interval ?? DEFAULT_INTERVAL);
  if (interval !== null)
    return { ...byInterval(Math.ceil(duration / interval), interval), duration };
  return byDuration(slices ?? Math.max(1, Math.floor(duration / MICROS_PER_MINUTE)), duration);
}

const byInterval = (slices: number, interval: Micros): Timing => ({
  slices,
  spacing: { kind: 'interval', interval },
  duration: (slices * interval) as Micros,
});

export const byDuration = (slices: number, duration: Micros): Timing => ({
  slices,
  spacing: { kind: 'duration', duration },
  duration,
});
