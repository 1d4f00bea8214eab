/**
 * What SQLite says of a database, in words for its user: what is wrong, in which file, what to do. A full disk or a
 * damaged page is nobody's bug; a constraint that our own rows break is one, and stays what it is.
 */
import { type FileKind, RESULTS } from './file-kind.js';
import { readOnlyPlace } from './read-only-place.js';
import { StoreError } from './store-error.js';
import type { StoreWords } from './store-words.js';

/** What SQLite says where the file lies in a place that cannot be written. */
const IN_PLACE = /^SQLITE_(READONLY|CANTOPEN)/;

const DAMAGED: StoreWords = {
  what: 'the file is damaged',
  fix: 'bring back a copy of it',
};
const BUSY: StoreWords = {
  what: 'another process keeps it locked',
  fix: 'wait until that one is done',
};
const MEMORY: StoreWords = {
  what: 'there is not enough memory for it',
  fix: 'free some',
  thisFile: true,
};

/** By the beginning of the driver's code; extended codes say more than a user needs. */
const WORDS: readonly (readonly [code: string, words: StoreWords])[] = [
  ['SQLITE_FULL', { what: 'the disk is full', fix: 'make room' }],
  ['SQLITE_BUSY', BUSY],
  ['SQLITE_LOCKED', BUSY],
  ['SQLITE_PROTOCOL', BUSY],
  ['SQLITE_IOERR_NOMEM', MEMORY],
  ['SQLITE_IOERR', { what: 'the disk failed', fix: 'look at the disk and its room' }],
  ['SQLITE_CORRUPT', DAMAGED],
  ['SQLITE_FORMAT', DAMAGED],
  ['SQLITE_NOTADB', { what: 'it is not a SQLite database' }],
  ['SQLITE_READONLY', { what: 'it may not be written to', fix: 'change its permissions' }],
  ['SQLITE_CANTOPEN', { what: 'it cannot be opened' }],
  ['SQLITE_PERM', { what: 'it may not be opened' }],
  ['SQLITE_AUTH', { what: 'it may not be opened' }],
  ['SQLITE_NOMEM', MEMORY],
  [
    'SQLITE_TOOBIG',
    {
      what: 'a document of this run is too long',
      fix: 'store less of it: --keep figures',
      thisFile: true,
    },
  ],
];

/** A table or column that is not there: what is wrong is in SQLite's words, and those come first. */
const OTHER_TABLES: StoreWords = {
  what: 'its tables are not those that squall makes',
  fix: 'bring back a copy of it',
};

/** Conditions of our own tables: what breaks them we have written. A trigger is somebody else's. */
const isOurs = (code: string): boolean =>
  (code.startsWith('SQLITE_CONSTRAINT') && code !== 'SQLITE_CONSTRAINT_TRIGGER') ||
  code === 'SQLITE_MISUSE' ||
  code === 'SQLITE_RANGE';

/** What to do, with the other file that would do as well. */
export const fixOf = ({ fix, thisFile }: StoreWords, { another }: FileKind): string => {
  if (fix === undefined) return another;
  return thisFile === true ? fix : `${fix}, or ${another}`;
};

/** An error of the driver about the file at `path` as a `StoreError`; any other error as it came. */
export function storeErrorOf(error: unknown, path: string, kind: FileKind = RESULTS): unknown {
  if (!(error instanceof Error) || error.name !== 'SqliteError') return error;
  const code = String((error as Error & { readonly code?: unknown }).code);
  if (isOurs(code)) return error;
  const known =
    (IN_PLACE.test(code) ? readOnlyPlace(path) : null) ??
    WORDS.find(([start]) => code.startsWith(start))?.[1];
  const text =
    known === undefined
      ? `${error.message} (${OTHER_TABLES.what})`
      : `${known.what} (${error.message})`;
  return new StoreError(`${path}: ${text}\n  fix: ${fixOf(known ?? OTHER_TABLES, kind)}`, {
    cause: error,
  });
}
