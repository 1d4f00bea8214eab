/** Brings a database up to the tables of this build: the files of its migrations, in order, each once. */
import { readFileSync, readdirSync } from 'node:fs';
import { join } from 'node:path';
import type Database from 'better-sqlite3';
import type { FileKind } from './file-kind.js';
import { MARK_BYTES, deflated, setMark } from './journal-part.js';
import { StoreError } from './store-error.js';

interface Migration {
  readonly version: number;
  readonly file: string;
}

function migrationsOf({ migrations }: FileKind): readonly Migration[] {
  return readdirSync(migrations)
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

export interface SchemaVersion {
  readonly found: number;
  readonly newest: number;
}

/** Errors: `StoreError` for a database of a later version, which is left alone. */
export function schemaVersion(
  database: Database.Database,
  path: string,
  kind: FileKind,
): SchemaVersion {
  const newest = migrationsOf(kind).at(-1)?.version ?? 0;
  const found = database.pragma('user_version', { simple: true }) as number;
  if (found > newest) {
    throw new StoreError(
      `${path} was written by a newer squall (schema ${found}, this one knows ${newest}): upgrade, or use another file`,
    );
  }
  return { found, newest };
}

export function migrate(database: Database.Database, path: string, kind: FileKind): void {
  const { found, newest } = schemaVersion(database, path, kind);
  if (found < newest) addFunctions(database);
  for (const { version, file } of migrationsOf(kind)) {
    if (version <= found) continue;
    const sql = readFileSync(join(kind.migrations, file), 'utf8');
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
