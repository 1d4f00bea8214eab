/** A finished run as the results database keeps it. Documents other layers own (scenario, report, truth) are text here. */
import type { Fill } from '../report/schema/fill.js';
import type { OrderRow } from '../report/schema/order-row.js';
import type { JournalPart } from './journal-part.js';
import type { LongText } from './long-text.js';

export interface StoredRun {
  /** `[a-z0-9_-]{1,64}`; time-ordered, so that the newest sorts last. */
  readonly runId: string;
  readonly scenario: string;
  readonly seed: number;
  readonly mode: 'sim' | 'paper' | 'live';
  readonly build: string;
  /** Wall time, epoch microseconds. */
  readonly startedAtMicros: number;
  readonly status: 'finished' | 'crashed' | 'interrupted';
  readonly journalHash: string;
  readonly stateHash: string;
  /** What the run was a function of, enough to run it again (JSON). */
  readonly plan: string;
  /** The report (JSON). */
  readonly report: string | LongText;
  /** The venue's ledger (JSON); null on paper and live, and where it was not kept. */
  readonly truth: string | LongText | null;
  /** Down-sampled market for charts (JSON); null when not recorded or not kept. */
  readonly series: string | LongText | null;
  /** In order; none where the journal was not kept. */
  readonly journal: Iterable<JournalPart>;
  readonly orders: Iterable<OrderRow>;
  readonly fills: Iterable<Fill>;
}

/** One line of a listing. */
export type RunSummary = Pick<
  StoredRun,
  | 'runId'
  | 'scenario'
  | 'seed'
  | 'mode'
  | 'build'
  | 'startedAtMicros'
  | 'status'
  | 'journalHash'
  | 'stateHash'
>;
