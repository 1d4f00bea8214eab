/**
 * The file of seals beside a results database, `<database>.seals`: lines are put at its end and never changed. Who writes
 * holds the database's own write lock, so that one process writes at a time, and commits afterwards.
 *
 * Invariants: 1. A run that is committed has its line on the disk. 2. A line without a run is one whose commit never came, or a run
 * that somebody took out. 3. An end without a line feed was being written when its process stopped: nothing that it tells
 * of was committed, and the next writer cuts it off.
 */
import {
  closeSync,
  existsSync,
  fdatasyncSync,
  fstatSync,
  fsyncSync,
  ftruncateSync,
  openSync,
  readFileSync,
  readSync,
  realpathSync,
  writeSync,
} from 'node:fs';
import { dirname } from 'node:path';
import { StoreError } from '../store-error.js';
import { FIRST_HASH, LINE_END_BYTES, type SealEntry, linesOf } from './seal-line.js';

/** As private as the database. */
const PRIVATE_FILE = 0o600;
const LINE_FEED = 10;

export class SealsFile {
  readonly path: string;

  /** Beside the database itself, by whatever name that was opened. */
  constructor(database: string) {
    this.path = `${existsSync(database) ? realpathSync(database) : database}.seals`;
  }

  exists(): boolean {
    return existsSync(this.path);
  }

  /**
   * Puts lines at the end, durably; those who call hold the lock. `found`: the runs of a database whose seals begin now.
   *
   * Errors: `StoreError` where that cannot be, and then the file is as before.
   */
  append(entries: readonly SealEntry[], found: () => readonly string[]): void {
    try {
      const isNew = !this.exists();
      const file = openSync(this.path, 'a+', PRIVATE_FILE);
      try {
        appendTo(file, entries, found);
        if (isNew) this.#keepName();
      } finally {
        closeSync(file);
      }
    } catch (error) {
      throw this.#unusable(error, 'written');
    }
  }

  /** Its whole lines, in order; null where there is no file. Errors: `StoreError`. */
  lines(): readonly string[] | null {
    try {
      if (!this.exists()) return null;
      return readFileSync(this.path, 'utf8').split('\n').slice(0, -1);
    } catch (error) {
      throw this.#unusable(error, 'read');
    }
  }

  /** A new file is lost with its folder's memory of it. */
  #keepName(): void {
    if (process.platform === 'win32') return;
    const folder = openSync(dirname(this.path), 'r');
    fsyncSync(folder);
    closeSync(folder);
  }

  #unusable(error: unknown, how: 'written' | 'read'): StoreError {
    const reason = error instanceof Error ? error.message : String(error);
    return new StoreError(
      `${this.path}: the seals of the runs cannot be ${how} (${reason})\n` +
        '  fix: let it be written where the database is, or choose another database with --db or SQUALL_DB',
      { cause: error },
    );
  }
}

function appendTo(
  file: number,
  entries: readonly SealEntry[],
  found: () => readonly string[],
): void {
  const size = wholeLines(file);
  const begun: readonly SealEntry[] = size === 0 ? [{ kind: 'begun', found: found() }] : [];
  const bytes = Buffer.from(linesOf([...begun, ...entries], lastHash(file, size)), 'utf8');
  try {
    for (let done = 0; done < bytes.length;) done += writeSync(file, bytes, done);
    fdatasyncSync(file);
  } catch (error) {
    ftruncateSync(file, size);
    throw error;
  }
}

/** How long the file is, once an end is cut off that is no whole line. */
function wholeLines(file: number): number {
  const { size } = fstatSync(file);
  let end = size;
  while (end > 0 && bytesAt(file, end - 1, 1)[0] !== LINE_FEED) end -= 1;
  if (end < size) ftruncateSync(file, end);
  return end;
}

function lastHash(file: number, size: number): string {
  if (size < LINE_END_BYTES) return FIRST_HASH;
  const hash = bytesAt(file, size - LINE_END_BYTES, FIRST_HASH.length).toString('latin1');
  // Whoever changed it is told by `verify`; the lines to come can only begin anew.
  return /^[0-9a-f]+$/.test(hash) ? hash : FIRST_HASH;
}

function bytesAt(file: number, at: number, length: number): Buffer {
  const bytes = Buffer.alloc(length);
  readSync(file, bytes, 0, length, at);
  return bytes;
}
