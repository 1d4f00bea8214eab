/**
 * What a reader of a report should know that no order says: strategies that failed, and faults that met nothing, so that a calm run is not read as one that bore them.
 */
import type { FinishedRun } from '../report/projection/finished-run.js';
import { anchorWarning } from './anchor-warning.js';
import type { SimulationResult } from './simulation.js';

export const STRATEGY_FAILED = 'strategy-failed';

export function runWarnings(result: SimulationResult): FinishedRun['warnings'] {
  return [
    ...result.strategyFailures.map(({ id, text }) => ({
      code: STRATEGY_FAILED,
      text: `strategy ${id} failed and was ended: ${text}`,
    })),
    ...result.anchorsMissed.map(anchorWarning),
    ...withoutEffect(result),
  ];
}

/** Of a kind that waited in vain the reason is told already. */
const withoutEffect = ({ faultCounts, anchorsMissed }: SimulationResult): FinishedRun['warnings'] =>
  [...faultCounts]
    .filter(([kind, count]) => count === 0 && !anchorsMissed.some((missed) => missed.kind === kind))
    .map(([kind]) => ({
      code: 'fault-without-effect',
      text: `fault ${kind} acted on nothing in this run: no request, report or quote met it`,
    }));
