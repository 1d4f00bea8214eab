/** What is sent to a worker and what comes back: plain values, so that they survive the way. Types only. */
import type { Report } from '../report/schema/report.js';
import type { Tape } from '../sim/tape/tape.js';
import type { StoredRun } from '../store/stored-run.js';
import type { CrashFacts } from './run-crash.js';

export interface SeedTask {
  readonly scenarioFile: string;
  readonly scenarioText: string;
  readonly set: readonly string[];
  readonly defaults: readonly string[];
  readonly dataDir: string | null;
  readonly seeds: readonly number[];
  /** Columns in shared memory; null = generated from the seed. */
  readonly tape: Tape | null;
}

export interface SeedRun {
  readonly report: Report;
  readonly stored: StoredRun;
}

export type SeedResult =
  | { readonly kind: 'runs'; readonly runs: readonly SeedRun[] }
  | { readonly kind: 'crash'; readonly facts: CrashFacts };
