/** Seeds of a scenario run one after the other on one venue, each as what is to be stored: the same in any thread. */
import { performance } from 'node:perf_hooks';
import type { L2Venue } from '../sim/market/l2/l2-venue.js';
import { wholeText } from '../store/long-text.js';
import type { EndedRun } from './ended-run.js';
import { type PreparedScenario, executeRun, executeRunUntil } from './execute-run.js';
import { type Keeping, keptOf } from './keep.js';
import type { SeedRun } from './seed-task.js';

interface SeedOptions {
  readonly seed: number;
  readonly keeping: Keeping;
}

/** Mutable on purpose: keeps the venue of the run before, whose buffers and optimized code go on. */
export class SeedRunner {
  #venue: L2Venue | undefined;

  /** Errors: as `executeRun`. */
  run(prepared: PreparedScenario, { seed, keeping }: SeedOptions): SeedRun {
    const started = performance.now();
    const run = executeRun(prepared, { seed, ...this.#kept() });
    return this.#toStore(run, keeping, started);
  }

  /** As `run`, leaving off where `signal` is raised: null. */
  async runUntil(
    signal: AbortSignal,
    prepared: PreparedScenario,
    { seed, keeping }: SeedOptions,
  ): Promise<SeedRun | null> {
    const started = performance.now();
    const run = await executeRunUntil(signal, prepared, { seed, ...this.#kept() });
    return run === null ? null : this.#toStore(run, keeping, started);
  }

  #kept(): { readonly venue?: L2Venue } {
    return this.#venue === undefined ? {} : { venue: this.#venue };
  }

  #toStore(run: EndedRun, keeping: Keeping, started: number): SeedRun {
    this.#venue = run.venue;
    const stored = run.stored(keptOf(keeping, run.report));
    const whole = {
      ...stored,
      report: wholeText(stored.report),
      truth: stored.truth === null ? null : wholeText(stored.truth),
      series: stored.series === null ? null : wholeText(stored.series),
      journal: [...stored.journal],
      orders: [...stored.orders],
      fills: [...stored.fills],
      strategyFailures: run.strategyFailures,
    };
    run.close();
    return { ...whole, wallMs: performance.now() - started };
  }
}
