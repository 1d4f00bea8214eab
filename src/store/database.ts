/**
 * Opens a SQLite file the way squall needs it, and says no otherwise. For writing: WAL, `synchronous = FULL` set and
 * asserted (its default falls back to NORMAL after the first write), foreign keys on, migrations applied. For reading:
 * read-only. The one place that knows how a database is opened, and how it is left.
 *
 * Invariants: 1. What is not ours is not written to, nor are files made beside it. 2. Who reads makes nothing. 3. A store is
 * closed in rollback mode, where the one file is all there is to it and can be read on a disk that cannot be written.
 */
import { closeSync, existsSync, mkdirSync, openSync } from 'node:fs';
import { dirname } from 'node:path';
import Database from 'better-sqlite3';
import { type FileKind, RESULTS } from './file-kind.js';
import { type SchemaVersion, migrate, schemaVersion } from './migrations.js';
import { sizeOfOurs, whose } from './ownership.js';
import { readOnlyPlace } from './read-only-place.js';
import { fixOf, storeErrorOf } from './sqlite-error.js';
import { StoreError } from './store-error.js';

/** PRAGMA synchronous: 2 = FULL. */
const SYNCHRONOUS_FULL = 2;
/** How long one process waits for another before it gives up, milliseconds. */
const BUSY_TIMEOUT_MS = 5_000;
/** Between two tries at what SQLite itself does not wait for. */
const RETRY_MS = 20;
const IN_MEMORY = ':memory:';
/** Results say what somebody trades: they are for their user alone. */
const PRIVATE_FILE = 0o600;
const PRIVATE_FOLDER = 0o700;

/** For writing, made when it is not there; `:memory:` for one that lives with the process. Errors: `StoreError`. */
export function openDatabase(path: string, kind: FileKind = RESULTS): Database.Database {
  return opened(path, kind, () => {
    if (path !== IN_MEMORY) refuseForeign(path, kind);
    makePrivate(path);
    const database = new Database(path, { timeout: BUSY_TIMEOUT_MS });
    return closedOnError(database, () => {
      refuseReadOnly(database);
      enterWal(database);
      database.pragma(`wal_autocheckpoint = ${kind.walPages}`);
      database.pragma('synchronous = FULL');
      database.pragma('foreign_keys = ON');
      migrate(database, path, kind);
      // After the migrations: the default changes itself with the first write.
      database.pragma('synchronous = FULL');
      assertPragma(database, 'synchronous', SYNCHRONOUS_FULL);
      assertPragma(database, 'foreign_keys', 1);
      return database;
    });
  });
}

/**
 * For reading alone. Where nothing was ever stored it is an empty one in memory; one of an earlier build is brought up to
 * date first, which is the one thing that is written. Errors: `StoreError`.
 */
export function openForReading(path: string): Database.Database {
  return opened(path, RESULTS, () => {
    const version = sizeOfOurs(path, RESULTS) === 0 ? null : looked(path, RESULTS);
    if (version === null) return openDatabase(IN_MEMORY);
    if (version.found < version.newest) bringUp(path, version);
    return reader(path);
  });
}

function bringUp(path: string, { found, newest }: SchemaVersion): void {
  try {
    closeDatabase(openDatabase(path));
  } catch (error) {
    if (readOnlyPlace(path) === null) throw error;
    throw new StoreError(
      `${path} has the tables of an earlier squall (schema ${found}, this one reads ${newest}), and cannot be brought up to date where it cannot be written\n` +
        '  fix: copy it to where it can, and name the copy with --db or SQUALL_DB',
      { cause: error },
    );
  }
}

/** What is wrong with the file at `path` as a results database; null = nothing. Nothing is written to it. */
export function problemWithDatabase(path: string): string | null {
  try {
    opened(path, RESULTS, () => refuseForeign(path, RESULTS));
    return null;
  } catch (error) {
    return error instanceof Error ? error.message : String(error);
  }
}

/** Leaves one file, unless another process is at it: the last one does. */
export function closeDatabase(database: Database.Database): void {
  const { name, readonly, memory, open } = database;
  if (open && !readonly && !memory) leaveWal(database);
  database.close();
  if (FIRST_THERE.has(database)) tidyUp(name);
}

/** Readers that found one file: what lies beside it when they close is theirs. */
const FIRST_THERE = new WeakSet<Database.Database>();

function reader(path: string): Database.Database {
  const isAlone = !existsSync(`${path}-wal`) && !existsSync(`${path}-shm`);
  const database = new Database(path, { readonly: true, timeout: BUSY_TIMEOUT_MS });
  if (isAlone) FIRST_THERE.add(database);
  return database;
}

/** What `open` does with the file at `path`. Errors: `StoreError`, whatever it was. */
export function opened<T>(path: string, kind: FileKind, open: () => T): T {
  try {
    return open();
  } catch (error) {
    const known = storeErrorOf(error, path, kind);
    if (known instanceof StoreError) throw known;
    const reason = known instanceof Error ? known.message : String(known);
    const place = readOnlyPlace(path);
    if (place !== null)
      throw new StoreError(`${path}: ${place.what} (${reason})\n  fix: ${fixOf(place, kind)}`, {
        cause: error,
      });
    throw new StoreError(`${path}: ${reason} (${kind.another})`);
  }
}

function closedOnError<T>(database: Database.Database, use: () => T): T {
  try {
    return use();
  } catch (error) {
    database.close();
    throw error;
  }
}

/** Looks before anything that writes opens the file: WAL mode is a write, and so is closing a database of others. */
export function refuseForeign(path: string, kind: FileKind): void {
  if (sizeOfOurs(path, kind) > 0) looked(path, kind);
}

/** The version of a file that is ours; null = nobody's, without anything in it. */
const looked = (path: string, kind: FileKind): SchemaVersion | null =>
  lookedAt(path, kind, (_, version) => version);

/** What `look` finds in a file that is ours, which is only read; null = it is nobody's, without anything in it. */
export function lookedAt<T>(
  path: string,
  kind: FileKind,
  look: (database: Database.Database, version: SchemaVersion) => T,
): T | null {
  const database = reader(path);
  try {
    if (whose(database, path, kind) === 'nobody') return null;
    return look(database, schemaVersion(database, path, kind));
  } finally {
    closeDatabase(database);
  }
}

/** A reader of a file in WAL mode makes two more beside it; the last one that may write takes them away. */
function tidyUp(path: string): void {
  if (!existsSync(`${path}-shm`)) return;
  try {
    const database = new Database(path, { fileMustExist: true, timeout: BUSY_TIMEOUT_MS });
    database.pragma('user_version');
    database.close();
  } catch {
    // A courtesy, which not every place allows.
  }
}

/** The file and its folders, where they are missing; SQLite makes the files beside it as private as it. */
export function makePrivate(path: string): void {
  if (path === IN_MEMORY || existsSync(path)) return;
  mkdirSync(dirname(path), { recursive: true, mode: PRIVATE_FOLDER });
  closeSync(openSync(path, 'a', PRIVATE_FILE));
}

/** SQLite opens a file that cannot be written for reading, and says so with the first write: when there is something to lose. */
function refuseReadOnly(database: Database.Database): void {
  if (!database.memory) database.exec('BEGIN IMMEDIATE; ROLLBACK');
}

/** SQLite does not wait for another process that enters it at the same time. */
function enterWal(database: Database.Database): void {
  for (let left = BUSY_TIMEOUT_MS; ; left -= RETRY_MS) {
    try {
      database.pragma('journal_mode = WAL');
      return;
    } catch (error) {
      if (left <= 0 || !isBusy(error)) throw error;
      Atomics.wait(new Int32Array(new SharedArrayBuffer(4)), 0, 0, RETRY_MS);
    }
  }
}

function leaveWal(database: Database.Database): void {
  try {
    database.pragma('busy_timeout = 0');
    database.pragma('journal_mode = DELETE');
  } catch {
    // Somebody else is at it, or the disk is full: what is stored is stored in either mode.
  }
}

const isBusy = (error: unknown): boolean =>
  error instanceof Database.SqliteError && error.code.startsWith('SQLITE_BUSY');

function assertPragma(database: Database.Database, name: string, wanted: number): void {
  const found = database.pragma(name, { simple: true });
  if (found !== wanted)
    throw new StoreError(
      `PRAGMA ${name} is ${String(found)}, not ${wanted}: nothing written would be safe`,
    );
}
