/**
 * One scenario over many seeds, in this thread or in workers. Results come in the order of the seeds and are the same
 * whatever the number of workers; the calling thread is the only one that stores anything.
 */
import { existsSync } from 'node:fs';
import { join } from 'node:path';
import { setImmediate } from 'node:timers/promises';
import { fileURLToPath } from 'node:url';
import type { SimulatedVenue } from '../sim/venue/venue-port.js';
import { type PreparedScenario, executeRun } from './execute-run.js';
import { PACKAGE_ROOT } from './package-root.js';
import { RunCrash } from './run-crash.js';
import type { LoadedScenario } from './scenario/load.js';
import type { SeedResult, SeedRun, SeedTask } from './seed-task.js';
import { shareTape } from './shared-tape.js';

export interface SeedsOptions {
  readonly seeds: readonly number[];
  /** 1 = in this thread. */
  readonly workers: number;
  /** Called with finished runs in the order of the seeds, a chunk at a time. */
  readonly onRuns: (runs: readonly SeedRun[]) => void;
  readonly signal?: AbortSignal;
}

/** Long enough to be worth a message between threads, short enough to see progress. */
const CHUNK = 8;

/** Ends early, with whole chunks only, when `signal` is raised. Errors: as `executeRun`. */
export async function runSeeds(prepared: PreparedScenario, options: SeedsOptions): Promise<void> {
  if (options.workers <= 1) await runHere(prepared, options);
  else await runInWorkers(prepared, options);
}

async function runHere(prepared: PreparedScenario, options: SeedsOptions): Promise<void> {
  let venue: SimulatedVenue | undefined;
  for (const seeds of chunks(options.seeds)) {
    const runs: SeedRun[] = [];
    for (const seed of seeds) {
      if (options.signal?.aborted === true) break;
      const run = executeRun(prepared, { seed, ...(venue === undefined ? {} : { venue }) });
      venue = run.venue;
      runs.push({ report: run.report, stored: run.stored });
      // Lets signals and output through.
      await setImmediate();
    }
    options.onRuns(runs);
    if (options.signal?.aborted === true) return;
  }
}

async function runInWorkers(prepared: PreparedScenario, options: SeedsOptions): Promise<void> {
  const { seeds, workers, onRuns, signal } = options;
  const { Piscina } = await import('piscina');
  const pool = new Piscina({ filename: workerFile(), name: 'runTask', maxThreads: workers });
  const template = taskOf(prepared);
  try {
    const answers = chunks(seeds).map(
      (chunk) => pool.run({ ...template, seeds: chunk }) as Promise<SeedResult>,
    );
    // An answer that is not awaited any more, because an earlier one failed, must not count as unhandled.
    for (const answer of answers) answer.catch(() => undefined);
    for (const answer of answers) {
      if (signal?.aborted === true) return;
      const result = await answer;
      if (result.kind === 'crash') throw crashAgain(prepared.loaded, result);
      onRuns(result.runs);
    }
  } finally {
    await pool.destroy();
  }
}

function taskOf({ loaded, tapeOf }: PreparedScenario): Omit<SeedTask, 'seeds'> {
  const recorded = loaded.scenario.market.synthetic === undefined;
  return {
    scenarioFile: loaded.file,
    scenarioText: loaded.text,
    set: loaded.set,
    defaults: loaded.defaults,
    dataDir: loaded.dataDir,
    tape: recorded ? shareTape(tapeOf(loaded.scenario.seed)) : null,
  };
}

function crashAgain(
  loaded: LoadedScenario,
  { facts }: Extract<SeedResult, { kind: 'crash' }>,
): RunCrash {
  const { seed, lastSeq, message, stack } = facts;
  const cause = new Error(message);
  if (stack !== null) cause.stack = stack;
  return new RunCrash({ loaded, seed, lastSeq, cause });
}

/** Workers are started from a file: the built one, also when the sources themselves are run. */
function workerFile(): string {
  const beside = fileURLToPath(new URL('./seed-worker.js', import.meta.url));
  return existsSync(beside) ? beside : join(PACKAGE_ROOT, 'dist', 'runs', 'seed-worker.js');
}

function chunks(seeds: readonly number[]): readonly (readonly number[])[] {
  const parts: number[][] = [];
  for (let from = 0; from < seeds.length; from += CHUNK)
    parts.push(seeds.slice(from, from + CHUNK));
  return parts;
}
