/** The results database and the runs in it, by what a user types; loaded when first needed. */
import { mkdirSync } from 'node:fs';
import { dirname, resolve } from 'node:path';
import type { ResultsStore } from '../store/results-store.js';
import type { RunSummary } from '../store/stored-run.js';
import { ConfigurationError, UsageError } from './failure.js';
import type { Settings } from './settings.js';
import type { World } from './world.js';

/** Makes the folder of a database that is not there yet. */
async function openStore(world: World, settings: Settings): Promise<ResultsStore> {
  const path = resolve(world.cwd, settings.get('db'));
  try {
    mkdirSync(dirname(path), { recursive: true });
  } catch (error) {
    const reason = error instanceof Error ? error.message : String(error);
    throw new ConfigurationError(
      `the results database ${path} cannot be opened: ${reason}\n  fix: name another place with --db or SQUALL_DB`,
    );
  }
  const { openResultsStore } = await import('../store/results-store.js');
  return openResultsStore(path);
}

/** Runs `use` on an open store and closes it, whatever happens. */
export async function withStore<T>(
  world: World,
  settings: Settings,
  use: (store: ResultsStore) => T | Promise<T>,
): Promise<T> {
  const store = await openStore(world, settings);
  try {
    return await use(store);
  } finally {
    store.close();
  }
}

/** The one run that `name` (an id, the beginning of one, `latest`) stands for. Errors: `UsageError`. */
export function findRun(store: ResultsStore, name: string): RunSummary {
  const found = store.find(name);
  switch (found.kind) {
    case 'one':
      return found.run;
    case 'none':
      throw new UsageError(`no run "${name}"\n  fix: "squall runs ls" lists them`);
    case 'several':
      throw new UsageError(`"${name}" fits several runs: ${found.runIds.join(', ')}, …`);
  }
}
