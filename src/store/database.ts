/**
 * Opens a SQLite file the way squall needs it, and says no otherwise: WAL, `synchronous = FULL` set and asserted (its
 * default falls back to NORMAL after the first write), foreign keys on, migrations applied in order. The one place
 * that knows how a database is opened.
 */
import { existsSync, mkdirSync, readFileSync, readdirSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';
import Database from 'better-sqlite3';
import { MARK_BYTES, deflated, setMark } from './journal-part.js';
import { StoreError } from './store-error.js';

/** PRAGMA synchronous: 2 = FULL. */
const SYNCHRONOUS_FULL = 2;
/** How long a writer waits for another one before it gives up, milliseconds. */
const BUSY_TIMEOUT_MS = 5_000;
const MIGRATIONS = join(dirname(fileURLToPath(import.meta.url)), 'migrations');

/** `:memory:` for a database that lives with the process. */
export function openDatabase(path: string): Database.Database {
  const database = connect(path);
  try {
    // First: what is not ours is not written to, and WAL mode is a write.
    assertOurs(database, path);
    database.pragma('journal_mode = WAL');
    database.pragma('synchronous = FULL');
    database.pragma('foreign_keys = ON');
    migrate(database, path);
    // After the migrations: the default changes itself with the first write.
    database.pragma('synchronous = FULL');
    assertPragma(database, 'synchronous', SYNCHRONOUS_FULL);
    assertPragma(database, 'foreign_keys', 1);
    return database;
  } catch (error) {
    database.close();
    throw asStoreError(error, path);
  }
}

/** What is wrong with the file at `path` as a results database; null = nothing. Nothing is written to it. */
export function problemWithDatabase(path: string): string | null {
  try {
    const database = new Database(path, { readonly: true, timeout: BUSY_TIMEOUT_MS });
    try {
      assertOurs(database, path);
      assertKnown(database, path);
      return null;
    } finally {
      database.close();
      tidyUp(path);
    }
  } catch (error) {
    return asStoreError(error, path).message;
  }
}

/** A reader of a file in WAL mode leaves two more beside it; the last one that may write takes them away. */
function tidyUp(path: string): void {
  if (!existsSync(`${path}-shm`)) return;
  const database = new Database(path, { timeout: BUSY_TIMEOUT_MS });
  database.pragma('user_version');
  database.close();
}

function connect(path: string): Database.Database {
  try {
    if (path !== ':memory:') mkdirSync(dirname(path), { recursive: true });
    return new Database(path, { timeout: BUSY_TIMEOUT_MS });
  } catch (error) {
    throw asStoreError(error, path);
  }
}

const asStoreError = (error: unknown, path: string): StoreError =>
  error instanceof StoreError
    ? error
    : new StoreError(
        `${path}: ${error instanceof Error ? error.message : String(error)} (choose another file with --db or SQUALL_DB)`,
      );

function assertPragma(database: Database.Database, name: string, wanted: number): void {
  const found = database.pragma(name, { simple: true });
  if (found !== wanted)
    throw new StoreError(
      `PRAGMA ${name} is ${String(found)}, not ${wanted}: nothing written would be safe`,
    );
}

/**
 * A database of another program is left alone. One statement, so that another process that makes the tables meanwhile
 * is seen before or after, not halfway.
 */
function assertOurs(database: Database.Database, path: string): void {
  const found = database
    .prepare(
      `SELECT (SELECT user_version FROM pragma_user_version) AS version,
              count(*) AS tables, coalesce(sum(name = 'runs'), 0) AS runs
       FROM sqlite_schema WHERE type = 'table'`,
    )
    .get() as { version: number; tables: number; runs: number };
  const ours = found.tables === 0 || (found.version > 0 && found.runs === 1);
  if (!ours)
    throw new StoreError(
      `${path} is a database of another program: choose another file with --db or SQUALL_DB`,
    );
}

interface Migration {
  readonly version: number;
  readonly file: string;
}

function migrations(): readonly Migration[] {
  return readdirSync(MIGRATIONS)
    .filter((file) => file.endsWith('.sql'))
    .sort()
    .map((file) => ({ version: Number.parseInt(file, 10), file }));
}

/** SHA-256 in hex. */
const HASH_DIGITS = 64;

/** What migrations cannot say in SQL: the format of a part of a journal. */
function addFunctions(database: Database.Database): void {
  database.function('journal_bytes', { deterministic: true }, (text: string) => deflated(text));
  database.function('journal_marks', { deterministic: true }, (hashes: string) => {
    const count = hashes.length / HASH_DIGITS;
    const marks = new Uint8Array(count * MARK_BYTES);
    for (let index = 0; index < count; index += 1)
      setMark(marks, index, hashes.slice(index * HASH_DIGITS, (index + 1) * HASH_DIGITS));
    return marks;
  });
}

/** A database of a later version is left alone, too. */
function assertKnown(
  database: Database.Database,
  path: string,
): { readonly found: number; readonly newest: number } {
  const newest = migrations().at(-1)?.version ?? 0;
  const found = database.pragma('user_version', { simple: true }) as number;
  if (found > newest) {
    throw new StoreError(
      `${path} was written by a newer squall (schema ${found}, this one knows ${newest}): upgrade, or use another file`,
    );
  }
  return { found, newest };
}

function migrate(database: Database.Database, path: string): void {
  const all = migrations();
  const { found, newest } = assertKnown(database, path);
  if (found < newest) addFunctions(database);
  for (const { version, file } of all) {
    if (version <= found) continue;
    const sql = readFileSync(join(MIGRATIONS, file), 'utf8');
    // Two processes may meet on a new file: the one that waited finds the work done.
    database
      .transaction(() => {
        if ((database.pragma('user_version', { simple: true }) as number) >= version) return;
        database.exec(sql);
        database.pragma(`user_version = ${version}`);
      })
      .immediate();
  }
}
