/** How a database is opened: what is set, what is asserted, what is refused. */
import { mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import Database from 'better-sqlite3';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { openDatabase } from '../../src/store/database.js';
import { StoreError } from '../../src/store/store-error.js';

let folder: string;
beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'squall-store-'));
});
afterEach(() => {
  rmSync(folder, { recursive: true, force: true });
});

const opened = (path: string): Database.Database => openDatabase(path);

describe('a database', () => {
  it('is durable from the first write on: WAL, FULL, foreign keys', () => {
    const database = opened(join(folder, 'new', 'results.db'));
    expect(database.pragma('journal_mode', { simple: true })).toBe('wal');
    expect(database.pragma('synchronous', { simple: true })).toBe(2);
    expect(database.pragma('foreign_keys', { simple: true })).toBe(1);
    expect(database.pragma('wal_autocheckpoint', { simple: true })).toBe(4_000);
    database.close();
  });

  it('stays durable after writes and when opened again, where the driver would fall back to NORMAL', () => {
    const path = join(folder, 'results.db');
    opened(path).close();
    const plain = new Database(path);
    const fallback = plain.pragma('synchronous', { simple: true });
    plain.close();
    expect(fallback, 'the trap this guards against').toBe(1);
    const database = opened(path);
    database.exec('CREATE TABLE written (x INTEGER) STRICT; INSERT INTO written VALUES (1)');
    expect(database.pragma('synchronous', { simple: true })).toBe(2);
    database.close();
  });

  it('has every migration applied once, and says which', () => {
    const path = join(folder, 'results.db');
    const first = opened(path);
    const version = first.pragma('user_version', { simple: true });
    expect(version).toBeGreaterThanOrEqual(1);
    first.close();
    const again = opened(path);
    expect(again.pragma('user_version', { simple: true })).toBe(version);
    const tables = again
      .prepare<[], string>("SELECT name FROM sqlite_schema WHERE type = 'table' ORDER BY name")
      .pluck()
      .all();
    expect(tables).toEqual(['fills', 'journal_parts', 'orders', 'runs', 'text_parts']);
    again.close();
  });

  it('has STRICT tables only', () => {
    const database = opened(':memory:');
    const strict = database.pragma('table_list') as {
      schema: string;
      name: string;
      strict: number;
    }[];
    const ours = strict.filter(({ name }) => !name.startsWith('sqlite_'));
    expect(ours.map(({ strict: is }) => is)).toEqual([1, 1, 1, 1, 1]);
  });

  it.each([
    ['without a version', 'CREATE TABLE stuff (a)'],
    ['with a version like ours', 'CREATE TABLE stuff (a); PRAGMA user_version = 3'],
    ['with a table of the same name', 'CREATE TABLE runs (a)'],
  ])('is left untouched when another program made it, %s', (_, sql) => {
    const path = join(folder, 'other.db');
    const other = new Database(path);
    other.exec(sql);
    other.close();
    const before = readFileSync(path);
    expect(() => opened(path)).toThrow(StoreError);
    expect(() => opened(path)).toThrow(/database of another program: choose another file/);
    expect(readFileSync(path).equals(before)).toBe(true);
  });

  it('F:PRC7: is left untouched when a newer squall wrote it', () => {
    const path = join(folder, 'newer.db');
    const newer = new Database(path);
    newer.pragma('application_id = 1936815468');
    newer.pragma('user_version = 999');
    newer.close();
    expect(() => opened(path)).toThrow(StoreError);
    expect(() => opened(path)).toThrow(/newer squall \(schema 999, .*\n {2}fix: upgrade squall/s);
    const untouched = new Database(path);
    expect(untouched.prepare('SELECT count(*) FROM sqlite_schema').pluck().get()).toBe(0);
    untouched.close();
  });

  it.each([0, 1_936_815_468])(
    'with our tables and no version is refused for that, with application_id %i',
    (id) => {
      const path = join(folder, 'results.db');
      opened(path).close();
      const other = new Database(path);
      other.pragma('user_version = 0');
      other.pragma(`application_id = ${id}`);
      other.close();
      expect(() => opened(path)).toThrow(StoreError);
      expect(() => opened(path)).toThrow(
        /results\.db has the tables of squall and user_version 0.*\n {2}fix: bring back a copy/s,
      );
    },
  );

  it.each([
    [
      'a file that is no database',
      () => writeFileSync(join(folder, 'x'), 'not a database, but long enough to be looked at'),
    ],
    ['a folder', () => mkdirSync(join(folder, 'x'))],
  ])('%s is refused with the file and a way out', (_, make) => {
    make();
    expect(() => opened(join(folder, 'x'))).toThrow(StoreError);
    expect(() => opened(join(folder, 'x'))).toThrow(/x: .*--db or SQUALL_DB/s);
  });

  it('a path below a file is refused the same way', () => {
    writeFileSync(join(folder, 'file'), '');
    expect(() => opened(join(folder, 'file', 'results.db'))).toThrow(StoreError);
  });
});
