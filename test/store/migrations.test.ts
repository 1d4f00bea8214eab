/** A database of an earlier squall is read as if this one had written it, and what cannot be read says so. */
import { mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import Database from 'better-sqlite3';
import { afterEach, beforeEach, expect, it } from 'vitest';
import { JOURNAL_FORMAT } from '../../src/store/journal-part.js';
import { type ResultsStore, openResultsStore } from '../../src/store/results-store.js';
import { StoreError } from '../../src/store/store-error.js';
import { simulated, storedRun } from './support/stored-run.js';

let path: string;
beforeEach(() => {
  path = join(mkdtempSync(join(tmpdir(), 'squall-store-')), 'results.db');
});
afterEach(() => {
  rmSync(join(path, '..'), { recursive: true, force: true });
});

const FIRST = join(import.meta.dirname, '../../src/store/migrations/0001-runs.sql');

/** As the first schema had it: a row for each block. */
function firstSchema(...runIds: readonly string[]): Database.Database {
  const database = new Database(path);
  database.exec(readFileSync(FIRST, 'utf8'));
  database.pragma('user_version = 1');
  const insertRun = database.prepare(`INSERT INTO runs VALUES (${Array(13).fill('?').join()})`);
  const insertBlock = database.prepare('INSERT INTO journal VALUES (?, ?, ?, ?)');
  for (const id of runIds) {
    const { journal: _journal, orders: _orders, fills: _fills, ...run } = storedRun(id, 1);
    insertRun.run(...Object.values(run));
    for (const { seq, text, hash } of simulated().blocks) insertBlock.run(id, seq, text, hash);
  }
  return database;
}

/** Opens a database whose journals, however they are stored, have the shapes of today. */
function openInTodaysShapes(): ResultsStore {
  openResultsStore(path).close();
  const database = new Database(path);
  database.exec(`UPDATE runs SET journal_format = ${JOURNAL_FORMAT}`);
  database.close();
  return openResultsStore(path);
}

it('a journal in the shapes of an earlier build is refused in a sentence, and the rest of its run is read', () => {
  firstSchema('run-a').close();
  const store = openResultsStore(path);
  expect(() => store.blocks('run-a')).toThrow(StoreError);
  expect(() => store.blocks('run-a')).toThrow(/run-a has format 1, .* run the scenario again/);
  expect(store.report('run-a')).toBe('{"report":1}');
  expect(store.orders('run-a')).toEqual([]);
  store.close();
});

it('journals stored block by block are read as they were', () => {
  firstSchema('run-a', 'run-b').close();
  const store = openInTodaysShapes();
  for (const id of ['run-a', 'run-b']) {
    expect(store.blocks(id)).toEqual(
      simulated().blocks.map(({ seq, text, hash }) => ({ seq, text, hash, intact: true })),
    );
    expect(store.report(id)).toBe('{"report":1}');
  }
  store.close();
});

it('a block that was damaged before is still told from the others', () => {
  const database = firstSchema('run-a');
  database.exec('DROP TRIGGER journal_append_only');
  database.exec(`UPDATE journal SET text = replace(text, '"buy"', '"sell"') WHERE seq = 0`);
  database.close();
  const store = openInTodaysShapes();
  expect(store.blocks('run-a')[0]?.intact).toBe(false);
  store.close();
});

it('a run without a journal stays one', () => {
  const database = firstSchema('run-a');
  database.exec('DELETE FROM journal');
  database.close();
  const store = openResultsStore(path);
  expect(store.blocks('run-a')).toEqual([]);
  expect(store.list({ limit: 9 }).items).toHaveLength(1);
  store.close();
});

it('a database cut off in the middle of its schema is refused with the file and a way out', () => {
  const database = firstSchema('run-a');
  database.exec('DROP TABLE journal');
  database.close();
  expect(() => openResultsStore(path)).toThrow(StoreError);
  expect(() => openResultsStore(path)).toThrow(/results\.db: no such table: journal .*--db/s);
});
