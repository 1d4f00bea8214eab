/**
 * Whose turn it is (S29). Every process that opens the state takes the next epoch; one that was overtaken, because its lock did not hold (a file
 * that was deleted, a folder of another machine), is stale: its writes are refused, and its sends.
 */
import { type Stats, statSync } from 'node:fs';
import type Database from 'better-sqlite3';

export interface Fence {
  readonly epoch: number;
  /** Asked before each send, too. False also where it cannot be told. */
  isCurrent(): boolean;
}

export class EpochFence {
  readonly epoch: number;
  readonly #path: string;
  readonly #file: Stats;
  readonly #read: Database.Statement<[], number>;

  constructor(database: Database.Database, epoch: number) {
    this.epoch = epoch;
    this.#path = database.name;
    this.#file = statSync(this.#path);
    this.#read = database.prepare<[], number>('SELECT epoch FROM engine').pluck();
  }

  /** Why this one may write no more; null = it may. Throws what SQLite throws. */
  staleness(): string | null {
    const file = statSync(this.#path, { throwIfNoEntry: false });
    if (file?.ino !== this.#file.ino || file.dev !== this.#file.dev)
      return 'its file was moved away or replaced';
    const epoch = this.#read.get();
    if (epoch === this.epoch) return null;
    return `another process opened it since (epoch ${String(epoch)}, this one has ${this.epoch})`;
  }
}
