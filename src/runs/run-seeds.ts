/**
 * One scenario over many seeds, in this thread or in workers. Chunks of seeds go out in a bounded window and are handed
 * over as they come back, so that whatever ends the process loses the window at most; the calling thread is the only one
 * that stores anything. What a run gives depends on its seed alone, not on who ran it or when it came.
 */
import { existsSync } from 'node:fs';
import { join } from 'node:path';
import { setImmediate } from 'node:timers/promises';
import { fileURLToPath } from 'node:url';
import { throwAgain } from './across-threads.js';
import type { PreparedScenario } from './execute-run.js';
import type { Keeping } from './keep.js';
import { PACKAGE_ROOT } from './package-root.js';
import { SeedChunks } from './seed-chunks.js';
import { SeedRunner } from './seed-runner.js';
import type { SeedResult, SeedRun, SeedTask } from './seed-task.js';
import { shareTape } from './shared-tape.js';

export interface SeedsOptions {
  readonly seeds: readonly number[];
  /** 1 = in this thread. */
  readonly workers: number;
  readonly keeping: Keeping;
  /** Called with the finished runs of a chunk, in whatever order chunks end. */
  readonly onRuns: (runs: readonly SeedRun[]) => void;
  readonly signal?: AbortSignal;
}

/** Chunks under way for each worker: one that it works on, one that it finds when it is done. */
const CHUNKS_A_WORKER = 2;

/** Ends early when `signal` is raised, with all that was begun. Errors: as `executeRun`, after what was finished before. */
export async function runSeeds(prepared: PreparedScenario, options: SeedsOptions): Promise<void> {
  if (options.workers <= 1) await runHere(prepared, options);
  else await runInWorkers(prepared, options);
}

async function runHere(prepared: PreparedScenario, options: SeedsOptions): Promise<void> {
  const { keeping, onRuns, signal } = options;
  const chunks = new SeedChunks(options.seeds);
  const runner = new SeedRunner();
  for (let seeds = chunks.next(); seeds.length > 0; seeds = chunks.next()) {
    const runs: SeedRun[] = [];
    try {
      for (const seed of seeds) {
        if (signal?.aborted === true) return;
        runs.push(runner.run(prepared, seed, keeping));
        // Lets signals and output through.
        await setImmediate();
      }
    } finally {
      if (runs.length > 0) onRuns(runs);
    }
    chunks.done(runs);
  }
}

async function runInWorkers(prepared: PreparedScenario, options: SeedsOptions): Promise<void> {
  const { workers, keeping, onRuns, signal } = options;
  const { Piscina } = await import('piscina');
  const pool = new Piscina({ filename: workerFile(), name: 'runTask', maxThreads: workers });
  const template = { ...taskOf(prepared), keeping };
  const chunks = new SeedChunks(options.seeds);
  const lane = async (): Promise<void> => {
    for (let seeds = chunks.next(); seeds.length > 0; seeds = chunks.next()) {
      const result = (await pool.run({ ...template, seeds })) as SeedResult;
      if (result.runs.length > 0) onRuns(result.runs);
      chunks.done(result.runs);
      throwAgain(prepared.loaded, result);
      if (signal?.aborted === true) return;
    }
  };
  try {
    await Promise.all(Array.from({ length: CHUNKS_A_WORKER * workers }, lane));
  } finally {
    await pool.destroy();
  }
}

function taskOf({ loaded, tapesOf }: PreparedScenario): Omit<SeedTask, 'seeds' | 'keeping'> {
  const tapes = tapesOf(loaded.scenario.seed);
  return {
    scenarioFile: loaded.file,
    scenarioText: loaded.text,
    set: loaded.set,
    defaults: loaded.defaults,
    dataDir: loaded.dataDir,
    recorded: tapes.map((tape) => (tape.format === 'generated' ? null : shareTape(tape))),
  };
}

/** Workers are started from a file: the built one, also when the sources themselves are run. */
function workerFile(): string {
  const beside = fileURLToPath(new URL('./seed-worker.js', import.meta.url));
  return existsSync(beside) ? beside : join(PACKAGE_ROOT, 'dist', 'runs', 'seed-worker.js');
}
