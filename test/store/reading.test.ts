/** Who reads leaves no trace, and what is made is for its user alone. */
import { execFileSync } from 'node:child_process';
import {
  chmodSync,
  existsSync,
  mkdirSync,
  readFileSync,
  readdirSync,
  statSync,
  writeFileSync,
} from 'node:fs';
import { join } from 'node:path';
import Database from 'better-sqlite3';
import { describe, expect, it } from 'vitest';
import { closeDatabase, openDatabase, openForReading } from '../../src/store/database.js';
import { openResultsStore, readResultsStore } from '../../src/store/results-store.js';
import { AS_IN_SCHEMA_6, storeFolder } from './support/store-folder.js';
import { storedRun } from './support/stored-run.js';

const here = storeFolder();

function stored(...runIds: readonly string[]): void {
  const store = openResultsStore(here.path);
  store.saveRuns(runIds.map((id, index) => storedRun(id, index)));
  store.close();
}

/** The database and the seals of its runs. */
const BOTH = ['results.db', 'results.db.seals'];
const names = (): readonly string[] => readdirSync(here.folder).sort();
const listed = (): readonly string[] => {
  const store = readResultsStore(here.path);
  const ids = store.list({ limit: 9 }).items.map(({ runId }) => runId);
  store.close();
  return ids;
};

describe('a reader', () => {
  it('makes nothing where nothing was stored, not even the folder', () => {
    here.path = join(here.folder, 'new', 'results.db');
    expect(listed()).toEqual([]);
    expect(names()).toEqual([]);
  });

  it('leaves an empty file empty', () => {
    writeFileSync(here.path, '');
    expect(listed()).toEqual([]);
    expect(statSync(here.path).size).toBe(0);
  });

  it('leaves the file and its seals, byte for byte', () => {
    stored('run-a');
    const before = readFileSync(here.path);
    expect(listed()).toEqual(['run-a']);
    expect(names()).toEqual(BOTH);
    expect(readFileSync(here.path).equals(before)).toBe(true);
  });

  it('cannot write', () => {
    stored('run-a');
    const store = readResultsStore(here.path);
    expect(() => store.remove('run-a')).toThrow(/may not be written to/);
    store.close();
    expect(listed()).toEqual(['run-a']);
  });

  it('reads a store in WAL mode, as earlier builds left it, and takes away what SQLite put beside it', () => {
    stored('run-a');
    const plain = new Database(here.path);
    plain.pragma('journal_mode = WAL');
    plain.close();
    expect(listed()).toEqual(['run-a']);
    expect(names()).toEqual(BOTH);
  });

  it('sees what a writer stores meanwhile, and both leave one file', () => {
    stored('run-a');
    const reader = readResultsStore(here.path);
    expect(reader.list({ limit: 9 }).items).toHaveLength(1);
    const writer = openResultsStore(here.path);
    writer.saveRuns([storedRun('run-b', 2)]);
    expect(reader.list({ limit: 9 }).items).toHaveLength(2);
    writer.close();
    expect(reader.list({ limit: 9 }).items).toHaveLength(2);
    reader.close();
    expect(names()).toEqual(BOTH);
    const store = openResultsStore(here.path);
    store.close();
    expect(names()).toEqual(BOTH);
  });

  it.skipIf(process.getuid?.() === 0 || process.platform === 'win32')(
    'reads a file and a here.folder that cannot be written',
    () => {
      stored('run-a');
      chmodSync(here.path, 0o400);
      chmodSync(here.folder, 0o500);
      expect(listed()).toEqual(['run-a']);
      chmodSync(here.folder, 0o700);
    },
  );

  it('brings a store of an earlier build up to date once, and then reads it', () => {
    stored('run-a');
    const plain = new Database(here.path);
    plain.exec(AS_IN_SCHEMA_6);
    plain.pragma('application_id = 0');
    plain.pragma('user_version = 5');
    plain.close();
    expect(listed()).toEqual(['run-a']);
    const after = new Database(here.path, { readonly: true });
    expect(after.pragma('application_id', { simple: true })).toBe(0x7371756c);
    after.close();
    expect(names()).toEqual(BOTH);
  });
});

describe.skipIf(process.platform === 'win32')('a new store', () => {
  const modeOf = (file: string): string => (statSync(file).mode & 0o777).toString(8);

  it('is for its user alone, with its here.folder and the files beside it', () => {
    here.path = join(here.folder, 'new', 'deep', 'results.db');
    const database = openDatabase(here.path);
    database.exec('CREATE TABLE written (x)');
    for (const file of [here.path, `${here.path}-wal`, `${here.path}-shm`])
      expect(modeOf(file)).toBe('600');
    expect(modeOf(join(here.folder, 'new'))).toBe('700');
    expect(modeOf(join(here.folder, 'new', 'deep'))).toBe('700');
    closeDatabase(database);
    expect(readdirSync(join(here.path, '..'))).toEqual(['results.db']);
  });

  it('leaves the permissions of what is there', () => {
    mkdirSync(join(here.folder, 'shared'), { mode: 0o755 });
    here.path = join(here.folder, 'shared', 'results.db');
    writeFileSync(here.path, '', { mode: 0o644 });
    openResultsStore(here.path).close();
    expect([modeOf(here.path), modeOf(join(here.path, '..'))]).toEqual(['644', '755']);
  });
});

describe.skipIf(process.platform === 'win32')('what is no file', () => {
  it('a pipe or a device is refused at once, by readers and writers', () => {
    execFileSync('mkfifo', [here.path]);
    for (const place of [here.path, '/dev/zero', '/dev/null']) {
      expect(() => openForReading(place)).toThrow(/a device or a pipe, not a file/);
      expect(() => openDatabase(place)).toThrow(/--db or SQUALL_DB/);
    }
    expect(existsSync(`${here.path}-journal`)).toBe(false);
  });
});
