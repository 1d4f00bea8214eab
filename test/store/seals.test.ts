/** The seals of stored runs: what they hold, what each order of events leaves, and what is said of it. */
import { appendFileSync, mkdirSync, readFileSync, rmSync, statSync, writeFileSync } from 'node:fs';
import Database from 'better-sqlite3';
import { describe, expect, it } from 'vitest';
import { LongText } from '../../src/store/long-text.js';
import {
  type ResultsStore,
  openResultsStore,
  readResultsStore,
} from '../../src/store/results-store.js';
import { rowText } from '../../src/store/seal/row-text.js';
import { sha256Hex } from '../../src/core/ground/digest.js';
import { RowsHash } from '../../src/store/seal/rows-hash.js';
import { ROW_COLUMNS, RUN_COLUMNS } from '../../src/store/seal/sealed-columns.js';
import { SealsFile } from '../../src/store/seal/seals-file.js';
import { StoreError } from '../../src/store/store-error.js';
import type { StoredRun } from '../../src/store/stored-run.js';
import { AS_IN_SCHEMA_6, storeFolder } from './support/store-folder.js';
import { storedRun } from './support/stored-run.js';

const here = storeFolder();
const seals = (): string => `${here.path}.seals`;
const lines = (): string[] => readFileSync(seals(), 'utf8').trimEnd().split('\n');

function within<T>(use: (store: ResultsStore) => T): T {
  const store = openResultsStore(here.path);
  try {
    return use(store);
  } finally {
    store.close();
  }
}

const save = (id: string, more: Partial<StoredRun> = {}): void => {
  within((store) => store.saveRuns([{ ...storedRun(id, 1), ...more }]));
};
const sealOf = (id: string) => within((store) => store.seal(id));

function edit(sql: string): void {
  const database = new Database(here.path);
  database.exec(sql);
  database.close();
}

describe('a seal', () => {
  it('SIM-4: covers every column of every table', () => {
    within(() => undefined);
    const database = new Database(here.path, { readonly: true });
    const columnsOf = (table: string): readonly string[] =>
      (database.pragma(`table_info(${table})`) as { name: string }[]).map(({ name }) => name);
    const tables = database
      .prepare<[], string>(`SELECT name FROM sqlite_schema WHERE type = 'table'`)
      .pluck()
      .all();
    expect([...tables].sort()).toEqual(['runs', ...Object.keys(ROW_COLUMNS)].sort());
    expect(columnsOf('runs')).toEqual(RUN_COLUMNS);
    for (const [table, columns] of Object.entries(ROW_COLUMNS))
      expect(columnsOf(table)).toEqual(['run_id', ...columns]);
    database.close();
  });

  it('is intact as the run was stored: long texts, and text that UTF-8 does not have, too', () => {
    const { fills, orders } = storedRun('run-a', 1);
    save('run-a', {
      scenario: 'half \ud800 of a pair',
      report: new LongText(() => ({ a: [1, 'x'] }), 1),
      orders: [...orders].map((row) => ({ ...row, strategy: '\udc00 half' })),
      fills: [...fills].map((row) => ({ ...row, cause: 'a\nb' })),
    });
    expect(sealOf('run-a')).toMatchObject({ kind: 'intact' });
  });

  it('holds rows in whatever order, and no two tables alike', () => {
    const hashOf = (...rows: readonly (readonly unknown[])[]) => {
      const hash = new RowsHash();
      for (const row of rows) hash.add(rowText(row));
      return hash.sealed();
    };
    expect(hashOf([1, 'a'], [2, 'b'])).toEqual(hashOf([2, 'b'], [1, 'a']));
    const texts = [
      [1, '2'],
      ['1', 2],
      [1, 2],
      [null, '~'],
      ['', ''],
      ['"0:'],
      [12],
      [1, null, 2],
    ].map(rowText);
    expect(new Set(texts).size).toBe(texts.length);
    // Of more rows than are kept as texts, also where many are alike.
    for (const length of [4_096, 4_097, 20_000]) {
      const rows = Array.from({ length }, (_, index) => [index % 9_000, 'x']);
      const kept = rows.map(rowText).map((text) => (length > 4_096 ? sha256Hex(text) : text));
      expect(hashOf(...rows)).toEqual({ rows: length, hash: sha256Hex(kept.sort().join('\n')) });
    }
    const many = Array.from({ length: 5_000 }, (_, index) => [index, 'x']);
    expect(hashOf(...many)).toEqual(hashOf(...many.toReversed()));
    expect(hashOf(...many).hash).not.toBe(hashOf(...many.with(4_999, [0, 'y'])).hash);
  });

  it.skipIf(process.platform === 'win32')('is for its user alone', () => {
    save('run-a');
    expect((statSync(seals()).mode & 0o777).toString(8)).toBe('600');
  });

  it('names what differs', () => {
    save('run-a');
    edit(`UPDATE runs SET build = 'forged', report = '{}'; DELETE FROM fills`);
    expect(sealOf('run-a')).toMatchObject({
      kind: 'broken',
      text: expect.stringMatching(
        /^runs\.build: sealed "test", stored "forged"; runs\.report: .*; fills: sealed \d+ rows, stored 0$/,
      ) as string,
    });
  });
});

describe('a run without a seal', () => {
  const beforeSeals = (): void => {
    save('run-a');
    edit(`${AS_IN_SCHEMA_6} PRAGMA user_version = 6`);
    rmSync(seals());
  };
  const EARLIER = { kind: 'none', text: 'not sealed: stored by a build before seals' };

  it('of an earlier build says so, also when others are sealed beside it', () => {
    beforeSeals();
    expect(sealOf('run-a')).toEqual(EARLIER);
    save('run-b');
    expect(sealOf('run-a')).toEqual(EARLIER);
    expect(sealOf('run-b')).toMatchObject({ kind: 'intact' });
  });

  it('that was put in by other hands is none of an earlier build', () => {
    save('run-a');
    edit(`INSERT INTO runs SELECT 'run-b', scenario, seed, mode, 'forged', started_at_micros, status, journal_hash,
            state_hash, plan, report, truth, series, journal_format, 0 FROM runs`);
    expect(sealOf('run-b')).toMatchObject({ kind: 'broken' });
    expect(sealOf('run-b')?.text).toContain(`${seals()} has no seal of it`);
  });

  it('whose file is missing, or was begun anew, says which file to bring back', () => {
    save('run-a');
    rmSync(seals());
    expect(sealOf('run-a')?.kind).toBe('none');
    expect(sealOf('run-a')?.text).toMatch(
      /results\.db\.seals is not there.*\n {2}fix: bring it back/s,
    );
    save('run-b');
    expect(sealOf('run-a')?.text).toMatch(/results\.db\.seals was begun anew .*\n {2}fix: /s);
    expect(sealOf('run-a')?.kind).toBe('none');
  });

  it('has none in memory', () => {
    const store = openResultsStore(':memory:');
    store.saveRuns([storedRun('run-a', 1)]);
    expect(store.seal('run-a')).toMatchObject({ kind: 'none' });
    store.close();
  });
});

describe('the file of seals', () => {
  it('tells a line that was changed, and one that was taken out', () => {
    for (const id of ['run-a', 'run-b', 'run-c']) save(id);
    const whole = lines();
    const put = (kept: readonly string[]) =>
      writeFileSync(seals(), kept.map((line) => `${line}\n`).join(''));
    put(whole.map((line, index) => (index === 2 ? line.replace('"seed":7', '"seed":8') : line)));
    expect(sealOf('run-a')?.text).toMatch(/results\.db\.seals, line 3: it was changed/);
    put(whole.toSpliced(1, 1));
    expect(sealOf('run-c')?.text).toMatch(/line 2: .* a line before it was taken out/);
    put(whole.slice(1));
    expect(sealOf('run-c')?.text).toMatch(/line 1: /);
    // The end of a chain can only be missed by the run that it was of.
    put(whole.slice(0, -1));
    expect(sealOf('run-c')).toMatchObject({ kind: 'broken' });
    expect(sealOf('run-a')).toMatchObject({ kind: 'intact' });
    put(['', 'x', '{}']);
    expect(sealOf('run-a')).toMatchObject({ kind: 'broken' });
  });

  it('loses an end that its writer did not finish, and nothing else', () => {
    save('run-a');
    appendFileSync(seals(), '{"kind":"sealed","runId":"run-x"');
    expect(sealOf('run-a')).toMatchObject({ kind: 'intact' });
    save('run-b');
    expect(lines()).toHaveLength(3);
    for (const id of ['run-a', 'run-b']) expect(sealOf(id)).toMatchObject({ kind: 'intact' });
  });

  it('is one chain, whoever writes', () => {
    const [one, other] = [openResultsStore(here.path), openResultsStore(here.path)];
    one.saveRuns([storedRun('run-a', 1)]);
    other.saveRuns([storedRun('run-b', 2), storedRun('run-c', 3)]);
    one.saveRuns([storedRun('run-d', 4)]);
    other.remove('run-a');
    for (const id of ['run-b', 'run-c', 'run-d'])
      expect(one.seal(id)).toMatchObject({ kind: 'intact' });
    one.close();
    other.close();
    expect(lines()).toHaveLength(6);
  });

  it('that cannot be written keeps the run out, and says why', () => {
    mkdirSync(seals());
    expect(() => save('run-a')).toThrow(StoreError);
    expect(() => save('run-a')).toThrow(
      /results\.db\.seals: the seals of the runs cannot be written .*\n {2}fix: /s,
    );
    const reader = readResultsStore(here.path);
    expect(reader.list({ limit: 9 }).items).toEqual([]);
    reader.close();
  });
});

describe('what each order of events leaves', () => {
  it('a process that stopped before its commit: a seal without a run', () => {
    save('run-a');
    const [, sealed = ''] = lines();
    const { seal } = JSON.parse(sealed.slice(0, sealed.lastIndexOf(' '))) as { seal: never };
    new SealsFile(here.path).append([{ kind: 'sealed', runId: 'run-b', seal }], () => []);
    expect(within((store) => store.lost())).toMatchObject([{ runId: 'run-b', build: 'test' }]);
    within((store) => store.remove('run-b'));
    expect(within((store) => store.lost())).toEqual([]);
    expect(sealOf('run-a')).toMatchObject({ kind: 'intact' });
  });

  it('a commit that failed: nothing, and nobody looks for it', () => {
    const [order] = storedRun('run-a', 1).orders;
    const orphan = { ...order!, orderId: 'x', parentOrderId: 'nobody' };
    expect(() => save('run-a', { orders: [orphan], fills: [] })).toThrow(/FOREIGN KEY/);
    expect(within((store) => store.lost())).toEqual([]);
    expect(lines().map((line) => /"kind":"(\w+)"/.exec(line)?.[1])).toEqual([
      'begun',
      'sealed',
      'removed',
    ]);
  });

  it('a run that was removed: its seal is marked, and its id may come again', () => {
    save('run-a');
    within((store) => store.remove('run-a'));
    expect(within((store) => [store.seal('run-a'), store.lost()])).toEqual([null, []]);
    save('run-a');
    expect(sealOf('run-a')?.text).not.toContain('removal');
    expect(sealOf('run-a')).toMatchObject({ kind: 'intact' });
  });

  it('a removal that was not committed: the run as it was sealed, and a word', () => {
    save('run-a');
    new SealsFile(here.path).append([{ kind: 'removed', runId: 'run-a' }], () => []);
    expect(sealOf('run-a')).toMatchObject({ kind: 'intact' });
    expect(sealOf('run-a')?.text).toContain('its removal was begun and not finished');
  });

  it('a run that somebody took out: a seal without a run', () => {
    save('run-a');
    edit('DELETE FROM runs');
    expect(within((store) => store.lost())).toMatchObject([{ runId: 'run-a' }]);
  });
});
