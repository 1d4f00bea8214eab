/**
 * The markets of a scenario as tapes, in the order of its instruments: recorded files, read once for all seeds, or
 * generated anew for each seed over the span of the run. COIN-M recordings are refused: their contracts are worth coins,
 * which the account of the simulated venue does not know.
 */
import { parsePrice } from '../core/ground/instrument.js';
import { InvariantError } from '../core/ground/invariant.js';
import { MICROS_PER_SECOND } from '../core/ground/units.js';
import { type WalkRoom, randomWalkTape, walkRoom } from '../sim/market/random-walk.js';
import { type RandomStream, RandomStreams } from '../sim/random/random.js';
import type { Tape } from '../sim/tape/tape.js';
import { type RecordedMarket, windowProblems } from './covered.js';
import { recordedTape } from './recorded-tape.js';
import { type Found, ScenarioError } from './scenario/problem.js';
import { type ScenarioListing, drawsBySymbol, listingsOf } from './scenario/listings.js';
import type { LoadedScenario } from './scenario/load.js';
import type { Scenario } from './scenario/schema.js';
import { type RunWindow, runWindow } from './run-window.js';
import { allOrProblems } from './all-or-problems.js';
import { workProblems } from './work.js';

/** The book opens before the run, so that its first order sees a quote. */
const LEAD_IN = MICROS_PER_SECOND;

/** One tape per instrument; null where it is generated from the seed. */
export type RecordedTapes = readonly (Tape | null)[];

/**
 * The markets of one seed. `worn`: those of an earlier run that nobody reads any more; what was generated of them is
 * written over.
 */
export type TapesOfSeed = (seed: number, worn?: readonly Tape[]) => readonly Tape[];

export interface OpenOptions {
  /** Ends the reading when raised. */
  readonly signal?: AbortSignal | null;
  /** Markets that a scenario with the same `marketsKey` has opened: they are not read again. */
  readonly earlier?: RecordedTapes;
}

/** The recorded markets of a scenario. Errors: `ScenarioError` about the files, and about what the scenario asks of them. */
export async function openRecorded(
  loaded: LoadedScenario,
  { signal = null, earlier }: OpenOptions = {},
): Promise<RecordedTapes> {
  const { scenario } = loaded;
  const recorded = earlier ?? (await readAll(loaded, signal));
  const markets = listingsOf(scenario).flatMap(({ marketPath }, index) => {
    const tape = recorded[index] ?? null;
    return tape === null ? [] : [{ tape, path: [...marketPath, 'replay', 'files'] }];
  });
  const problems = [
    ...windowProblems(scenario, markets),
    ...workOf(loaded, markets),
    ...topProblems(scenario, recorded),
  ];
  if (problems.length > 0) throw new ScenarioError(loaded.file, problems.map(loaded.locate));
  return recorded;
}

const readAll = (loaded: LoadedScenario, signal: AbortSignal | null): Promise<RecordedTapes> =>
  allOrProblems(
    listingsOf(loaded.scenario).map(
      (listing, index) => (): Promise<Tape | null> =>
        listing.market.synthetic === undefined
          ? recordedTape(loaded, listing, loaded.marketFiles[index] ?? [], signal)
          : Promise.resolve(null),
    ),
  );

/** Scenarios with the same key read the same of the same files. */
export const marketsKey = ({ scenario, marketFiles }: LoadedScenario): string =>
  JSON.stringify([
    marketFiles,
    listingsOf(scenario).map(({ instrument, market: { replay } }) => [instrument, replay ?? null]),
  ]);

/** F18: to believe a stream, somebody must have recorded one. */
function topProblems({ venue: { fill } }: Scenario, recorded: RecordedTapes): readonly Found[] {
  if (fill.top !== 'ticker' || recorded.some((tape) => (tape?.top ?? null) !== null)) return [];
  const what = 'no market of this scenario has a stream of best prices';
  const fix = 'leave it out, or write diffs';
  return [{ path: ['venue', 'fill', 'top'], what, fix }];
}

function workOf(
  { scenario, limits }: LoadedScenario,
  markets: readonly RecordedMarket[],
): readonly Found[] {
  if (limits === null) return [];
  const tapes = markets.map(({ tape }) => tape);
  return workProblems(scenario, runWindow(scenario, tapes), limits);
}

/** `recorded`: as `openRecorded` gave them. */
export function tapesOfSeed(loaded: LoadedScenario, recorded: RecordedTapes): TapesOfSeed {
  const { scenario } = loaded;
  const listings = listingsOf(scenario);
  const window = runWindow(
    scenario,
    recorded.filter((tape) => tape !== null),
  );
  const bySymbol = drawsBySymbol(scenario);
  const own = walkRoom();
  let made: readonly Tape[] = [];
  return (seed, worn = []) => {
    made = listings.map((listing, index) => {
      const tape = recorded[index] ?? null;
      if (tape !== null) return tape;
      const { symbol } = listing.instrument;
      const purpose = bySymbol ? `market.${symbol}` : 'market';
      const source = new RandomStreams(seed).of(purpose);
      // Others may still read what was not made here.
      const last = made[index];
      const room = last !== undefined && last === worn[index] ? { worn: last, ...own } : own;
      return generated(listing, window, { source, room });
    });
    return made;
  };
}

function generated(
  { instrument, market: { synthetic } }: ScenarioListing,
  { start, length }: RunWindow,
  { source, room }: { readonly source: RandomStream; readonly room: WalkRoom },
): Tape {
  if (synthetic === undefined) throw new InvariantError('no market to generate');
  const { model: _, startPrice, ...parameters } = synthetic;
  const startTicks = parsePrice(instrument, startPrice);
  if (typeof startTicks === 'string') throw new InvariantError(`unchecked price: ${startPrice}`);
  // Whole milliseconds, as the generator wants them.
  const opens = Math.floor((start - LEAD_IN) / 1_000) * 1_000;
  const options = {
    symbol: instrument.symbol,
    startMicros: opens,
    durationSeconds: (start + length - opens) / MICROS_PER_SECOND,
    tickSize: instrument.tickSize,
    lotSize: instrument.lotSize,
    startTicks,
    ...parameters,
  };
  return randomWalkTape(source, options, room);
}
