/** A finished run as the results database keeps it. Documents other layers own (scenario, report, truth) are text here. */
import type { JournalBlock } from '../core/state/journal-block.js';

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
  /** The report (JSON, schema of `interfaces.md`). */
  readonly report: string;
  /** The venue's ledger (JSON); null on paper and live. */
  readonly truth: string | null;
  /** Down-sampled market for charts (JSON); null when not recorded. */
  readonly series: string | null;
  readonly blocks: readonly Pick<JournalBlock, 'seq' | 'text' | 'hash' | 'entries' | 'input'>[];
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
