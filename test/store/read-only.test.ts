/** A results database in a place that cannot be written: what is read all the same, and what is said of the rest. */
import { execFileSync } from 'node:child_process';
import { copyFileSync, mkdirSync } from 'node:fs';
import { join } from 'node:path';
import Database from 'better-sqlite3';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { openDatabase } from '../../src/store/database.js';
import { openResultsStore, readResultsStore } from '../../src/store/results-store.js';
import { StoreError } from '../../src/store/store-error.js';
import { AS_IN_SCHEMA_6, storeFolder } from './support/store-folder.js';
import { storedRun } from './support/stored-run.js';

const here = storeFolder();

/** Whether this user may mount a file system: in a container of its own, mostly. */
const MAY_MOUNT = ((): boolean => {
  if (process.platform !== 'linux' || process.getuid?.() !== 0) return false;
  try {
    execFileSync('unshare', ['-m', 'true'], { stdio: 'ignore' });
    return true;
  } catch {
    return false;
  }
})();

describe.skipIf(!MAY_MOUNT)('a read-only file system', () => {
  let place = '';
  const path = (): string => join(place, 'results.db');
  const mount = (...how: readonly string[]) => execFileSync('mount', [...how, place]);

  beforeEach(() => {
    place = join(here.folder, 'mounted');
    mkdirSync(place);
    mount('-t', 'tmpfs', 'tmpfs');
  });
  afterEach(() => {
    execFileSync('umount', [place]);
  });

  /** A stored run there, as `prepare` leaves it. */
  function stored(prepare: (database: Database.Database) => void = () => undefined): void {
    const store = openResultsStore(path());
    store.saveRuns([storedRun('run-a', 1)]);
    store.close();
    const database = new Database(path());
    prepare(database);
    database.close();
    mount('-o', 'remount,ro');
  }

  it('is read from, seals and all', () => {
    stored();
    const store = readResultsStore(path());
    expect(store.seal('run-a')).toMatchObject({ kind: 'intact' });
    store.close();
  });

  it('is not written to, and that is said when it is opened', () => {
    stored();
    expect(() => openDatabase(path())).toThrow(StoreError);
    expect(() => openDatabase(path())).toThrow(
      /results\.db: its file system is read-only .*\n {2}fix: copy it to one that can be written/s,
    );
    expect(() => openDatabase(join(place, 'new', 'r.db'))).toThrow(/fix: /);
  });

  it('keeps a database of an earlier build from being brought up to date', () => {
    stored((database) => {
      database.exec(AS_IN_SCHEMA_6);
      database.pragma('user_version = 6');
    });
    expect(() => readResultsStore(path())).toThrow(
      /tables of an earlier squall \(schema 6, this one reads 8\).*\n {2}fix: copy it to where it can/s,
    );
  });

  it('keeps a database from being read that was left in the middle of being written', () => {
    const store = openResultsStore(here.path);
    store.saveRuns([storedRun('run-a', 1)]);
    for (const end of ['', '-wal']) copyFileSync(`${here.path}${end}`, `${path()}${end}`);
    store.close();
    mount('-o', 'remount,ro');
    expect(() => readResultsStore(path())).toThrow(
      /whoever wrote it last was stopped.*\n {2}fix: copy it, with .*results\.db-wal/s,
    );
  });
});
