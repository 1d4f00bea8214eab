/**
 * The markets of a scenario as tapes, in the order of its instruments: recorded files, read once for all seeds, or
 * generated anew for each seed over the span of the run. COIN-M recordings are refused: their contracts are worth coins,
 * which the account of the simulated venue does not know.
 */
import { parsePrice } from '../core/ground/instrument.js';
import { InvariantError } from '../core/ground/invariant.js';
import { MICROS_PER_SECOND } from '../core/ground/units.js';
import { randomWalkTape } from '../sim/market/random-walk.js';
import { RandomStreams } from '../sim/random/random.js';
import type { Tape } from '../sim/tape/tape.js';
import { type ScenarioListing, drawsBySymbol, listingsOf } from './scenario/listings.js';
import type { LoadedScenario } from './scenario/load.js';
import { ScenarioError } from './scenario/problem.js';
import { type RunWindow, runWindow } from './run-window.js';

/** The book opens before the run, so that its first order sees a quote. */
const LEAD_IN = MICROS_PER_SECOND;

/** One tape per instrument; null where it is generated from the seed. */
export type RecordedTapes = readonly (Tape | null)[];

/** The markets of one seed. */
export type TapesOfSeed = (seed: number) => readonly Tape[];

/** Errors: `DataError` about the files, `ScenarioError` about what the scenario asks of them. */
export async function openMarkets(loaded: LoadedScenario): Promise<TapesOfSeed> {
  const listings = listingsOf(loaded.scenario);
  const recorded: (Tape | null)[] = [];
  for (const [index, listing] of listings.entries()) {
    const isRecorded = listing.market.synthetic === undefined;
    const files = loaded.marketFiles[index] ?? [];
    recorded.push(isRecorded ? await recordedTape(loaded, listing, files) : null);
  }
  return tapesOfSeed(loaded, recorded);
}

/** As `openMarkets`, with the recorded ones at hand. */
export function tapesOfSeed(loaded: LoadedScenario, recorded: RecordedTapes): TapesOfSeed {
  const { scenario } = loaded;
  const listings = listingsOf(scenario);
  const window = runWindow(
    scenario,
    recorded.filter((tape) => tape !== null),
  );
  const bySymbol = drawsBySymbol(scenario);
  return (seed) =>
    listings.map((listing, index) => {
      const tape = recorded[index] ?? null;
      if (tape !== null) return tape;
      const { symbol } = listing.instrument;
      const purpose = bySymbol ? `market.${symbol}` : 'market';
      return generated(listing, window, new RandomStreams(seed).of(purpose));
    });
}

async function recordedTape(
  loaded: LoadedScenario,
  { instrument, market, marketPath }: ScenarioListing,
  files: readonly string[],
): Promise<Tape> {
  const { format, symbol = instrument.symbol } = market.replay ?? {};
  // Loaded on demand: a generated market needs none of the importers.
  const { loadTape } = await import('../data/open.js');
  const tape = await loadTape(files, {
    instrument: { ...instrument, symbol },
    ...(format === undefined ? {} : { format }),
  });
  if (tape.venueKind !== 'coinm')
    return symbol === instrument.symbol ? tape : { ...tape, symbol: instrument.symbol };
  const problem = loaded.locate({
    path: [...marketPath, 'replay', 'files'],
    what: 'a COIN-M recording cannot be replayed',
    why: 'its contracts are settled in coins, which the simulated account does not know',
    fix: 'use a spot or USD-M recording; "squall data inspect" reads this one',
  });
  throw new ScenarioError(loaded.file, [problem]);
}

function generated(
  { instrument, market: { synthetic } }: ScenarioListing,
  { start, length }: RunWindow,
  source: ReturnType<RandomStreams['of']>,
): Tape {
  if (synthetic === undefined) throw new InvariantError('no market to generate');
  const { model: _, startPrice, ...parameters } = synthetic;
  const startTicks = parsePrice(instrument, startPrice);
  if (typeof startTicks === 'string') throw new InvariantError(`unchecked price: ${startPrice}`);
  // Whole milliseconds, as the generator wants them.
  const opens = Math.floor((start - LEAD_IN) / 1_000) * 1_000;
  return randomWalkTape(source, {
    ...parameters,
    symbol: instrument.symbol,
    startMicros: opens,
    durationSeconds: (start + length - opens) / MICROS_PER_SECOND,
    tickSize: instrument.tickSize,
    lotSize: instrument.lotSize,
    startTicks,
  });
}
