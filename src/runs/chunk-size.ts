/**
 * How many runs go together: long enough to be worth a message between threads and a transaction, short enough to see
 * progress and to lose little. How many that is shows as runs come back.
 */
import type { WorkResult } from './seed-work.js';

const CHUNK_MS = 100;
const CHUNK_MAX = 16;

/** Mutable on purpose, one owner. */
export class ChunkSize {
  /** The first chunks are small: nobody knows yet how long a run takes. */
  #runs = 1;

  get runs(): number {
    return this.#runs;
  }

  done(runs: readonly Pick<WorkResult, 'wallMs'>[]): void {
    const wallMs = runs.reduce((sum, run) => sum + run.wallMs, 0) / runs.length;
    // No run at all, or one too quick to measure, says nothing.
    if (wallMs > 0) this.#runs = Math.min(CHUNK_MAX, Math.max(1, Math.round(CHUNK_MS / wallMs)));
  }
}
