/** What is sent to a worker and what comes back: plain values, so that they survive the way. Types only. */
import type { JournalPart } from '../store/journal-part.js';
import type { Fill } from '../report/schema/fill.js';
import type { OrderRow } from '../report/schema/order-row.js';
import type { StoredRun } from '../store/stored-run.js';
import type { ToldEnd } from './across-threads.js';
import type { Keeping } from './keep.js';
import type { RecordedTapes } from './market.js';
import type { StrategyFailure } from './strategy-runner.js';

export interface SeedTask {
  readonly scenarioFile: string;
  readonly scenarioText: string;
  readonly set: readonly string[];
  readonly defaults: readonly string[];
  readonly dataDir: string | null;
  readonly seeds: readonly number[];
  readonly keeping: Keeping;
  /** Columns in shared memory. */
  readonly recorded: RecordedTapes;
}

/** Everything the calling thread has to write, and nothing it has to work out. */
export interface SeedRun extends StoredRun {
  readonly report: string;
  readonly truth: string | null;
  readonly series: string | null;
  readonly journal: readonly JournalPart[];
  readonly orders: readonly OrderRow[];
  readonly fills: readonly Fill[];
  readonly strategyFailures: readonly StrategyFailure[];
  /** What it took to have it, market and documents included. */
  readonly wallMs: number;
}

/** `runs` are whole, in the order of the seeds; a crash, or what a store said, comes after those before it. */
export interface SeedResult extends ToldEnd {
  readonly runs: readonly SeedRun[];
}
