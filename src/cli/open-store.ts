/** The results database and the runs in it, by what a user types; loaded when first needed. */
import { existsSync } from 'node:fs';
import { resolve } from 'node:path';
import type { LostRun, ResultsStore } from '../store/results-store.js';
import type { RunSummary } from '../store/stored-run.js';
import { UsageError } from './failure.js';
import type { Settings } from './settings.js';
import type { World } from './world.js';

/** Runs `use` on a store that can be written, made where there is none, and closes it, whatever happens. */
export async function withStore<T>(
  world: World,
  settings: Settings,
  use: (store: ResultsStore) => T | Promise<T>,
): Promise<T> {
  const { openResultsStore } = await import('../store/results-store.js');
  return closed(openResultsStore(pathOf(world, settings)), use);
}

/** As `withStore`, for those who only look: nothing is made, and what is there stays as it is. */
export async function lookInStore<T>(
  world: World,
  settings: Settings,
  use: (store: ResultsStore) => T | Promise<T>,
): Promise<T> {
  const { readResultsStore } = await import('../store/results-store.js');
  return closed(readResultsStore(pathOf(world, settings)), use);
}

export const hasStore = (world: World, settings: Settings): boolean =>
  existsSync(pathOf(world, settings));

const pathOf = (world: World, settings: Settings): string => resolve(world.cwd, settings.get('db'));

async function closed<T>(
  store: ResultsStore,
  use: (store: ResultsStore) => T | Promise<T>,
): Promise<T> {
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

/**
 * The run that `name` stands for where only its seal is left; null = it is not that one. `latest` is the newest of both: whoever
 * took out the newest run would else have the one before it shown for it.
 */
export function lostRun(store: ResultsStore, name: string): LostRun | null {
  const lost = store.lost();
  const found = store.find(name);
  if (name === 'latest') {
    const [newest] = lost;
    if (newest === undefined || found.kind !== 'one') return newest ?? null;
    return newest.startedAtMicros > found.run.startedAtMicros ? newest : null;
  }
  const [fits, another] = lost.filter(({ runId }) => name !== '' && runId.startsWith(name));
  return found.kind === 'none' && another === undefined ? (fits ?? null) : null;
}
