/**
 * What a reader of a report should know that no order says: strategies that failed, and faults that met nothing, so that a calm run is not read as one that bore them.
 */
import type { FinishedRun } from '../report/projection/finished-run.js';
import type { SimulationResult } from './simulation.js';

export const STRATEGY_FAILED = 'strategy-failed';

export function runWarnings(result: SimulationResult): FinishedRun['warnings'] {
  return [
    ...result.strategyFailures.map(({ id, text }) => ({
      code: STRATEGY_FAILED,
      text: `strategy ${id} failed and was ended: ${text}`,
    })),
    ...withoutEffect(result),
  ];
}

const withoutEffect = ({ faultCounts }: SimulationResult): FinishedRun['warnings'] =>
  [...faultCounts]
    .filter(([, count]) => count === 0)
    .map(([kind]) => ({
      code: 'fault-without-effect',
      text: `fault ${kind} acted on nothing in this run: no request, report or quote met it`,
    }));
