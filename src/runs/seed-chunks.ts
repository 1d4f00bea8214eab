/**
 * Seeds in chunks: long enough to be worth a message between threads and a transaction, short enough to see progress and
 * to lose little. How many that is shows as runs come back.
 */
import type { SeedRun } from './seed-task.js';

const CHUNK_MS = 100;
const CHUNK_MAX = 16;

/** Mutable on purpose, one owner. */
export class SeedChunks {
  readonly #seeds: readonly number[];
  #next = 0;
  /** The first chunks are small: nobody knows yet how long a run takes. */
  #size = 1;

  constructor(seeds: readonly number[]) {
    this.#seeds = seeds;
  }

  /** The next seeds to run; none left = empty. */
  next(): readonly number[] {
    const chunk = this.#seeds.slice(this.#next, this.#next + this.#size);
    this.#next += chunk.length;
    return chunk;
  }

  done(runs: readonly Pick<SeedRun, 'wallMs'>[]): void {
    const wallMs = runs.reduce((sum, run) => sum + run.wallMs, 0) / runs.length;
    // No run at all, or one too quick to measure, says nothing.
    if (wallMs > 0) this.#size = Math.min(CHUNK_MAX, Math.max(1, Math.round(CHUNK_MS / wallMs)));
  }
}
