/**
 * What a reader of a report should know that no order says: strategies that failed, schedules the run cut off, faults that
 * met nothing, so that a calm run is not read as one that bore them.
 */
import { lengthText } from '../core/ground/length-text.js';
import type { FinishedRun } from '../report/projection/finished-run.js';
import { timingOf } from '../core/plan/timing.js';
import type { SimulationPlan, SimulationResult } from './simulation.js';

export const STRATEGY_FAILED = 'strategy-failed';

export function runWarnings(
  plan: SimulationPlan,
  result: SimulationResult,
): FinishedRun['warnings'] {
  return [
    ...result.strategyFailures.map(({ id, text }) => ({
      code: STRATEGY_FAILED,
      text: `strategy ${id} failed and was ended: ${text}`,
    })),
    ...cutOff(plan),
    ...withoutEffect(result),
  ];
}

function cutOff({ orders, end }: SimulationPlan): FinishedRun['warnings'] {
  return orders.flatMap(({ at, request }, index) => {
    if (request.algo === 'direct') return [];
    const over = (request.start ?? at) + timingOf(request).duration - end;
    if (over <= 0) return [];
    const text = `the run ends ${lengthText(over)} before the schedule of order ${index} does`;
    return [{ code: 'schedule-cut-off', text }];
  });
}

const withoutEffect = ({ faultCounts }: SimulationResult): FinishedRun['warnings'] =>
  [...faultCounts]
    .filter(([, count]) => count === 0)
    .map(([kind]) => ({
      code: 'fault-without-effect',
      text: `fault ${kind} acted on nothing in this run: no request, report or quote met it`,
    }));
