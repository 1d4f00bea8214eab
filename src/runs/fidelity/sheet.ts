/**
 * The fidelity sheet of a simulated run (F17): which market, which models, every option in force, what was counted on
 * the way, which rule made the fills, and what about all this is not real, derived option by option. Words and counts.
 */
import type { Fidelity } from '../../report/schema/report.js';
import type { Tape } from '../../sim/tape/tape.js';
import type { VenueCounters } from '../../sim/exchange/venue-port.js';
import type { SimulationPlan, SimulationResult } from '../simulation.js';
import { canMatter } from './can-matter.js';
import { fundingsTold } from './fundings-told.js';
import { fillsByCause } from './fills-by-cause.js';
import { optionsInForce } from './options-in-force.js';
import type { OptionInForce } from './telling.js';

const VENUE_NAMES: Readonly<Record<Tape['venueKind'], string>> = {
  spot: 'spot',
  usdm: 'USD-M futures',
  coinm: 'COIN-M futures',
  generated: 'random walk',
};

export function fidelityOf(
  plan: SimulationPlan,
  { counters, ledger, fundings }: Pick<SimulationResult, 'counters' | 'ledger' | 'fundings'>,
): Fidelity {
  const tapes = plan.markets.map(({ tape }) => tape);
  const options = optionsInForce(plan);
  const values = valuesOf(options);
  const mattered = options.filter(({ name }) => canMatter(plan, name));
  const instruments = plan.markets.map(({ instrument }) => instrument);
  return {
    market: tapes.map(marketText).join('; '),
    models: ['L2 book with trades', `queue ${values['queue']}`, 'account with cash and positions'],
    options: values,
    counts: countsOf(tapes, counters),
    fills: fillsByCause(ledger.executions, instruments),
    unrealistic: [
      ...new Set([
        ...unrealMarket(plan),
        ...fundingsTold(fundings, instruments),
        ...mattered.map(({ unreal }) => unreal),
        ...ALWAYS,
      ]),
    ],
  };
}

function countsOf(tapes: readonly Tape[], counters: VenueCounters): Fidelity['counts'] {
  const summed = (of: (tape: Tape) => number): number =>
    tapes.reduce((sum, tape) => sum + of(tape), 0);
  return {
    lateDiffs: counters.lateDiffs,
    topRows: counters.topRows,
    topCorrections: counters.topCorrections,
    topBidsDiffered: counters.topBids,
    topAsksDiffered: counters.topAsks,
    ineligiblePrints: counters.ineligiblePrints,
    dustRows: summed(({ dustRows }) => dustRows),
    subTickPrints: summed(({ subTickPrints }) => subTickPrints),
    ownCrossings: counters.ownCrossings,
    beyondDepth: counters.beyondDepth,
    desynchronizedMs: Math.round(counters.desynchronizedMicros / 1_000),
  };
}

function marketText(tape: Tape): string {
  const kind = VENUE_NAMES[tape.venueKind];
  if (tape.format === 'generated') return `generated ${tape.symbol}, ${kind}`;
  const offset = tape.receivedOffsetMs;
  const clock = offset === null ? '' : `, receive clock shifted by ${offset} ms`;
  return `recorded ${tape.symbol} ${kind} (${tape.format})${clock}`;
}

/** Several markets may differ in a value; each is named once. */
function valuesOf(options: readonly OptionInForce[]): Readonly<Record<string, string>> {
  const byName = new Map<string, Set<string>>();
  for (const { name, value } of options) {
    const values = byName.get(name);
    if (values === undefined) byName.set(name, new Set([value]));
    else values.add(value);
  }
  return Object.fromEntries([...byName].map(([name, values]) => [name, [...values].join(', ')]));
}

/** Each names a cause and in which direction it moves the result. */
function unrealMarket({ markets, faults }: SimulationPlan): readonly string[] {
  const tapes = markets.map(({ tape }) => tape);
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
    ...(tapes.every(({ hasReceiveClock }) => hasReceiveClock)
      ? []
      : ['feed delay is modeled, not measured']),
    ...(faults.some(({ kind }) => kind === 'spread-shift')
      ? ['a shifted spread changes what the engine sees, not what the venue fills at']
      : []),
  ];
}

const ALWAYS: readonly string[] = ['latency is drawn independently of load'];
