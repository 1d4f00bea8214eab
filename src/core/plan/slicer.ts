/**
 * A request becomes a plan (TWAP-1, -2, -3, -6, -7): pure, integers only. Everything that came from outside (now, mid,
 * volume) is an argument, so the same input gives the same plan; a stored plan is never made again (RCV-2).
 *
 * Invariant: the quantities of all slices sum to exactly Q, the largest and the smallest differ by at most one lot, the
 * larger ones come first (S16).
 *
 * Unrealistic: the value of a slice is measured at one price, the limit's or the mid at arrival, not at the price it
 * will meet.
 */
import { lengthText } from '../ground/length-text.js';
import { sessionsOf } from '../ground/calendar/calendar-of.js';
import { dateOfDays } from '../ground/calendar/civil-date.js';
import { invariant } from '../ground/invariant.js';
import type { OrderRequest, RequestProblem } from '../order/order-request.js';
import { type EpochMicros, type Lots, type Micros, MICROS_PER_DAY } from '../ground/units.js';
import { type LiquidityLimit, liquidityLimit } from './liquidity.js';
import { type SliceMinimum, sliceMinimum } from './minimum.js';
import type { Plan, PlanWarning } from './plan.js';
import type { PlanContext } from './plan-context.js';
import { checkSlice, planDuration } from './schedule.js';
import { type Timing, SLICES_MAX, byDuration, timingOf } from './timing.js';

export type PlanResult =
  | { readonly ok: true; readonly plan: Plan; readonly warnings: readonly PlanWarning[] }
  | { readonly ok: false; readonly problems: readonly RequestProblem[] };

/** Plans a validated request; `algo` of `auto` is settled before (TWAP-9), a direct order is one slice. */
export function makePlan(request: OrderRequest, context: PlanContext): PlanResult {
  invariant(request.algo !== 'auto', 'routing comes before planning');
  const minimum = sliceMinimum(request, context);
  if (minimum.venueLots > request.quantity) return refused([belowMinimum(minimum)]);
  const limit = liquidityLimit(context);
  const asked = request.algo === 'direct' ? byDuration(1, 0 as Micros) : timingOf(request);
  const fitted =
    request.algo === 'direct'
      ? { timing: asked, warnings: [] }
      : fit(request.quantity, asked, { minimum, limit });
  const started = startOf(request, context);
  if (!started.ok) return refused(started.problems);
  const plan = planOf(request.quantity, fitted.timing, {
    start: started.start,
    calendar: context.instrument.calendar,
    ...daysOf(context.instrument),
    maxSliceQuantity: limit.maxSliceQuantity,
  });
  const problems = sessionProblems(plan, request.acrossSessions);
  if (problems.length > 0) return refused(problems);
  const warnings = [
    ...minimum.warnings,
    ...limit.warnings,
    ...fitted.warnings,
    ...started.warnings,
    ...sizeWarnings(plan, minimum),
  ];
  return { ok: true, plan, warnings };
}

/** Lots of slice k: never changed at execution time (TWAP-8). */
export function sliceQuantity(plan: Plan, slice: number): Lots {
  checkSlice(plan, slice);
  return (slice < plan.remainder ? plan.baseQuantity + 1 : plan.baseQuantity) as Lots;
}

/** Q, as the slices sum to it. */
export const planQuantity = (plan: Plan): Lots =>
  (plan.baseQuantity * plan.slices + plan.remainder) as Lots;

const refused = (problems: readonly RequestProblem[]): PlanResult => ({ ok: false, problems });

const belowMinimum = (minimum: SliceMinimum): RequestProblem => ({
  field: 'quantity',
  text: minimum.venueText,
});

interface SizeLimits {
  readonly minimum: SliceMinimum;
  readonly limit: LiquidityLimit;
}

/** Raises N for the liquidity limit, then lowers it for the minimum, which wins. The length stays as asked. */
function fit(
  quantity: Lots,
  asked: Timing,
  { minimum, limit }: SizeLimits,
): { readonly timing: Timing; readonly warnings: readonly PlanWarning[] } {
  const warnings: PlanWarning[] = [];
  let slices = Math.min(asked.slices, quantity);
  if (slices < asked.slices) {
    warnings.push({
      code: 'SLICES_LIMITED_BY_LOTS',
      text: `${asked.slices} slices of ${quantity} lots became ${slices}`,
    });
  }
  const { maxSliceQuantity } = limit;
  if (maxSliceQuantity !== null && Math.ceil(quantity / slices) > maxSliceQuantity) {
    const needed = Math.min(Math.ceil(quantity / maxSliceQuantity), asked.duration, SLICES_MAX);
    warnings.push({
      code: 'SLICES_SPLIT',
      text: `${slices} slices became ${needed}: none above ${maxSliceQuantity} lots, ${limit.reason}`,
    });
    slices = needed;
  }
  const most = Math.max(1, Math.floor(quantity / minimum.lots));
  if (slices > most) {
    warnings.push({
      code: 'SLICES_MERGED',
      text: `${slices} slices became ${most}: none below ${minimum.lots} lots, ${minimum.reason}`,
    });
    slices = most;
  }
  return { timing: slices === asked.slices ? asked : byDuration(slices, asked.duration), warnings };
}

function planOf(
  quantity: Lots,
  timing: Timing,
  rest: Pick<Plan, 'start' | 'calendar' | 'maxSliceQuantity'>,
): Plan {
  const baseQuantity = Math.floor(quantity / timing.slices) as Lots;
  return {
    spacing: timing.spacing,
    slices: timing.slices,
    baseQuantity,
    remainder: quantity - baseQuantity * timing.slices,
    ...rest,
  };
}

type Start =
  | { readonly ok: true; readonly start: EpochMicros; readonly warnings: readonly PlanWarning[] }
  | { readonly ok: false; readonly problems: readonly RequestProblem[] };

/** Now or later, and in session. */
function startOf(request: OrderRequest, { now, instrument }: PlanContext): Start {
  const calendar = sessionsOf(instrument);
  const asked = request.start ?? now;
  const warnings: PlanWarning[] = [];
  if (asked < now)
    warnings.push({
      code: 'START_PAST',
      text: `its start is ${lengthText(now - asked)} past: the plan starts at once`,
    });
  const wanted = Math.max(asked, now) as EpochMicros;
  if (!calendar.covers(wanted) || !calendar.hasSessionTime(wanted, 1 as Micros)) {
    const day = dateOfDays(Math.floor(wanted / MICROS_PER_DAY));
    const text = `calendar ${calendar.name} knows no session at or after ${day}`;
    return { ok: false, problems: [{ field: 'start', text }] };
  }
  const start = calendar.nextOpen(wanted);
  if (start > wanted) {
    warnings.push({
      code: 'START_MOVED_TO_OPEN',
      text: `the market is closed: the plan starts ${lengthText(start - wanted)} later, at the open`,
    });
  }
  return { ok: true, start, warnings };
}

const daysOf = ({ venueDays }: PlanContext['instrument']): Pick<Plan, 'venueDays'> =>
  venueDays === undefined ? {} : { venueDays };

/** TWAP-3: within one session unless asked otherwise, and within what the calendar knows. */
function sessionProblems(plan: Plan, acrossSessions: boolean): readonly RequestProblem[] {
  const calendar = sessionsOf(plan);
  const session = calendar.sessionAt(plan.start);
  invariant(session !== null, 'a plan starts in session');
  const left = calendar.sessionTimeBetween(plan.start, session.close);
  const needed = planDuration(plan);
  if (needed <= left) return [];
  if (!acrossSessions) {
    const text = `needs ${lengthText(needed)} and the session has ${lengthText(left)} left: it would end after the close (acrossSessions)`;
    return [{ field: 'duration', text }];
  }
  return calendar.hasSessionTime(plan.start, needed)
    ? []
    : [
        {
          field: 'duration',
          text: `calendar ${calendar.name} ends before ${lengthText(needed)} of session time have passed`,
        },
      ];
}

function sizeWarnings(plan: Plan, minimum: SliceMinimum): readonly PlanWarning[] {
  const warnings: PlanWarning[] = [];
  const largest = plan.baseQuantity + Math.sign(plan.remainder);
  if (plan.maxSliceQuantity !== null && largest > plan.maxSliceQuantity) {
    warnings.push({
      code: 'LIQUIDITY_LIMIT_EXCEEDED',
      text: `slices of ${largest} lots are above the liquidity limit of ${plan.maxSliceQuantity}`,
    });
  }
  if (plan.baseQuantity < minimum.lots) {
    warnings.push({
      code: 'BELOW_MIN_SLICE_VALUE',
      text: `slices of ${plan.baseQuantity} lots are below ${minimum.lots}, ${minimum.reason}`,
    });
  }
  return warnings;
}
