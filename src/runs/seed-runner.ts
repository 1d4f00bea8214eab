/** Seeds of a scenario run one after the other on one venue, each as what is to be stored: the same in any thread. */
import { performance } from 'node:perf_hooks';
import type { L2Venue } from '../sim/market/l2/l2-venue.js';
import { wholeText } from '../store/long-text.js';
import { type PreparedScenario, executeRun } from './execute-run.js';
import { type Keeping, keptOf } from './keep.js';
import type { SeedRun } from './seed-task.js';

/** Mutable on purpose: keeps the venue of the run before, whose buffers and optimized code go on. */
export class SeedRunner {
  #venue: L2Venue | undefined;

  /** Errors: as `executeRun`. */
  run(prepared: PreparedScenario, seed: number, keeping: Keeping): SeedRun {
    const started = performance.now();
    const venue = this.#venue === undefined ? {} : { venue: this.#venue };
    const run = executeRun(prepared, { seed, ...venue });
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
