/** What a replayed market counts, for the fidelity sheet (F17). */
import type { TopCounts } from './top-cursor.js';

export interface ReplayCounts extends TopCounts {
  levelRows: number;
  trades: number;
  ineligiblePrints: number;
  lateDiffs: number;
  /** Closed gaps only. */
  desynchronizedMicros: number;
}

export const NOTHING_COUNTED: Readonly<ReplayCounts> = {
  levelRows: 0,
  trades: 0,
  ineligiblePrints: 0,
  lateDiffs: 0,
  desynchronizedMicros: 0,
  topRows: 0,
  topCorrections: 0,
  topBids: 0,
  topAsks: 0,
};
