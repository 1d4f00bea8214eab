/**
 * What is kept of many runs while they come in: their figures, what failed, and, where whole reports are to be printed, a place
 * in a temporary file. Memory is some numbers a run, however long its report is.
 */
import { metricOf } from '../report/many/metric.js';
import type { FigureBySeed } from '../report/many/paired.js';
import { FigureSamples } from '../report/many/statistics.js';
import type { Report } from '../report/schema/report.js';
import { Spool, type SpooledBytes } from '../store/spool.js';
import type { Expectation } from '../report/many/expectation.js';
import { FailedExpectations } from './seed-summary.js';
import { SeedTally } from './seed-tally.js';
import { failuresOf } from './verdict.js';

export interface SeedResultsOptions {
  readonly failOn: readonly Expectation[];
  /** Figures that are compared seed by seed. */
  readonly compared: readonly string[];
  /** Whole reports are wanted at the end. */
  readonly whole: boolean;
}

/** Seeds of which each failure is told. */
const SEEDS_TOLD = 10;

/** Mutable on purpose, one owner. */
export class SeedResults {
  readonly figures = new FigureSamples();
  readonly tally = new SeedTally();
  readonly failed = new FailedExpectations();
  readonly seeds: number[] = [];
  readonly compared: ReadonlyMap<string, Map<number, number | null>>;
  readonly #options: SeedResultsOptions;
  readonly #failures: { readonly seed: number; readonly lines: readonly string[] }[] = [];
  readonly #texts: { readonly seed: number; readonly place: SpooledBytes }[] = [];
  #spool: Spool | null = null;

  constructor(options: SeedResultsOptions) {
    this.#options = options;
    this.compared = new Map(options.compared.map((metric) => [metric, new Map()]));
  }

  /** `text`: the JSON of a report. Errors: `StoreError` where the temporary file has no room. */
  take(seed: number, text: string): void {
    const report = JSON.parse(text) as Report;
    const { failOn, whole } = this.#options;
    const lines = failuresOf(report, failOn);
    this.seeds.push(seed);
    this.figures.take(seed, report);
    this.tally.take(report, lines.length > 0);
    this.failed.take(report);
    for (const [metric, values] of this.compared) values.set(seed, metricOf(report, metric));
    if (lines.length > 0) this.#failures.push({ seed, lines });
    if (!whole) return;
    this.#spool ??= Spool.below();
    this.#texts.push({ seed, place: this.#spool.write(Buffer.from(text)) });
  }

  /** By seed. */
  figure(metric: string): FigureBySeed {
    return this.compared.get(metric) ?? new Map<number, number | null>();
  }

  /** A line for each thing that went wrong, of the first seeds in their order; then how many more, and how to see one. */
  failures(commandOf: (seed: number) => string): readonly string[] {
    const failed = this.#failures.toSorted((a, b) => a.seed - b.seed);
    const told = failed.slice(0, SEEDS_TOLD).flatMap(({ lines }) => lines);
    const next = failed[SEEDS_TOLD];
    if (next === undefined) return told;
    const more = failed.length - SEEDS_TOLD;
    return [...told, `and ${more} more failed; to see one: ${commandOf(next.seed)}`];
  }

  /** Every report, in the order of the seeds, one in memory at a time; none where they are not kept. */
  *reports(): Iterable<unknown> {
    for (const { place } of this.#texts.toSorted((a, b) => a.seed - b.seed)) {
      const bytes = this.#spool?.read(place) ?? new Uint8Array();
      yield JSON.parse(Buffer.from(bytes).toString('utf8'));
    }
  }

  /** The reports are gone. */
  close(): void {
    this.#spool?.close();
  }
}
