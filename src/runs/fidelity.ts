/**
 * The fidelity sheet of a simulated run (F17): which market, which models, which options, what was counted on
 * the way, and what about all this is not real. Words and counts only.
 */
import { InvariantError } from '../core/ground/invariant.js';
import type { Fidelity } from '../report/schema/report.js';
import type { FillOptions } from '../sim/fills/fill-options.js';
import type { Tape } from '../sim/tape/tape.js';
import type { VenueCounters } from '../sim/exchange/venue-port.js';
import { formatDuration } from './scenario/duration.js';
import type { Scenario } from './scenario/schema.js';
import type { SimulationPlan } from './simulation.js';

const VENUE_NAMES: Readonly<Record<Tape['venueKind'], string>> = {
  spot: 'spot',
  usdm: 'USD-M futures',
  coinm: 'COIN-M futures',
  generated: 'random walk',
};

export function fidelityOf(
  scenario: Scenario,
  plan: SimulationPlan,
  counters: VenueCounters,
): Fidelity {
  const tapes = plan.markets.map(({ tape }) => tape);
  const summed = (of: (tape: Tape) => number): number =>
    tapes.reduce((sum, tape) => sum + of(tape), 0);
  return {
    market: tapes.map(marketText).join('; '),
    models: [`L2 book with trades`, queueText(plan), 'account with cash and positions'],
    options: optionsOf(scenario, plan),
    counts: {
      lateDiffs: counters.lateDiffs,
      ineligiblePrints: counters.ineligiblePrints,
      dustRows: summed(({ dustRows }) => dustRows),
      subTickPrints: summed(({ subTickPrints }) => subTickPrints),
      ownCrossings: counters.ownCrossings,
      beyondDepth: counters.beyondDepth,
      desynchronizedMs: Math.round(counters.desynchronizedMicros / 1_000),
    },
    unrealistic: unrealisticOf(scenario, plan),
  };
}

function marketText(tape: Tape): string {
  const kind = VENUE_NAMES[tape.venueKind];
  if (tape.format === 'generated') return `generated ${tape.symbol}, ${kind}`;
  const offset = tape.receivedOffsetMs;
  const clock = offset === null ? '' : `, receive clock shifted by ${offset} ms`;
  return `recorded ${tape.symbol} ${kind} (${tape.format})${clock}`;
}

function queueText(plan: SimulationPlan): string {
  const { queue } = fillOf(plan);
  return queue.kind === 'probabilistic'
    ? `queue ${queue.kind}, power ${queue.power}`
    : `queue ${queue.kind}`;
}

function optionsOf({ venue }: Scenario, plan: SimulationPlan): Readonly<Record<string, string>> {
  const { fees, profile } = plan.venue;
  const fill = fillOf(plan);
  return {
    queue: queueText(plan).replace('queue ', ''),
    through: fill.through,
    refill: fill.refill.kind,
    lateDiffs: fill.lateDiffs,
    settle: [...new Set(plan.markets.map((one) => formatDuration(one.fill.settle)))].join(', '),
    hidden: fill.hidden,
    stopTrigger: fill.stopTrigger,
    stopAlreadyThrough: profile.stopAlreadyThrough,
    idempotency: venue.idempotency,
    validFor: venue.validFor === 'none' ? 'none' : formatDuration(venue.validFor),
    makerBps: fees.makerBps,
    takerBps: fees.takerBps,
  };
}

/** The rules are the same for all markets, but for how old a print may be (`settle`). */
function fillOf({ markets }: SimulationPlan): FillOptions {
  const [first] = markets;
  if (first === undefined) throw new InvariantError('a run without a market');
  return first.fill;
}

/** Each names a cause and in which direction it moves the result. */
function unrealisticOf({ faults }: Scenario, plan: SimulationPlan): readonly string[] {
  const fill = fillOf(plan);
  const tapes = plan.markets.map(({ tape }) => tape);
  const isGenerated = ({ format }: Tape): boolean => format === 'generated';
  return [
    ...(tapes.some(isGenerated)
      ? [
          'a generated market: its flow reacts neither to us nor to itself, so costs are not a forecast',
        ]
      : []),
    ...(tapes.every(isGenerated)
      ? []
      : ['a recorded market does not react to us: impact beyond the liquidity taken is missing']),
    ...(fill.queue.kind === 'none' ? ['no queue: resting orders fill too early'] : []),
    ...(fill.queue.kind === 'back'
      ? ['cancels are taken to come from behind us: resting orders fill late rather than early']
      : []),
    ...(fill.through === 'full'
      ? ['a print through the price fills all of an order: too much']
      : []),
    ...(fill.hidden === 'ignore' ? ['hidden liquidity is left out'] : []),
    ...(tapes.every(({ hasReceiveClock }) => hasReceiveClock)
      ? []
      : ['feed delay is modeled, not measured']),
    ...(faults.some(({ kind }) => kind === 'spread-shift')
      ? ['a shifted spread changes what the engine sees, not what the venue fills at']
      : []),
    'latency is drawn independently of load',
  ];
}
