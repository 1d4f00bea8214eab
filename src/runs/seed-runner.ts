/** Seeds of a scenario run one after the other on one venue, each as what it is made for: the same in any thread. */
import { performance } from 'node:perf_hooks';
import type { L2Venue } from '../sim/market/l2/l2-venue.js';
import { wholeText } from '../store/long-text.js';
import { crashedRun, judgedRun } from './campaign/judged-run.js';
import type { EndedRun } from './ended-run.js';
import { type PreparedScenario, executeRun, executeRunUntil } from './execute-run.js';
import { keptOf } from './keep.js';
import { RunCrash } from './run-crash.js';
import type { SeedRun } from './seed-run.js';
import type { SeedWork, WorkKind, WorkResult } from './seed-work.js';

interface SeedOptions<K extends WorkKind> {
  readonly seed: number;
  readonly work: SeedWork<K>;
}

/** Mutable on purpose: keeps the venue of the run before, whose buffers and optimized code go on. */
export class SeedRunner {
  #venue: L2Venue | undefined;

  /** Errors: as `executeRun`, but that a crash of a run that is judged is its verdict. */
  run<K extends WorkKind>(
    prepared: PreparedScenario,
    { seed, work }: SeedOptions<K>,
  ): WorkResult<K> {
    const started = performance.now();
    try {
      return this.#result(executeRun(prepared, { seed, ...this.#kept() }), work, started);
    } catch (error) {
      return crashed(error, work, started);
    }
  }

  /** As `run`, leaving off where `signal` is raised: null. */
  async runUntil<K extends WorkKind>(
    signal: AbortSignal,
    prepared: PreparedScenario,
    { seed, work }: SeedOptions<K>,
  ): Promise<WorkResult<K> | null> {
    const started = performance.now();
    try {
      const run = await executeRunUntil(signal, prepared, { seed, ...this.#kept() });
      return run === null ? null : this.#result(run, work, started);
    } catch (error) {
      return crashed(error, work, started);
    }
  }

  #kept(): { readonly venue?: L2Venue } {
    return this.#venue === undefined ? {} : { venue: this.#venue };
  }

  #result<K extends WorkKind>(run: EndedRun, work: SeedWork<K>, started: number): WorkResult<K> {
    this.#venue = run.venue;
    const made = work.kind === 'store' ? toStore(run, work) : judgedRun(run);
    run.close();
    return { ...made, wallMs: performance.now() - started } as WorkResult<K>;
  }
}

function crashed<K extends WorkKind>(
  error: unknown,
  work: SeedWork<K>,
  started: number,
): WorkResult<K> {
  if (work.kind !== 'judge' || !(error instanceof RunCrash)) throw error;
  return { ...crashedRun(error), wallMs: performance.now() - started } as WorkResult<K>;
}

function toStore(run: EndedRun, { keeping }: SeedWork<'store'>): Omit<SeedRun, 'wallMs'> {
  const stored = run.stored(keptOf(keeping, run.report));
  return {
    ...stored,
    report: wholeText(stored.report),
    truth: stored.truth === null ? null : wholeText(stored.truth),
    series: stored.series === null ? null : wholeText(stored.series),
    journal: [...stored.journal],
    orders: [...stored.orders],
    fills: [...stored.fills],
    strategyFailures: run.strategyFailures,
  };
}
