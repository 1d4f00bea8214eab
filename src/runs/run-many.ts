/**
 * Many runs: variants of a scenario, each over the same seeds, in this thread or in workers. Chunks of seeds of one variant
 * go out in order, in a bounded window, and are handed over as they come back, so that whatever ends the process loses the
 * window at most; the calling thread is the only one that stores anything. What a run gives depends on its variant and its
 * seed alone, not on who ran it or when it came.
 */
import { existsSync } from 'node:fs';
import { join } from 'node:path';
import { setImmediate, setTimeout } from 'node:timers/promises';
import { fileURLToPath } from 'node:url';
import type { Tape } from '../sim/tape/tape.js';
import { throwAgain } from './across-threads.js';
import { ChunkSize } from './chunk-size.js';
import type { PreparedScenario } from './execute-run.js';
import { PACKAGE_ROOT } from './package-root.js';
import { SeedRunner } from './seed-runner.js';
import type { SeedResult, SeedTask } from './seed-task.js';
import type { SeedWork, WorkKind, WorkResult } from './seed-work.js';
import { shareTape } from './shared-tape.js';

export interface ManyOptions<K extends WorkKind> {
  /** 1 = in this thread. */
  readonly workers: number;
  /** What they are made for. */
  readonly work: SeedWork<K>;
  /** Called with finished runs of one variant, by its place among them, in whatever order chunks end. */
  readonly onRuns: (runs: readonly WorkResult<K>[], variant: number) => void;
  readonly signal: AbortSignal;
}

export interface ManyVariant {
  /** Makes it ready when its turn comes; null = somebody asked to stop meanwhile. */
  readonly prepare: () => Promise<PreparedScenario | null>;
  /** Null = its scenario's own. */
  readonly seeds: readonly number[] | null;
}

interface Chunk {
  readonly variant: number;
  readonly prepared: PreparedScenario;
  readonly seeds: readonly number[];
}

/** Ends early when `signal` is raised. Errors: as preparing and `executeRun`, after what was finished before. */
export async function runMany<K extends WorkKind>(
  variants: readonly ManyVariant[],
  options: ManyOptions<K>,
): Promise<void> {
  const size = new ChunkSize();
  const chunks = chunksOf(variants, options.signal, size);
  if (options.workers <= 1) await runHere(chunks, size, options);
  else await runInWorkers(chunks, size, options);
}

async function* chunksOf(
  variants: readonly ManyVariant[],
  signal: AbortSignal,
  size: ChunkSize,
): AsyncGenerator<Chunk, void> {
  for (const [variant, { prepare, seeds }] of variants.entries()) {
    const prepared = await prepare();
    if (prepared === null) return;
    const own = seeds ?? [prepared.loaded.scenario.seed];
    for (let next = 0; next < own.length && !signal.aborted;) {
      const some = own.slice(next, next + size.runs);
      next += some.length;
      yield { variant, prepared, seeds: some };
    }
    if (signal.aborted) return;
  }
}

async function runHere<K extends WorkKind>(
  chunks: AsyncIterable<Chunk>,
  size: ChunkSize,
  { work, onRuns, signal }: ManyOptions<K>,
): Promise<void> {
  const runner = new SeedRunner();
  for await (const { variant, prepared, seeds } of chunks) {
    const runs: WorkResult<K>[] = [];
    try {
      for (const seed of seeds) {
        const run = await runner.runUntil(signal, prepared, { seed, work });
        if (run === null) return;
        runs.push(run);
        // Lets signals and output through.
        await setImmediate();
        if (signal.aborted) return;
      }
    } finally {
      if (runs.length > 0) onRuns(runs, variant);
    }
    size.done(runs);
  }
}

/** Chunks under way for each worker: one that it works on, one that it finds when it is done. */
const CHUNKS_A_WORKER = 2;

/** How long somebody who asked to stop waits for what workers have begun. */
const GRACE_MS = 1_000;

async function runInWorkers<K extends WorkKind>(
  chunks: AsyncIterable<Chunk>,
  size: ChunkSize,
  { workers, work, onRuns, signal }: ManyOptions<K>,
): Promise<void> {
  const { Piscina } = await import('piscina');
  const pool = new Piscina({ filename: workerFile(), name: 'runTask', maxThreads: workers });
  const templateOf = templates(work);
  const errors: unknown[] = [];
  const run = async ({ variant, prepared, seeds }: Chunk): Promise<void> => {
    try {
      const result = (await pool.run({ ...templateOf(prepared), seeds })) as SeedResult<K>;
      if (result.runs.length > 0) onRuns(result.runs, variant);
      size.done(result.runs);
      throwAgain(prepared.loaded, result);
    } catch (error) {
      errors.push(error);
    }
  };
  const underWay = new Set<Promise<void>>();
  const given = waited(signal);
  try {
    for await (const chunk of chunks) {
      const ran: Promise<void> = run(chunk).finally(() => underWay.delete(ran));
      underWay.add(ran);
      if (underWay.size >= CHUNKS_A_WORKER * workers) await Promise.race([...underWay, given]);
      if (errors.length > 0) break;
    }
  } catch (error) {
    errors.push(error);
  }
  await Promise.race([Promise.all(underWay), given]);
  // What is cut off here tells so, and nobody asks.
  const [first] = errors;
  await pool.destroy();
  if (first !== undefined) throw first as Error;
}

/** A while after `signal` was raised; never where it is not. */
function waited(signal: AbortSignal): Promise<unknown> {
  return new Promise((resolve) => {
    signal.addEventListener('abort', () => {
      void setTimeout(GRACE_MS, undefined, { ref: false }).then(resolve);
    });
  });
}

/** What a worker is told of a scenario; columns that several variants read are laid into shared memory once. */
function templates(work: SeedWork): (prepared: PreparedScenario) => Omit<SeedTask, 'seeds'> {
  const known = new WeakMap<Tape, Tape>();
  const share = (tape: Tape): Tape => {
    const shared = known.get(tape) ?? shareTape(tape);
    known.set(tape, shared);
    return shared;
  };
  return ({ loaded, recorded }) => ({
    scenarioFile: loaded.file,
    scenarioText: loaded.text,
    set: loaded.set,
    defaults: loaded.defaults,
    dataDir: loaded.dataDir,
    recorded: recorded.map((tape) => (tape === null ? null : share(tape))),
    work,
  });
}

/** Workers are started from a file: the built one, also when the sources themselves are run. */
function workerFile(): string {
  const beside = fileURLToPath(new URL('./seed-worker.js', import.meta.url));
  return existsSync(beside) ? beside : join(PACKAGE_ROOT, 'dist', 'runs', 'seed-worker.js');
}
