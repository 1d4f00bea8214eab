/** A run that came to its end: what the report is made of, the report, and, when asked for, what is stored of it. */
import { byOrder } from '../report/projection/by-order.js';
import { fillRows, orderRows } from '../report/projection/order-rows.js';
import { projectRun } from '../report/projection/run-fold.js';
import { buildSeries } from '../report/figures/series.js';
import type { FinishedRun } from '../report/projection/finished-run.js';
import type { Report } from '../report/schema/report.js';
import type { L2Venue } from '../sim/market/l2/l2-venue.js';
import type { RunJournal } from '../store/run-journal.js';
import { LongText } from '../store/long-text.js';
import type { StoredRun } from '../store/stored-run.js';
import type { LoadedScenario } from './scenario/load.js';
import type { SimulationPlan } from './simulation.js';
import type { StrategyFailure } from './strategy-runner.js';
import { encodeStoredPlan } from './stored-plan.js';
import { storedTruth } from './stored-truth.js';

export interface StateHash {
  readonly seq: number;
  readonly hash: string;
}

export interface EndedRunParts {
  readonly loaded: LoadedScenario;
  readonly plan: SimulationPlan;
  readonly finished: FinishedRun;
  readonly report: Report;
  readonly journal: RunJournal;
  readonly stateHashes: readonly StateHash[];
  readonly strategyFailures: readonly StrategyFailure[];
  readonly venue: L2Venue;
  readonly startedAtMicros: number;
}

/** What is stored of a run: all of it, or its figures without series, ledger and journal. */
export type Kept = 'all' | 'figures';

/** Entries of a ledger from which on the texts of a run would weigh more than its records. */
const LONG_LEDGER = 20_000;
/** How deep in a document its many rows lie: report, parents, parent, children; ledger, entries; series, parents, parent, fills. */
const REPORT_LEVELS = 4;
const LEDGER_LEVELS = 2;
const SERIES_LEVELS = 4;

/** A class, so that `close` waits on the prototype: V8 puts a literal's closure, and all it captures, in old space. */
export class EndedRun {
  readonly finished: FinishedRun;
  readonly report: Report;
  /** As asked for with `hashEvery`. */
  readonly stateHashes: readonly StateHash[];
  /** With their stacks, which name files of this machine: they are told, not stored. */
  readonly strategyFailures: readonly StrategyFailure[];
  /** To start the next run with. */
  readonly venue: L2Venue;
  readonly #parts: EndedRunParts;

  constructor(parts: EndedRunParts) {
    this.finished = parts.finished;
    this.report = parts.report;
    this.stateHashes = parts.stateHashes;
    this.strategyFailures = parts.strategyFailures;
    this.venue = parts.venue;
    this.#parts = parts;
  }

  /** Everything it is a function of. */
  get plan(): SimulationPlan {
    return this.#parts.plan;
  }

  /** The same run, with more in its report. */
  withReport(report: Report): EndedRun {
    return new EndedRun({ ...this.#parts, report });
  }

  /** For the results database: series and documents are put together now; the rest is read as it is written. */
  stored(kept: Kept = 'all'): StoredRun {
    const { loaded, plan, finished, journal, startedAtMicros } = this.#parts;
    const whole = kept === 'all';
    const projection = finished.projection ?? projectRun(finished.blocks);
    return {
      runId: finished.runId,
      scenario: finished.scenarioName,
      seed: plan.seed,
      mode: 'sim',
      build: finished.build,
      startedAtMicros,
      status: 'finished',
      journalHash: finished.journalHash ?? '',
      stateHash: finished.stateHash ?? '',
      plan: encodeStoredPlan(loaded, plan),
      ...this.#documents(whole),
      journal: whole ? journal : [],
      orders: orderRows(projection),
      fills: fillRows(projection, byOrder(finished.ledger?.executions ?? [])),
    };
  }

  /** Those of a long run are put together as they are written, and never as a whole. */
  #documents(whole: boolean): Pick<StoredRun, 'report' | 'truth' | 'series'> {
    const { finished, report } = this.#parts;
    const { ledger, faultRecord } = finished;
    const isLong = ledger !== null && ledger.entries.length > LONG_LEDGER;
    const text = (make: () => unknown, levels: number): string | LongText =>
      isLong ? new LongText(make, levels) : JSON.stringify(make());
    return {
      report: text(() => report, REPORT_LEVELS),
      truth:
        whole && ledger !== null
          ? text(() => storedTruth(ledger, faultRecord), LEDGER_LEVELS)
          : null,
      series: whole ? text(() => buildSeries(finished), SERIES_LEVELS) : null,
    };
  }

  /** Gives back what the run has on the disk; its journal cannot be read any more. */
  close(): void {
    this.#parts.journal.close();
  }
}
