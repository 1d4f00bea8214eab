/** A run with a seed as it comes back to whoever stores it: plain values, so that they survive the way between threads. Types only. */
import type { JournalPart } from '../store/journal-part.js';
import type { Fill } from '../report/schema/fill.js';
import type { OrderRow } from '../report/schema/order-row.js';
import type { StoredRun } from '../store/stored-run.js';
import type { StrategyFailure } from './strategy-runner.js';

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
