/**
 * How many inputs an order of a scenario gives the engine to decide on, from the plan that the core would make of it: its
 * slices until the run ends, and the looks at the market and at the venue for each.
 */
import { parseQuantity } from '../core/ground/instrument.js';
import { type EpochMicros, MICROS_PER_SECOND, plus } from '../core/ground/units.js';
import { intervalOf } from '../core/plan/interval.js';
import type { Plan } from '../core/plan/plan.js';
import { routedRequest } from '../core/plan/routing.js';
import { sliceTime } from '../core/plan/schedule.js';
import { makePlan } from '../core/plan/slicer.js';
import { timingOf } from '../core/plan/timing.js';
import { validateRequest } from '../core/plan/validate.js';
import type { RunWindow } from './run-window.js';
import { listingOf } from './scenario/listings.js';
import { requestOf } from './scenario/order-request.js';
import type { Scenario, ScenarioOrder } from './scenario/schema.js';

export interface OrderWork {
  readonly amount: number;
  /** The key that makes it as large as it is; null = the order as a whole. */
  readonly key: keyof ScenarioOrder | null;
  /** How to ask for less. */
  readonly less: string;
}

/** What a slice takes when all goes well: due, looked at, sent, answered, reported, read, told. */
const STEPS_A_SLICE = 16;
/** A slice before a shut gate looks once a second. */
const GATE_LOOKS_PER_SECOND = 1;

const NOTHING: OrderWork = { amount: 0, key: null, less: '' };

export function stepsOfOrder(
  scenario: Scenario,
  order: ScenarioOrder,
  { start, length }: RunWindow,
): OrderWork {
  const planned = planOf(scenario, order, plus(start, order.at));
  if (planned === null) return NOTHING;
  const end = plus(start, length);
  const left = Math.max(0, end - planned.plan.start);
  const slices = slicesUntil(planned.plan, end);
  const pieces = order.completion === 'catch-up' && slices === planned.plan.slices ? slices : 0;
  const amount =
    (slices + pieces) *
      (STEPS_A_SLICE + looksAtSlice(scenario, { order, plan: planned.plan, left })) +
    looksInOutages(scenario, planned.plan, { start, end }) +
    (left / MICROS_PER_SECOND) * GATE_LOOKS_PER_SECOND;
  return { amount, ...wordsOf(order, planned) };
}

interface Planned {
  readonly plan: Plan;
  /** The liquidity limit made more slices than were asked for. */
  readonly split: boolean;
}

/**
 * As the core would plan it, not knowing a price: then no slice is merged for being worth too little, and `auto` slices.
 * Null for an order that is refused.
 */
function planOf(scenario: Scenario, order: ScenarioOrder, now: EpochMicros): Planned | null {
  const instrument = listingOf(scenario, order.symbol)?.instrument;
  if (instrument === undefined) return null;
  const validated = validateRequest(requestOf(order, 0, instrument), instrument);
  if (!validated.ok) return null;
  const { slicing, routing } = scenario.execution;
  const { request: asked } = validated;
  const request = asked.algo === 'auto' ? routedRequest(asked, 'twap', routing) : asked;
  const volume = instrument.adv === null ? null : parseQuantity(instrument, instrument.adv);
  const adv = typeof volume === 'string' ? null : volume;
  const made = makePlan(request, { now, instrument, midTwice: null, adv, config: slicing });
  if (!made.ok) return null;
  const slices = request.algo === 'direct' ? 1 : timingOf(request).slices;
  return { plan: made.plan, split: made.plan.slices > slices };
}

/** How many slices of a plan are due before `end`: their times rise. */
function slicesUntil(plan: Plan, end: EpochMicros): number {
  let [low, high] = [0, plan.slices];
  while (low < high) {
    const middle = Math.floor((low + high) / 2);
    if (sliceTime(plan, middle) < end) low = middle + 1;
    else high = middle;
  }
  return low;
}

/** Looks at the market before a slice is sent, and at its order until the deadline of that. */
function looksAtSlice(
  { execution: { fillDetection, earlyStop } }: Scenario,
  {
    order,
    plan,
    left,
  }: { readonly order: ScenarioOrder; readonly plan: Plan; readonly left: number },
): number {
  const { firstPoll, pollMax, timeout } = fillDetection;
  const interval = intervalOf(plan);
  const rests = order.limitPrice !== undefined && plan.slices > 1;
  const watched = Math.min(left, order.fillTimeout ?? (rests ? interval : timeout));
  const held = Math.min(left, earlyStop.holdMax, Math.max(interval, 1));
  return watched / Math.min(firstPoll, pollMax) + held / earlyStop.holdLook;
}

/** While no question is answered, every order sent so far is asked for again and again: half of an outage on average. */
function looksInOutages(
  { faults, venue, execution: { fillDetection } }: Scenario,
  plan: Plan,
  { start, end }: { readonly start: EpochMicros; readonly end: EpochMicros },
): number {
  const pace = venue.requestTimeout + Math.min(fillDetection.firstPoll, fillDetection.pollMax);
  return faults.reduce((sum, { kind, values }) => {
    const { paths, at, for: lasts } = values;
    if (kind !== 'outage' || typeof at !== 'number' || typeof lasts !== 'number') return sum;
    if (Array.isArray(paths) && !paths.includes('query')) return sum;
    const from = Math.min(end, start + at) as EpochMicros;
    const to = Math.min(end, from + lasts) as EpochMicros;
    const sent = slicesUntil(plan, to) - slicesUntil(plan, from);
    return sum + (sent * (to - from)) / 2 / pace;
  }, 0);
}

function wordsOf(order: ScenarioOrder, { split }: Planned): Pick<OrderWork, 'key' | 'less'> {
  if (split)
    return { key: 'quantity', less: 'write a smaller quantity, or a larger adv of the instrument' };
  const less = 'write fewer slices, or longer waits between looks';
  const key = (['slices', 'interval', 'duration'] as const).find(
    (name) => order[name] !== undefined,
  );
  return { key: key ?? null, less };
}
