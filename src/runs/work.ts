/**
 * How much a scenario asks for, estimated before anything is generated or run, and refused beyond a limit: a duration or a
 * rate with a digit too many would otherwise take the machine's memory or its day. Rather too much than too little, but for
 * what strategies send, and for orders that stay unknown without an outage.
 */
import { MICROS_PER_SECOND } from '../core/ground/units.js';
import { rowsPerSecond } from '../sim/market/random-walk-bounds.js';
import { stepsOfOrder } from './order-work.js';
import type { RunWindow } from './run-window.js';
import { askedOrders } from './scenario/asked-orders.js';
import type { Found, Path } from './scenario/problem.js';
import { listingsOf } from './scenario/listings.js';
import type { Scenario } from './scenario/schema.js';
import type { WorkLimits } from './scenario/work-limits.js';

/** One part of the work, what asks for it, and how to ask for less. */
interface Part {
  readonly amount: number;
  readonly path: Path;
  readonly less: string;
}

export function workProblems(
  scenario: Scenario,
  window: RunWindow,
  limits: WorkLimits,
): readonly Found[] {
  const rows = generatedRows(scenario, window);
  const steps = askedOrders(scenario).map(({ order, path }): Part => {
    const { amount, key, less } = stepsOfOrder(scenario, order, window);
    return { amount, less, path: [...path, ...(key === null ? [] : [key])] };
  });
  return [
    ...tooMuch(rows, limits.rows, 'rows of generated market', 'SQUALL_RUN_ROWS_MAX'),
    ...tooMuch(steps, limits.steps, 'steps of the engine', 'SQUALL_RUN_STEPS_MAX'),
  ];
}

function generatedRows(scenario: Scenario, { length }: RunWindow): readonly Part[] {
  const lasts = length / MICROS_PER_SECOND + 1;
  return listingsOf(scenario).flatMap(({ market, marketPath }): readonly Part[] => {
    if (market.synthetic === undefined) return [];
    const path =
      scenario.clock.duration === undefined ? [...marketPath, 'synthetic'] : ['clock', 'duration'];
    const less = 'write a shorter clock.duration or fewer messagesPerSecond and changesPerMessage';
    return [{ amount: lasts * rowsPerSecond(market.synthetic), path, less }];
  });
}

/** Told at the largest part. */
function tooMuch(
  parts: readonly Part[],
  limit: number,
  unit: string,
  setting: string,
): readonly Found[] {
  const total = Math.ceil(parts.reduce((sum, { amount }) => sum + amount, 0));
  const [largest] = parts.toSorted((a, b) => b.amount - a.amount);
  if (total <= limit || largest === undefined) return [];
  const { path, less } = largest;
  const what = `this run comes to about ${grouped(total)} ${unit}: the limit is ${grouped(limit)}`;
  return [{ path, what, fix: `${less}, or raise the limit with ${setting}` }];
}

const grouped = (count: number): string =>
  count >= 1e15 ? count.toExponential(1) : String(count).replace(/\B(?=(\d{3})+$)/g, ',');
