/**
 * `squall paper` on a live feed: the simulated venue stands in this very process, on a port of its own, and ends with the session, which is
 * judged by the ledger then. Who wants the account to outlive the session starts `squall venue --feed` beside it.
 */
import { resolve } from 'node:path';
import { LOOPBACK } from '../server/venue/port/port-server.js';
import { openEngineStore } from '../store/engine-store.js';
import { EXIT, type ExitCode } from './exit-code.js';
import { ConfigurationError } from './failure.js';
import { beginLive, tellFlaws } from './live-venue.js';
import type { LoadedScenario } from '../runs/scenario/load.js';
import type { OwnVenueAsked, PaperAsked } from './paper-asked.js';
import { standOnPort } from './stand-venue.js';
import type { Stop } from './stop.js';
import { judgedByFile } from './venue-end.js';
import type { World } from './world.js';

interface Own {
  readonly world: World;
  readonly loaded: LoadedScenario;
  readonly asked: PaperAsked<OwnVenueAsked>;
  readonly stop: Stop;
}

/** `failed`: why the market cannot go on, if that comes about. */
type Trade = (asked: PaperAsked, failed: Promise<Error>) => Promise<ExitCode>;

/** Null where it was told to stop before there was a market. Errors: those of the market and of `trade`. */
export async function atOwnVenue(
  { world, loaded, asked, stop }: Own,
  trade: Trade,
): Promise<ExitCode | null> {
  const { with: feed, ...rest } = asked;
  const file = resolve(world.cwd, asked.state);
  refuseBegun(file, asked.state);
  const { retryMs } = asked;
  const begun = await beginLive({ world, loaded, signal: stop.signal, retryMs }, feed);
  if (begun === null) return null;
  const { live, plan, close } = begun;
  const { expectations } = loaded;
  const venue = await standOnPort(
    { plan, speed: 1, port: 0, onArrived: () => undefined, isWatched: false, endsAt: null },
    live,
  );
  // Its end is known to whoever trades.
  venue.over.catch(() => undefined);
  try {
    const address = { host: LOOPBACK, port: venue.port };
    // What is left working would be left at a venue that is gone.
    const code = await trade(
      { ...rest, with: { broker: 'sim', address }, onStop: 'cancel' },
      live.failed,
    );
    venue.catchUp();
    tellFlaws(world, live);
    const judged = judgedByFile(world, { file, json: false, expectations }, venue);
    return judged === EXIT.ok ? code : judged;
  } finally {
    await venue.close();
    close();
  }
}

/** The account of that session is gone, and its orders with it. */
function refuseBegun(file: string, named: string): void {
  const store = openEngineStore(file);
  const { seq } = store.head;
  store.close();
  if (seq > 0)
    throw new ConfigurationError(
      `${named} holds a session, and the simulated account that it traded on has ended with it\n  fix: name another file with --state; for an account that goes on, start "squall venue --feed binance" and name it with --venue`,
    );
}
