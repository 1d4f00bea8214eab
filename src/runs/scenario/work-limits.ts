/** How much one run may come to before it is refused; what a scenario comes to is estimated in `work.ts`. */
import { READING_LIMITS } from '../../data/reading-limits.js';

export interface WorkLimits {
  /** Rows of generated markets, 25 bytes each. */
  readonly rows: number;
  /** Inputs the engine is to decide on. */
  readonly steps: number;
  /** Levels and trades of one recorded market. */
  readonly recordedRows: number;
}

export const DEFAULT_WORK_LIMITS: WorkLimits = {
  rows: 40_000_000,
  steps: 50_000_000,
  recordedRows: READING_LIMITS.rowsMax,
};
