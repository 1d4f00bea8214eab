/**
 * The market of a scenario as a tape: recorded files, read once for all seeds, or generated anew for each seed. COIN-M
 * recordings are refused: their contracts are worth coins, which the account of the simulated venue does not know.
 */
import { parsePrice } from '../core/ground/instrument.js';
import { InvariantError } from '../core/ground/invariant.js';
import { MICROS_PER_SECOND, epochMicros, seconds } from '../core/ground/units.js';
import { randomWalkTape } from '../sim/market/random-walk.js';
import { RandomStreams } from '../sim/random/random.js';
import type { Tape } from '../sim/tape/tape.js';
import { instrumentOf } from './scenario/instrument.js';
import type { LoadedScenario } from './scenario/load.js';
import { ScenarioError } from './scenario/problem.js';

/** Where a generated market begins unless the scenario says when: any fixed instant will do. */
export const GENERATED_START = epochMicros(1_704_067_200_000_000);
export const GENERATED_DURATION = seconds(600);
/** The book opens before the run, so that its first order sees a quote. */
const LEAD_IN = seconds(1);

/** The market of one seed. */
export type TapeOfSeed = (seed: number) => Tape;

/** Errors: `DataError` about the files, `ScenarioError` about what the scenario asks of them. */
export async function openMarket(loaded: LoadedScenario): Promise<TapeOfSeed> {
  const { market } = loaded.scenario;
  if (market.synthetic !== undefined) return (seed) => generated(loaded, seed);
  const tape = await recorded(loaded);
  return () => tape;
}

async function recorded(loaded: LoadedScenario): Promise<Tape> {
  const { market } = loaded.scenario;
  const format = market.replay?.format;
  // Loaded on demand: a generated market needs none of the importers.
  const { loadTape } = await import('../data/open.js');
  const tape = await loadTape(loaded.marketFiles, {
    instrument: instrumentOf(loaded.scenario),
    ...(format === undefined ? {} : { format }),
  });
  if (tape.venueKind !== 'coinm') return tape;
  const problem = loaded.locate({
    path: ['market', 'replay', 'files'],
    what: 'a COIN-M recording cannot be replayed',
    why: 'its contracts are settled in coins, which the simulated account does not know',
    fix: 'use a spot or USD-M recording; "squall data inspect" reads this one',
  });
  throw new ScenarioError(loaded.file, [problem]);
}

function generated({ scenario }: LoadedScenario, seed: number): Tape {
  const { synthetic } = scenario.market;
  if (synthetic === undefined) throw new InvariantError('no market to generate');
  const instrument = instrumentOf(scenario);
  const { model: _, startPrice, ...parameters } = synthetic;
  const startTicks = parsePrice(instrument, startPrice);
  if (typeof startTicks === 'string') throw new InvariantError(`unchecked price: ${startPrice}`);
  const { start = GENERATED_START, duration = GENERATED_DURATION } = scenario.clock;
  // Whole milliseconds, as the generator wants them.
  const opens = Math.floor((start - LEAD_IN) / 1_000) * 1_000;
  return randomWalkTape(new RandomStreams(seed).of('market'), {
    ...parameters,
    symbol: instrument.symbol,
    startMicros: opens,
    durationSeconds: (start + duration - opens) / MICROS_PER_SECOND,
    tickSize: instrument.tickSize,
    lotSize: instrument.lotSize,
    startTicks,
  });
}
