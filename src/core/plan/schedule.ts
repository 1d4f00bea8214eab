/**
 * When the slices of a plan start: computed from the plan's numbers when needed, in integers (TWAP-1, TWAP-3). Lengths
 * are session time: closed hours do not count.
 *
 * Invariant: `sliceTime` strictly rises with k (S16).
 */
import { sessionsOf } from '../ground/calendar/calendar-of.js';
import { invariant } from '../ground/invariant.js';
import { type EpochMicros, type Micros, plus } from '../ground/units.js';
import type { Plan } from './plan.js';

/** Fails for a slice that the plan does not have. */
export const checkSlice = (plan: Plan, slice: number): void => {
  invariant(
    Number.isInteger(slice) && slice >= 0 && slice < plan.slices,
    `no slice ${slice} of ${plan.slices}`,
  );
};

/** Session time from the plan's start to slice k: k*interval, or floor(k*duration / N) without leaving 2^53. */
export function sliceOffset(plan: Plan, slice: number): Micros {
  checkSlice(plan, slice);
  if (plan.spacing.kind === 'interval') return (slice * plan.spacing.interval) as Micros;
  const { duration } = plan.spacing;
  const whole = Math.floor(duration / plan.slices);
  return (slice * whole + Math.floor((slice * (duration % plan.slices)) / plan.slices)) as Micros;
}

export const sliceTime = (plan: Plan, slice: number): EpochMicros =>
  sessionsOf(plan).addSessionTime(plan.start, sliceOffset(plan, slice));

/** Session time that the plan takes in all; 0 for a direct order. */
export const planDuration = (plan: Plan): Micros =>
  plan.spacing.kind === 'interval'
    ? ((plan.slices * plan.spacing.interval) as Micros)
    : plan.spacing.duration;

/** When the last slice's time is over. A plan may end at a close, though nothing may begin there. */
export function planEnd(plan: Plan): EpochMicros {
  const duration = planDuration(plan);
  if (duration === 0) return plan.start;
  const lastInstant = sessionsOf(plan).addSessionTime(plan.start, (duration - 1) as Micros);
  return plus(lastInstant, 1 as Micros);
}
