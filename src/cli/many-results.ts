/**
 * What is kept of many runs while they come in: their figures, what failed, and, where whole reports are to be printed, a place
 * in a temporary file. Memory is some numbers a run, however long its report is, and a few lines of text for all.
 */
import { metricOf } from '../report/many/metric.js';
import type { FigureBySeed } from '../report/many/paired.js';
import { FigureSamples } from '../report/many/statistics.js';
import type { Report } from '../report/schema/report.js';
import { Spool, type SpooledBytes } from '../store/spool.js';
import type { Expectation } from '../report/many/expectation.js';
import { FailedExpectations } from './seed-summary.js';
import { Tally } from './tally.js';
import { failuresOf } from './verdict.js';

export interface ManyResultsOptions {
  readonly failOn: readonly Expectation[];
  /** Figures that are kept run by run. */
  readonly kept: readonly string[];
  /** Whole reports are wanted at the end. */
  readonly whole: boolean;
}

/** Runs of which each failure is told. */
const RUNS_TOLD = 10;

interface Failed {
  readonly at: number;
  readonly lines: readonly string[];
}

interface Kept {
  readonly at: number;
  readonly runId: string;
  readonly place: SpooledBytes;
}

/** A run is known by its place among all, from 0. Mutable on purpose, one owner. */
export class ManyResults {
  readonly figures = new FigureSamples();
  readonly tally = new Tally();
  readonly failed = new FailedExpectations();
  readonly done: number[] = [];
  readonly #kept: ReadonlyMap<string, Map<number, number | null>>;
  readonly #options: ManyResultsOptions;
  /** The first of them by place, and one more: the next to look at. */
  #failures: readonly Failed[] = [];
  readonly #texts: Kept[] = [];
  #spool: Spool | null = null;

  constructor(options: ManyResultsOptions) {
    this.#options = options;
    this.#kept = new Map(options.kept.map((metric) => [metric, new Map()]));
  }

  /** `text`: the JSON of a report; `called`: what stands before what is said of it. Errors: `StoreError` where the temporary file has no room. */
  take(at: number, text: string, called = ''): void {
    const report = JSON.parse(text) as Report;
    const { failOn, whole } = this.#options;
    if (whole) this.#takeWhole(at, report.runId, text);
    const lines = failuresOf(report, failOn).map((line) => `${called}${line}`);
    this.done.push(at);
    this.figures.take(at, report);
    this.tally.take(report, lines.length > 0);
    this.failed.take(report);
    for (const [metric, values] of this.#kept) values.set(at, metricOf(report, metric));
    if (lines.length > 0) this.#takeFailure({ at, lines });
  }

  #takeWhole(at: number, runId: string, text: string): void {
    this.#spool ??= Spool.below();
    this.#texts.push({ at, runId, place: this.#spool.write(Buffer.from(text)) });
  }

  #takeFailure(failed: Failed): void {
    this.#failures = [...this.#failures, failed]
      .sort((a, b) => a.at - b.at)
      .slice(0, RUNS_TOLD + 1);
  }

  /** One of those that are kept, by the place of the run. */
  figure(metric: string): FigureBySeed {
    return this.#kept.get(metric) ?? new Map<number, number | null>();
  }

  /** A line for each thing that went wrong, of the first runs in their order; then how many more, and how to see one. */
  failures(commandOf: (at: number) => string): readonly string[] {
    const told = this.#failures.slice(0, RUNS_TOLD).flatMap(({ lines }) => lines);
    const next = this.#failures[RUNS_TOLD];
    if (next === undefined) return told;
    const more = this.tally.counts().failed - RUNS_TOLD;
    return [...told, `and ${more} more failed; to see one: ${commandOf(next.at)}`];
  }

  /** The ids of the runs whose reports are kept, in their order. */
  ids(): readonly (readonly [at: number, runId: string])[] {
    return this.#inOrder().map(({ at, runId }) => [at, runId] as const);
  }

  /** Every report, in the order of the runs, one in memory at a time; none where they are not kept. */
  *reports(): Iterable<unknown> {
    for (const { place } of this.#inOrder()) {
      const bytes = this.#spool?.read(place) ?? new Uint8Array();
      yield JSON.parse(Buffer.from(bytes).toString('utf8'));
    }
  }

  #inOrder(): readonly Kept[] {
    return this.#texts.toSorted((a, b) => a.at - b.at);
  }

  /** The reports are gone. */
  close(): void {
    this.#spool?.close();
  }
}
