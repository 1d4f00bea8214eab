/** Files of other programs are left as they are, whatever they look like, by those who read and by those who write. */
import { mkdtempSync, readFileSync, readdirSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import Database from 'better-sqlite3';
import fc from 'fast-check';
import { afterAll, expect, it } from 'vitest';
import { openDatabase, openForReading, problemWithDatabase } from '../../src/store/database.js';
import { hostileCases, hostileTimeoutMs } from '../support/hostile-cases.js';
import { StoreError } from '../../src/store/store-error.js';

const OURS = 1_936_815_468;
const folders: string[] = [];
afterAll(() => {
  for (const folder of folders) rmSync(folder, { recursive: true, force: true });
});

const TABLES = [
  '',
  'CREATE TABLE stuff (a)',
  'CREATE TABLE runs (a)',
  'CREATE TABLE runs (run_id TEXT, scenario TEXT, report TEXT)',
  'CREATE VIEW runs AS SELECT 1',
  'CREATE TABLE runs (a); CREATE TABLE orders (a); CREATE TABLE fills (a)',
];

const file = fc
  .record({
    id: fc.oneof(fc.constant(0), fc.integer({ min: -(2 ** 31), max: 2 ** 31 - 1 })),
    version: fc.oneof(fc.integer({ min: 0, max: 9 }), fc.integer({ min: 0, max: 2 ** 31 - 1 })),
    tables: fc.constantFrom(...TABLES),
    wal: fc.boolean(),
    rows: fc.boolean(),
  })
  .filter(({ id, version, tables }) => {
    const isEarlier =
      id === 0 && version >= 1 && version <= 5 && tables.startsWith('CREATE TABLE runs');
    const isNobodys = id === 0 && version === 0 && tables === '';
    return id !== OURS && !isEarlier && !isNobodys;
  });

type Foreign = typeof file extends fc.Arbitrary<infer T> ? T : never;

function write({ id, version, tables, wal, rows }: Foreign): string {
  const folder = mkdtempSync(join(tmpdir(), 'squall-foreign-'));
  folders.push(folder);
  const path = join(folder, 'other.db');
  const other = new Database(path);
  other.pragma('synchronous = OFF');
  if (wal) other.pragma('journal_mode = WAL');
  other.exec(tables);
  if (rows && tables.includes('stuff')) other.exec('INSERT INTO stuff VALUES (1)');
  other.pragma(`application_id = ${id}`);
  other.pragma(`user_version = ${version}`);
  other.close();
  return path;
}

const contents = (path: string): ReadonlyMap<string, string> => {
  const folder = join(path, '..');
  return new Map(
    readdirSync(folder).map((name) => [name, readFileSync(join(folder, name)).toString('hex')]),
  );
};

it(
  'no file of another program is opened, changed or given company',
  () => {
    fc.assert(
      fc.property(file, (foreign) => {
        const path = write(foreign);
        const before = contents(path);
        expect(() => openDatabase(path)).toThrow(StoreError);
        expect(() => openForReading(path)).toThrow(StoreError);
        expect(problemWithDatabase(path)).toMatch(/another program/);
        expect(contents(path)).toEqual(before);
      }),
      { numRuns: hostileCases },
    );
  },
  hostileTimeoutMs(50),
);

it('a file that another program has open, with changes not yet in it, is left alone as well', () => {
  const path = write({
    id: 7,
    version: 1,
    tables: 'CREATE TABLE runs (a)',
    wal: true,
    rows: false,
  });
  const other = new Database(path);
  other.exec('INSERT INTO runs VALUES (1)');
  const before = contents(path);
  expect(before.size).toBe(3);
  expect(() => openDatabase(path)).toThrow(/another program/);
  expect(contents(path)).toEqual(before);
  other.close();
});
