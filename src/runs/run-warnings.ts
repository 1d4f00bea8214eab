/**
 * What a reader of a report should know that no order says: strategies that failed, faults that met nothing, so that a
 * calm run is not read as one that bore them, and a funding rate that nothing pays.
 */
import type { FinishedRun } from '../report/projection/finished-run.js';
import { FAULT_KINDS } from '../sim/fault/registry.js';
import type { VenueOptions } from '../sim/exchange/venue-options.js';
import { anchorWarning } from './anchor-warning.js';
import type { SimulationPlan, SimulationResult } from './simulation.js';

export const STRATEGY_FAILED = 'strategy-failed';

export function runWarnings(
  result: SimulationResult,
  { venue }: Pick<SimulationPlan, 'venue'>,
): FinishedRun['warnings'] {
  return [
    ...result.strategyFailures.map(({ id, text }) => ({
      code: STRATEGY_FAILED,
      text: `strategy ${id} failed and was ended: ${text}`,
    })),
    ...(result.audit.notRecovered ?? []).map((text) => ({ code: 'not-recovered', text })),
    ...result.anchorsMissed.map(anchorWarning),
    ...withoutEffect(result),
    ...fundingUnused(venue),
  ];
}

/** A rate that nothing pays (F19). */
const fundingUnused = ({
  account: { funding, derivatives },
}: VenueOptions): FinishedRun['warnings'] =>
  funding.bps === null || derivatives.size > 0
    ? []
    : [
        {
          code: 'funding-without-futures',
          text: 'venue.fundingBps is set and no instrument of this run is a future: nothing is paid; venue.account.futures: true makes them futures',
        },
      ];

/** Of a kind that waited in vain the reason is told already. */
const withoutEffect = ({ faultCounts, anchorsMissed }: SimulationResult): FinishedRun['warnings'] =>
  [...faultCounts]
    .filter(([kind, count]) => count === 0 && !anchorsMissed.some((missed) => missed.kind === kind))
    .map(([kind]) => ({
      code: 'fault-without-effect',
      text: `fault ${kind} acted on nothing in this run: ${whatItMissed(kind)}`,
    }));

const whatItMissed = (kind: string): string =>
  FAULT_KINDS.get(kind)?.restarts === true
    ? 'no process ran, or none wrote to its disk, when it was due'
    : 'no request, report or quote met it';
