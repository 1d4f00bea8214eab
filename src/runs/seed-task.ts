/** What is sent to a worker and what comes back: plain values, so that they survive the way. Types only. */
import type { ToldEnd } from './across-threads.js';
import type { RecordedTapes } from './market.js';
import type { SeedWork, WorkKind, WorkResult } from './seed-work.js';

export interface SeedTask {
  readonly scenarioFile: string;
  readonly scenarioText: string;
  readonly set: readonly string[];
  readonly defaults: readonly string[];
  readonly dataDir: string | null;
  readonly seeds: readonly number[];
  readonly work: SeedWork;
  /** Columns in shared memory. */
  readonly recorded: RecordedTapes;
}

/** `runs` are whole, in the order of the seeds; a crash, or what a store said, comes after those before it. */
export interface SeedResult<K extends WorkKind = WorkKind> extends ToldEnd {
  readonly runs: readonly WorkResult<K>[];
}
