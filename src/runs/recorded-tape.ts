/**
 * The market files of one instrument as a tape. Whatever is wrong with them is told at the place where the scenario names
 * them, with the place in the file.
 */
import type { Tape } from '../sim/tape/tape.js';
import { type Found, ScenarioError } from './scenario/problem.js';
import type { ScenarioListing } from './scenario/listings.js';
import type { LoadedScenario } from './scenario/load.js';

/** `files`: absolute, in recorded order; `signal`: ends it when raised. Errors: `ScenarioError`. */
export async function recordedTape(
  loaded: LoadedScenario,
  listing: ScenarioListing,
  files: readonly string[],
  signal: AbortSignal | null,
): Promise<Tape> {
  const { symbol } = listing.instrument;
  const tape = await readTape(loaded, listing, { files, signal });
  if (tape.venueKind !== 'coinm') return symbol === tape.symbol ? tape : { ...tape, symbol };
  throw problemAt(loaded, {
    path: [...listing.marketPath, 'replay', 'files'],
    what: 'a COIN-M recording cannot be replayed',
    why: 'its contracts are settled in coins, which the simulated account does not know',
    fix: 'use a spot or USD-M recording; "squall data inspect" reads this one',
  });
}

async function readTape(
  loaded: LoadedScenario,
  { instrument, market, marketPath }: ScenarioListing,
  { files, signal }: { readonly files: readonly string[]; readonly signal: AbortSignal | null },
): Promise<Tape> {
  const { format, symbol = instrument.symbol } = market.replay ?? {};
  // Loaded on demand: a generated market needs none of the importers.
  const [{ loadTape }, { DataError }] = await Promise.all([
    import('../data/open.js'),
    import('../data/data-error.js'),
  ]);
  try {
    return await loadTape(files, {
      instrument: { ...instrument, symbol },
      ...(format === undefined ? {} : { format }),
      limits: {
        signal,
        ...(loaded.limits === null ? {} : { rowsMax: loaded.limits.recordedRows }),
      },
    });
  } catch (error) {
    if (!(error instanceof DataError)) throw error;
    const named = files.indexOf(error.file);
    const path = [...marketPath, 'replay', 'files', ...(named < 0 ? [] : [named])];
    throw problemAt(loaded, { path, what: error.message });
  }
}

const problemAt = (loaded: LoadedScenario, found: Found): ScenarioError =>
  new ScenarioError(loaded.file, [loaded.locate(found)]);
