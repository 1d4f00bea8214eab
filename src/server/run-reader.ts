/**
 * Stored runs as the server reads them: a name to a run that may be shown, and a run's documents parsed. Refuses what a
 * reader without a token may not see: everything of a paper or live session. Keeps the run told last in memory, for the
 * next page of the same trace.
 */
import type { Instrument } from '../core/ground/instrument.js';
import type { Report } from '../report/schema/report.js';
import type { TraceSource } from '../report/telling/words.js';
import { type Asked, askedOf } from '../runs/asked.js';
import { toldFrom, traceSourceOf } from '../runs/read-run.js';
import { type StoredPlan, decodeStoredPlan, instrumentsOfPlan } from '../runs/stored-plan.js';
import type { Page, ResultsStore } from '../store/results-store.js';
import type { RunSummary } from '../store/stored-run.js';
import { StoreError } from '../store/store-error.js';
import { ProblemError } from './problem.js';
import { type EventRow, eventRows } from './event-list.js';
import { type RunListing, runListing } from './run-listing.js';
import { StoredDocumentError, readReport, readSeries } from '../report/schema/read-report.js';
import type { RunSeries } from '../report/schema/series.js';

/** Blocks of the longest journal that is told as text; the API pages through any. */
const TOLD_BLOCKS_MAX = 50_000;

export class RunReader {
  readonly store: ResultsStore;
  #told: { readonly runId: string; readonly source: TraceSource } | null = null;
  #series: { readonly runId: string; readonly series: RunSeries | null } | null = null;
  #events: { readonly source: TraceSource; readonly rows: readonly EventRow[] } | null = null;

  constructor(store: ResultsStore) {
    this.store = store;
  }

  list(asked: { readonly limit: number; readonly cursor?: string | undefined }): Page<RunSummary> {
    const { limit, cursor } = asked;
    return this.store.list({ limit, mode: 'sim', ...(cursor === undefined ? {} : { cursor }) });
  }

  /** By id, by a prefix that fits only one, or `latest`: the newest that may be shown. */
  resolve(name: string): RunSummary {
    const [latest] = name === 'latest' ? this.list({ limit: 1 }).items : [];
    if (latest !== undefined) return latest;
    const found = this.store.find(name);
    switch (found.kind) {
      case 'one':
        return readable(found.run);
      case 'none':
        throw new ProblemError('run-not-found', `No run is called "${name}" or begins like it.`);
      case 'several':
        throw ambiguous(name, found.runs);
    }
  }

  report(run: RunSummary): Report {
    return readReport(this.#document(run, this.store.report(run.runId), 'report'));
  }

  /** For the list: a run whose report is damaged, or of a version this one cannot read, is listed without its figures. */
  listing(run: RunSummary): RunListing {
    return runListing(
      run,
      readOrNull(() => {
        const text = this.store.report(run.runId);
        return text === null ? null : readReport(text);
      }),
      readOrNull(() => this.asked(run)),
    );
  }

  /** Null when the run recorded none. Those asked for last are kept: a page is followed by its charts. */
  series(run: RunSummary): RunSeries | null {
    if (this.#series?.runId === run.runId) return this.#series.series;
    const text = this.store.series(run.runId);
    const series = text === null ? null : readSeries(text);
    this.#series = { runId: run.runId, series };
    return series;
  }

  /** What `tell` makes of the journal and the ledger of a run. */
  told<T>(run: RunSummary, tell: (source: TraceSource) => T): T {
    return toldFrom(run.runId, () => tell(this.#traceSource(run)));
  }

  #traceSource(run: RunSummary): TraceSource {
    const { runId } = run;
    if (this.#told?.runId === runId) return this.#told.source;
    if (!this.store.hasJournal(run))
      throw new ProblemError('not-recorded', `Run ${runId} was stored without its journal.`);
    const blocks = this.store.count(runId, 'blocks');
    if (blocks > TOLD_BLOCKS_MAX) {
      throw new ProblemError(
        'too-long-to-tell',
        `The journal has ${blocks} steps; up to ${TOLD_BLOCKS_MAX} are told as text. Its steps can be read page by page from the API.`,
      );
    }
    const plan = this.plan(run);
    if (plan === null)
      throw new ProblemError('not-recorded', `Run ${runId} kept no plan to read it by.`);
    const source = traceSourceOf(plan, this.store.journalOf(runId), this.store.truth(runId));
    this.#told = { runId, source };
    return source;
  }

  /** All that happened, in order; of the run told last they are kept. */
  events(run: RunSummary): readonly EventRow[] {
    return this.told(run, (source) => {
      if (this.#events?.source !== source) this.#events = { source, rows: eventRows(source) };
      return this.#events.rows;
    });
  }

  /** Null for a plan that cannot be read. */
  asked(run: RunSummary): Asked | null {
    const plan = this.plan(run);
    return plan === null ? null : askedOf(plan);
  }

  /** By symbol; empty for a plan that cannot be read: such a run is shown in ticks and lots. */
  instruments(run: RunSummary): ReadonlyMap<string, Instrument> {
    const plan = this.plan(run);
    return plan === null ? new Map() : instrumentsOfPlan(plan);
  }

  /** Null for one that cannot be read. */
  plan({ runId }: RunSummary): StoredPlan | null {
    const text = this.store.plan(runId);
    return text === null ? null : decodeStoredPlan(text);
  }

  #document(run: RunSummary, text: string | null, name: string): string {
    if (text !== null) return text;
    throw new ProblemError('not-recorded', `Run ${run.runId} has no ${name}.`);
  }
}

/** Null for a document that is damaged, or of a version this one cannot read. */
function readOrNull<T>(read: () => T | null): T | null {
  try {
    return read();
  } catch (error) {
    if (error instanceof StoredDocumentError || error instanceof StoreError) return null;
    throw error;
  }
}

const isReadable = (run: RunSummary): boolean => run.mode === 'sim';

function readable(run: RunSummary): RunSummary {
  if (isReadable(run)) return run;
  throw new ProblemError(
    'token-required',
    `This is a ${run.mode} run; this server has no tokens to show it by.`,
  );
}

function ambiguous(name: string, runs: readonly RunSummary[]): ProblemError {
  const candidates = runs.filter(isReadable).map(({ runId }) => runId);
  return new ProblemError(
    'run-ambiguous',
    `"${name}" is the beginning of several runs: give more of the id.`,
    {
      candidates,
    },
  );
}
