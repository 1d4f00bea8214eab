/** A simulated venue whose market is a real one as it happens (LIV-1): the feed that is asked for, reached, and the plan of the venue on it. */
import { resolve } from 'node:path';
import type { Instrument } from '../core/ground/instrument.js';
import { MICROS_PER_MS } from '../core/ground/units.js';
import type { LiveMarkets } from '../runs/venue/live-markets.js';
import { type VenuePlan, liveVenuePlan } from '../runs/venue/venue-plan.js';
import { listingsOf } from '../runs/scenario/listings.js';
import type { LoadedScenario } from '../runs/scenario/load.js';
import type { RawFiles } from '../data/binance/raw-files.js';
import { closeAll, rawFilesIn } from './raw-files.js';
import { reachedAfter } from './reached-after.js';
import type { World } from './world.js';

/** Public streams; nobody needs a key for them. */
export interface LiveFeed {
  readonly feed: 'binance';
  /** What speaks as it does, on this machine; null = the venue's own. */
  readonly url: string | null;
  /** A folder that its streams are kept in as well; null = nowhere. */
  readonly keep: string | null;
}

export interface BegunLive {
  readonly live: LiveMarkets;
  readonly plan: VenuePlan;
  /** Errors: `RecordingError` where the streams could not be kept to the end. */
  readonly close: () => void;
}

interface Begin {
  readonly world: World;
  readonly loaded: LoadedScenario;
  readonly signal: AbortSignal;
  readonly retryMs: number;
}

/** Null where it was told to stop before. Errors: those of the markets, and `ScenarioError` for what a live market does not know. */
export async function beginLive(
  { world, loaded, signal, retryMs }: Begin,
  { url, keep }: LiveFeed,
): Promise<BegunLive | null> {
  // The streams' client is loaded for who asks for it alone.
  const [{ openLiveMarkets }, { HOLD_BACK }] = await Promise.all([
    import('../runs/venue/live-markets.js'),
    import('../data/pushed-market.js'),
  ]);
  const instruments = listingsOf(loaded.scenario).map(({ instrument }) => instrument);
  const tell = (text: string): void => world.err(`feed: ${text}\n`);
  const kept = keptIn(world, keep, instruments);
  const options = { instruments, url, signal, tell, kept };
  let live: LiveMarkets | null = null;
  const close = (): void => {
    live?.close();
    closeAll(kept.values());
    for (const { written } of kept.values()) for (const { file } of written) tell(`kept: ${file}`);
  };
  try {
    live = await reachedAfter(() => openLiveMarkets(options), { retryMs, signal });
    if (live === null) {
      close();
      return null;
    }
    const plan = liveVenuePlan(loaded, live);
    tell(
      `the market is ${url ?? 'Binance Spot'} as it happens, ${HOLD_BACK / MICROS_PER_MS} ms behind it; what executes is simulated; its clock and ours are ${(Math.abs(live.offset) / MICROS_PER_MS).toFixed(1)} ms apart`,
    );
    return { live, plan, close };
  } catch (error) {
    close();
    throw error;
  }
}

const keptIn = (
  { cwd }: World,
  keep: string | null,
  instruments: readonly Instrument[],
): ReadonlyMap<string, RawFiles> =>
  keep === null
    ? new Map()
    : rawFilesIn(
        { flag: '--keep', folder: resolve(cwd, keep), named: keep },
        instruments.map(({ symbol }) => symbol),
      );

/** What was not as it should be. */
export function tellFlaws({ err }: World, { late, offTick }: LiveMarkets): void {
  if (late > 0)
    err(
      `feed: ${late} messages came later than they are held back: they happened when they came\n`,
    );
  if (offTick > 0)
    err(`feed: ${offTick} times a level between ticks was told of: left out of the book\n`);
}
