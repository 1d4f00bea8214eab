/** What goes wrong with a file or a disk is said in a sentence, as a `StoreError`, whatever was asked of the store. */
import Database from 'better-sqlite3';
import { describe, expect, it } from 'vitest';
import { openDatabase } from '../../src/store/database.js';
import { ResultsStore, openResultsStore } from '../../src/store/results-store.js';
import { storeErrorOf } from '../../src/store/sqlite-error.js';
import { StoreError } from '../../src/store/store-error.js';
import { storeFolder } from './support/store-folder.js';
import { storedRun } from './support/stored-run.js';

const here = storeFolder();

function thrown(use: () => unknown): Error {
  try {
    use();
  } catch (error) {
    return error as Error;
  }
  throw new Error('nothing was thrown');
}

/** More than there is room for in pages that are there already. */
const LONG = JSON.stringify(' '.repeat(100_000));

describe('a store that cannot do what is asked', () => {
  it('has no room: says that the disk is full, and keeps nothing of the run', () => {
    const database = openDatabase(here.path);
    const pages = database.pragma('page_count', { simple: true }) as number;
    database.pragma(`max_page_count = ${pages}`);
    const store = new ResultsStore(database);
    const error = thrown(() => store.saveRuns([{ ...storedRun('run-a', 1), report: LONG }]));
    expect(error).toBeInstanceOf(StoreError);
    expect(error.message).toMatch(/results\.db: the disk is full .*\n {2}fix: make room/);
    expect(store.list({ limit: 9 }).items).toEqual([]);
    store.close();
  });

  it('is locked: says that another process has it', () => {
    openResultsStore(here.path).close();
    const database = openDatabase(here.path);
    database.pragma('busy_timeout = 0');
    const store = new ResultsStore(database);
    const other = new Database(here.path);
    other.exec('BEGIN IMMEDIATE');
    const error = thrown(() => store.saveRuns([storedRun('run-a', 1)]));
    other.close();
    expect(error).toBeInstanceOf(StoreError);
    expect(error.message).toMatch(/another process keeps it locked/);
    store.saveRuns([storedRun('run-a', 1)]);
    store.close();
  });

  it.each(['runs', 'orders', 'fills', 'journal_parts', 'text_parts'])(
    'lacks the table %s: says which',
    (table) => {
      const store = openResultsStore(here.path);
      store.saveRuns([{ ...storedRun('run-a', 1), report: '' }]);
      const plain = new Database(here.path);
      plain.pragma('foreign_keys = OFF');
      plain.exec(`DROP TABLE ${table}`);
      plain.close();
      const error = thrown(() => {
        store.list({ limit: 9 });
        store.orders('run-a');
        store.fills('run-a');
        store.blocks('run-a');
        store.report('run-a');
      });
      expect(error).toBeInstanceOf(StoreError);
      expect(error.message).toMatch(new RegExp(`no such table: (main\\.)?${table} `));
      store.close();
    },
  );

  it('holds a long text that cannot be inflated: says of which run', () => {
    const store = openResultsStore(here.path);
    store.saveRuns([{ ...storedRun('run-a', 1), report: '' }]);
    const plain = new Database(here.path);
    plain.exec(`INSERT INTO text_parts VALUES ('run-a', 'report', 0, x'ffff')`);
    plain.close();
    const error = thrown(() => store.report('run-a'));
    expect(error).toBeInstanceOf(StoreError);
    expect(error.message).toMatch(/the report of run run-a is damaged/);
    store.close();
  });
});

describe('an error of SQLite', () => {
  it.each([
    ['SQLITE_IOERR_WRITE', /the disk failed/],
    ['SQLITE_IOERR_SHORT_READ', /the disk failed/],
    ['SQLITE_IOERR_NOMEM', /not enough memory/],
    ['SQLITE_CORRUPT_VTAB', /the file is damaged/],
    ['SQLITE_READONLY_DBMOVED', /may not be written to/],
    ['SQLITE_CANTOPEN_ISDIR', /cannot be opened/],
    ['SQLITE_CONSTRAINT_TRIGGER', /boom .*not those that squall makes/],
    ['SQLITE_WHATEVER_COMES', /boom/],
  ])('%s has words of its own', (code, words) => {
    const error = storeErrorOf(new Database.SqliteError('boom', code), '/x.db') as Error;
    expect(error).toBeInstanceOf(StoreError);
    expect(error.message).toMatch(words);
    expect(error.message).toMatch(/^\/x\.db: .*boom.*\n {2}fix: /);
  });

  it.each(['SQLITE_CONSTRAINT_PRIMARYKEY', 'SQLITE_CONSTRAINT_CHECK', 'SQLITE_MISUSE'])(
    '%s is a bug of ours and stays one',
    (code) => {
      const error = new Database.SqliteError('boom', code);
      expect(storeErrorOf(error, '/x.db')).toBe(error);
    },
  );
});
