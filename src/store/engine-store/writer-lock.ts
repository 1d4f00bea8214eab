/**
 * Who may write to the state of an engine: one process at a time (F:PRC6). The lock is SQLite's own on an empty file beside the database, held
 * by an open transaction: the system takes it back when the process ends, however it ends. A second file says who has it, for people; nothing
 * is decided by that one.
 *
 * Invariants: 1. The file that is locked is never removed: who opened it before would hold a lock that nobody sees. 2. Nothing but SQLite ever
 * opens it: closing a file gives back all locks that the process has on it.
 */
import { readFileSync, rmSync, writeFileSync } from 'node:fs';
import { hostname } from 'node:os';
import Database from 'better-sqlite3';
import { makePrivate } from '../database.js';
import { ENGINE } from '../file-kind.js';
import { StoreError } from '../store-error.js';

export const lockPathOf = (path: string): string => `${path}.lock`;
const ownerPathOf = (path: string): string => `${path}.owner`;

const PRIVATE_FILE = 0o600;

export class WriterLock {
  readonly #database: Database.Database;
  readonly #ownerPath: string;

  private constructor(database: Database.Database, ownerPath: string) {
    this.#database = database;
    this.#ownerPath = ownerPath;
  }

  /** Errors: `StoreError` with who has it. */
  static take(path: string, now: () => Date): WriterLock {
    makePrivate(lockPathOf(path));
    const database = new Database(lockPathOf(path), { timeout: 0 });
    try {
      // Nothing is ever written: no journal either.
      database.pragma('journal_mode = MEMORY');
      database.exec('BEGIN EXCLUSIVE');
    } catch (error) {
      database.close();
      if (!isBusy(error)) throw error;
      throw new StoreError(
        `${path}: another process has it open (${ownerOf(path)})\n  fix: stop that one first, or ${ENGINE.another}`,
      );
    }
    const owner = { pid: process.pid, host: hostname(), since: now().toISOString() };
    const lock = new WriterLock(database, ownerPathOf(path));
    lock.#sign(owner);
    return lock;
  }

  #sign(owner: object): void {
    try {
      writeFileSync(this.#ownerPath, `${JSON.stringify(owner)}\n`, { mode: PRIVATE_FILE });
    } catch (error) {
      this.release();
      throw error;
    }
  }

  release(): void {
    rmSync(this.#ownerPath, { force: true });
    this.#database.close();
  }
}

const isBusy = (error: unknown): boolean =>
  error instanceof Database.SqliteError && error.code.startsWith('SQLITE_BUSY');

function ownerOf(path: string): string {
  try {
    const { pid, host, since } = JSON.parse(readFileSync(ownerPathOf(path), 'utf8')) as Record<
      string,
      unknown
    >;
    return `process ${String(pid)} on ${String(host)}, since ${String(since)}`;
  } catch {
    return 'it does not say which';
  }
}
