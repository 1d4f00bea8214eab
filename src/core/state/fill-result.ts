/** What became of one order, as the fill monitor concluded it (FIL-0). Types only. */
import type { EpochMicros, Lots } from '../ground/units.js';

export type FillOutcome = 'filled' | 'partial' | 'failed' | 'timeout' | 'unknown';

/** FIL-0: what the fill monitor concluded about one child. */
export interface FillResult {
  readonly outcome: FillOutcome;
  readonly reason: string;
  readonly filled: Lots;
  /** Exact average as decimal text; null when nothing filled. */
  readonly averagePrice: string | null;
  /** Fees in quote currency, decimal text; null when unknown. */
  readonly feesQuote: string | null;
  readonly feesEstimated: boolean;
  readonly venueFillTime: EpochMicros | null;
  readonly detectedAt: EpochMicros | null;
  readonly methods: readonly string[];
  /** Agreeing methods / applicable methods, in basis points; null when none applied. */
  readonly confidenceBps: number | null;
  readonly slippageBps: string | null;
  readonly slippageFlag: boolean;
  readonly polls: number;
  readonly retries: number;
  readonly elapsedMs: number;
}
