/** How far market files may be read: until somebody stops it, and to so many rows. */
import { TAPE_ROWS_MAX } from '../sim/tape/tape.js';

export interface ReadingLimits {
  /** Levels and trades of a session; each takes some 50 bytes of memory while it is read. */
  readonly rowsMax: number;
  /** Raised: whoever reads throws soon, and what is thrown then does not matter. */
  readonly signal: AbortSignal | null;
}

/** Two days of the busiest market; 5 GB of memory. */
const RECORDED_ROWS_MAX = 100_000_000;

export const READING_LIMITS: ReadingLimits = { rowsMax: RECORDED_ROWS_MAX, signal: null };

/** No tape holds more, whatever is asked for. */
export const ROWS_MAX_RAISED = TAPE_ROWS_MAX;
