/**
 * Whose file it is. A database of squall says which it is in its header (`application_id`); a results database of a build
 * before that is known by its version and its table of runs. Whatever else a file may be, nothing is written to it.
 */
import { closeSync, openSync, readSync, statSync } from 'node:fs';
import type Database from 'better-sqlite3';
import { type FileKind, KINDS, RESULTS } from './file-kind.js';
import { StoreError } from './store-error.js';

/** The last version of a results database whose files do not say what they are. */
const LAST_WITHOUT_ID = 5;

const MAGIC = 'SQLite format 3\0';
const HEADER_BYTES = 100;
const APPLICATION_ID_AT = 68;

/** What a database of another program, or another one of ours, is refused with. */
function foreign(path: string, id: number, { what, another }: FileKind): StoreError {
  const ours = KINDS.find(({ applicationId }) => applicationId === id);
  return new StoreError(
    ours === undefined
      ? `${path} is a database of another program: ${another}`
      : `${path} is ${ours.what} of squall, not ${what}: ${another}`,
  );
}

/**
 * The size of the file at `path`; 0 also where nothing is. SQLite is not asked: it would wait at a pipe, and make files
 * beside those of others.
 *
 * Errors: `StoreError` for what is no file, no database, or says that it is another program's.
 */
export function sizeOfOurs(path: string, kind: FileKind): number {
  const stats = statSync(path, { throwIfNoEntry: false });
  if (stats === undefined) return 0;
  if (!stats.isFile()) {
    const what = stats.isDirectory() ? 'a folder' : 'a device or a pipe';
    throw new StoreError(`${path}: it is ${what}, not a file\n  fix: ${kind.another}`);
  }
  if (stats.size === 0) return 0;
  const header = headerOf(path);
  if (header.toString('latin1', 0, MAGIC.length) !== MAGIC)
    throw new StoreError(`${path}: file is not a database\n  fix: ${kind.another}`);
  const id = header.readInt32BE(APPLICATION_ID_AT);
  if (id !== 0 && id !== kind.applicationId) throw foreign(path, id, kind);
  return stats.size;
}

function headerOf(path: string): Buffer {
  const header = Buffer.alloc(HEADER_BYTES);
  const file = openSync(path, 'r');
  try {
    readSync(file, header, 0, HEADER_BYTES, 0);
    return header;
  } finally {
    closeSync(file);
  }
}

/**
 * Whether an open database is ours, or still nobody's. One statement, so that another process that makes the tables
 * meanwhile is seen before or after, not halfway.
 *
 * Errors: `StoreError` for one of another program.
 */
export function whose(
  database: Database.Database,
  path: string,
  kind: FileKind,
): 'ours' | 'nobody' {
  const { id, version, objects, runs } = database
    .prepare(
      `SELECT (SELECT application_id FROM pragma_application_id) AS id,
              (SELECT user_version FROM pragma_user_version) AS version,
              count(*) AS objects, coalesce(sum(type = 'table' AND name = 'runs'), 0) AS runs
       FROM sqlite_schema`,
    )
    .get() as Record<'id' | 'version' | 'objects' | 'runs', number>;
  if (id === kind.applicationId) return 'ours';
  if (id === 0 && version === 0 && objects === 0) return 'nobody';
  const isEarlier = id === 0 && version > 0 && version <= LAST_WITHOUT_ID && runs === 1;
  if (!isEarlier || kind !== RESULTS) throw foreign(path, id, kind);
  return 'ours';
}
