/** The results database over real journals: what is stored, how it is found again, what can never happen to it. */
import type Database from 'better-sqlite3';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { beforeAll, describe, expect, it } from 'vitest';
import { openDatabase } from '../../src/store/database.js';
import { ResultsStore, openResultsStore } from '../../src/store/results-store.js';
import type { StoredRun } from '../../src/store/stored-run.js';
import { simulated, storedRun } from './support/stored-run.js';

let run: StoredRun;
const { blocks } = simulated();
beforeAll(() => {
  run = storedRun('run-a', 1_000);
});

const as = (runId: string, startedAtMicros: number, more: Partial<StoredRun> = {}): StoredRun => ({
  ...run,
  runId,
  startedAtMicros,
  ...more,
});

function storeOf(...runs: readonly StoredRun[]): {
  store: ResultsStore;
  database: Database.Database;
} {
  const database = openDatabase(':memory:');
  const store = new ResultsStore(database);
  store.saveRuns(runs);
  return { store, database };
}

describe('a stored run', () => {
  it('comes back as it went in', () => {
    const { store } = storeOf(run);
    expect(store.report('run-a')).toBe(run.report);
    expect(store.plan('run-a')).toBe(run.plan);
    expect(store.truth('run-a')).toBe(run.truth);
    expect(store.series('run-a')).toBe(run.series);
    expect(store.blocks('run-a')).toEqual(
      blocks.map(({ seq, text, hash }) => ({ seq, text, hash, intact: true })),
    );
    expect(store.report('other')).toBeNull();
    expect(store.blocks('other')).toEqual([]);
  });

  it('pages through blocks, orders and fills', () => {
    const { store } = storeOf(run);
    expect(store.blocks('run-a', 2, 3).map(({ seq }) => seq)).toEqual([2, 3, 4]);
    expect(store.orders('run-a', { from: 1, limit: 2 })).toEqual(store.orders('run-a').slice(1, 3));
    expect(store.fills('run-a', { from: 1, limit: 2 })).toEqual(store.fills('run-a').slice(1, 3));
    expect(store.count('run-a', 'blocks')).toBe(blocks.length);
    expect(store.count('run-a', 'orders')).toBe(store.orders('run-a').length);
    expect(store.count('run-a', 'fills')).toBe(store.fills('run-a').length);
    expect(store.count('other', 'fills')).toBe(0);
  });

  it('is there when the file is opened again', () => {
    const folder = mkdtempSync(join(tmpdir(), 'squall-store-'));
    try {
      const path = join(folder, 'results.db');
      const first = openResultsStore(path);
      first.saveRuns([run]);
      first.close();
      const again = openResultsStore(path);
      expect(again.blocks('run-a')).toHaveLength(blocks.length);
      again.close();
    } finally {
      rmSync(folder, { recursive: true });
    }
  });

  it('goes with everything that belonged to it, and nothing else', () => {
    const { store, database } = storeOf(run, as('run-b', 2_000));
    expect(store.remove('run-a')).toBe(true);
    expect(store.remove('run-a')).toBe(false);
    for (const table of ['runs', 'journal_parts', 'orders', 'fills']) {
      const ids = database.prepare(`SELECT DISTINCT run_id FROM ${table}`).pluck().all();
      expect(ids, table).toEqual(['run-b']);
    }
    expect(database.pragma('foreign_key_check')).toEqual([]);
    expect(database.pragma('foreign_keys', { simple: true })).toBe(1);
  });
});

describe('saving', () => {
  it('is all or none: one bad run keeps the others out', () => {
    const { store, database } = storeOf();
    expect(() => store.saveRuns([run, as('run-b', 2, { journalHash: 'short' })])).toThrow(/CHECK/);
    // Also where the fault comes last, after its journal and orders.
    const [fill] = run.fills;
    expect(() => store.saveRuns([run, as('run-c', 3, { fills: [...run.fills, fill!] })])).toThrow(
      /UNIQUE/,
    );
    for (const table of ['runs', 'journal_parts', 'orders', 'fills']) {
      expect(database.prepare(`SELECT count(*) FROM ${table}`).pluck().get(), table).toBe(0);
    }
    expect(database.inTransaction).toBe(false);
  });

  it('refuses an id that is taken', () => {
    const { store } = storeOf(run);
    expect(() => store.saveRuns([as('run-a', 9)])).toThrow(/UNIQUE/);
    expect(store.list({ limit: 10 }).items[0]?.startedAtMicros).toBe(1_000);
  });
});

describe('listing', () => {
  it('is newest first and pages without loss, also among runs of one instant', () => {
    const { store } = storeOf(
      ...['a', 'b', 'c', 'd', 'e'].map((id, index) => as(`run-${id}`, index < 3 ? 5 : 5 + index)),
    );
    const seen: string[] = [];
    let cursor: string | undefined;
    for (let page = 0; page < 3; page += 1) {
      const { items, nextCursor } = store.list({
        limit: 2,
        ...(cursor === undefined ? {} : { cursor }),
      });
      seen.push(...items.map(({ runId }) => runId));
      cursor = nextCursor ?? undefined;
    }
    expect(seen).toEqual(['run-e', 'run-d', 'run-c', 'run-b', 'run-a']);
    expect(cursor).toBeUndefined();
  });

  it('says that there is no next page when a page is just full', () => {
    const { store } = storeOf(run, as('run-b', 2_000));
    expect(store.list({ limit: 2 }).nextCursor).toBeNull();
  });

  it('can be of one mode only, and pages within it', () => {
    const { store } = storeOf(run, as('run-b', 2_000, { mode: 'paper' }), as('run-c', 3_000));
    const first = store.list({ limit: 1, mode: 'sim' });
    expect(first.items.map(({ runId }) => runId)).toEqual(['run-c']);
    const second = store.list({ limit: 1, mode: 'sim', cursor: first.nextCursor! });
    expect(second).toMatchObject({ items: [{ runId: 'run-a' }], nextCursor: null });
    expect(store.list({ limit: 9, mode: 'live' }).items).toEqual([]);
  });
});

describe('finding', () => {
  it('knows ids, prefixes that fit only one, and latest', () => {
    const { store } = storeOf(as('abc-1', 1), as('abd-2', 2));
    expect(store.find('abc-1')).toMatchObject({ kind: 'one', run: { runId: 'abc-1' } });
    expect(store.find('abc')).toMatchObject({ kind: 'one', run: { runId: 'abc-1' } });
    expect(store.find('ab')).toMatchObject({ kind: 'several', runIds: ['abd-2', 'abc-1'] });
    expect(store.find('latest')).toMatchObject({ kind: 'one', run: { runId: 'abd-2' } });
    for (const name of ['x', '', 'ab%', 'ab_'])
      expect(store.find(name), name).toEqual({ kind: 'none' });
  });

  it('prefers the whole id to longer ones, however many and new', () => {
    const longer = Array.from({ length: 9 }, (_, index) => as(`abc-${index}`, 10 + index));
    const { store } = storeOf(as('abc', 1), ...longer);
    expect(store.find('abc')).toMatchObject({ kind: 'one', run: { runId: 'abc' } });
  });

  it('finds nothing in an empty database', () => {
    expect(storeOf().store.find('latest')).toEqual({ kind: 'none' });
  });
});

describe('what was written', () => {
  it('the ledger of fills is append-only', () => {
    const { database } = storeOf(run);
    expect(() => database.exec('UPDATE fills SET quantity_lots = quantity_lots + 1')).toThrow(
      /append-only/,
    );
  });

  it('the journal is append-only', () => {
    const { database } = storeOf(run);
    expect(() => database.exec("UPDATE journal_parts SET bytes = x''")).toThrow(/append-only/);
  });
});

describe('ORD-8: parent and children', () => {
  it('ORD-8: have the columns asked for, keyed to the parent, unique by slice, indexed', () => {
    const { database } = storeOf(run);
    const columns = (database.pragma('table_info(orders)') as { name: string }[]).map(
      ({ name }) => name,
    );
    expect(columns).toEqual(
      expect.arrayContaining([
        'parent_order_id',
        'slice_num',
        'total_slices',
        'scheduled_at',
        'max_slice_qty',
      ]),
    );
    const keys = database.pragma('foreign_key_list(orders)') as { from: string; table: string }[];
    expect(keys).toContainEqual(
      expect.objectContaining({ from: 'parent_order_id', table: 'orders' }),
    );
    const sql = 'SELECT slice_num FROM orders WHERE run_id = ? AND parent_order_id = ?';
    const [step] = database.prepare(`EXPLAIN QUERY PLAN ${sql}`).all('', '') as [
      { detail: string },
    ];
    expect(step.detail).toMatch(/INDEX .* \(run_id=\? AND parent_order_id=\?\)$/);
  });

  it('ORD-8: a second child for a slice, and a child without its parent, are refused', () => {
    const { database } = storeOf(run);
    const copy = (changes: string): string =>
      `INSERT INTO orders SELECT run_id, 'new', ${changes}, total_slices, scheduled_at, max_slice_qty, strategy,
         symbol, side, type, time_in_force, quantity_lots, 0, limit_ticks, stop_ticks, status, venue_order_id
       FROM orders WHERE slice_num = 0`;
    expect(() => database.exec(copy('parent_order_id, slice_num'))).toThrow(/UNIQUE/);
    expect(() => database.exec(copy("'nobody', 77"))).toThrow(/FOREIGN KEY/);
    expect(() => database.exec(copy('parent_order_id, 77'))).not.toThrow();
  });
});
