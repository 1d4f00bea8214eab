/** `squall serve`: the API and the pages over the results database, until interrupted. */
import { startServer } from '../../server/serve.js';
import { EXIT_OF_SIGNAL, type ExitCode } from '../exit-code.js';
import { exitCodeOf } from '../failure.js';
import { hasStore, lookInStore, withStore } from '../open-store.js';
import { readSettings } from '../settings.js';
import type { StopSignal, World } from '../world.js';

export interface ServeFlags {
  readonly db?: string;
  readonly port?: string;
  readonly host?: string;
}

export async function serveCommand(world: World, flags: ServeFlags): Promise<ExitCode> {
  const settings = readSettings(world, {
    db: flags.db,
    'server.port': flags.port,
    'server.host': flags.host,
  });
  // The first run may come while it serves: it looks at a store that is there, if empty.
  if (!hasStore(world, settings)) await withStore(world, settings, () => undefined);
  return lookInStore(world, settings, async (store) => {
    // Listened for before anybody can know that it serves: else a signal on that word would kill it with the store open.
    const told = new Promise<StopSignal>((stop) => {
      world.onInterrupt(stop);
    });
    const server = await startServer({
      store,
      port: settings.number('server.port'),
      host: settings.get('server.host'),
      onBug: (error) => world.err(troubleText(error)),
    });
    world.out(`squall serves ${settings.get('db')} at ${server.url}   (Ctrl+C ends it)\n`);
    const signal = await told;
    await server.close();
    world.err(
      `told to end (${signal}): nothing is served any more, and the runs are as they were\n`,
    );
    return EXIT_OF_SIGNAL[signal];
  });
}

/** A store that cannot be read is no bug. */
function troubleText(error: unknown): string {
  const message = error instanceof Error ? error.message : String(error);
  return exitCodeOf(error) === null ? `bug: ${message}\n` : `${message}\n`;
}
