/**
 * Writes blocks, all in one transaction or none. What stands in its way is thrown, and nothing is tried again: after a failed write or sync
 * nobody knows what the disk holds.
 */
import type Database from 'better-sqlite3';
import type { JournalBlock } from '../../core/state/journal-block.js';
import { StoreError } from '../store-error.js';
import type { EpochFence } from './fence.js';
import type { BeforeStep } from './steps.js';

export class BlockWriter {
  readonly #database: Database.Database;
  readonly #fence: EpochFence;
  readonly #before: BeforeStep;
  readonly #begin: Database.Statement;
  readonly #insert: Database.Statement;
  readonly #commit: Database.Statement;

  constructor(database: Database.Database, fence: EpochFence, before: BeforeStep) {
    this.#database = database;
    this.#fence = fence;
    this.#before = before;
    this.#begin = database.prepare('BEGIN IMMEDIATE');
    this.#insert = database.prepare('INSERT INTO blocks (seq, text, hash) VALUES (?, ?, ?)');
    this.#commit = database.prepare('COMMIT');
  }

  /** Durable when it returns. */
  write(blocks: readonly JournalBlock[]): void {
    this.#before('begin');
    this.#begin.run();
    try {
      const stale = this.#fence.staleness();
      if (stale !== null) throw new StoreError(`${this.#database.name}: ${stale}`);
      for (const { seq, text, hash } of blocks) {
        this.#before('insert');
        this.#insert.run(seq, text, hash);
      }
      this.#before('commit');
      this.#commit.run();
    } catch (error) {
      this.#rollBack();
      throw error;
    }
  }

  /** Unless SQLite has done so by itself, as it does when the disk is full (F:DSK11). */
  #rollBack(): void {
    if (!this.#database.inTransaction) return;
    try {
      this.#database.exec('ROLLBACK');
    } catch {
      // What stood in the way of the write is what is told; an open transaction is never committed.
    }
  }
}
