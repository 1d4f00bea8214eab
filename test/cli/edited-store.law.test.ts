/**
 * Every edit of a results database, one at a time: each column of each table, rows put in, taken out and swapped, each page zeroed,
 * the journal changed and chained again, a run made up from another. `verify` calls none of them identical. The run has each
 * kind of row, a document in parts among them.
 */
import { copyFileSync, readFileSync, writeFileSync } from 'node:fs';
import Database from 'better-sqlite3';
import { beforeAll, describe, expect, it } from 'vitest';
import { sha256Chain } from '../../src/core/ground/digest.js';
import { GENESIS_HASH } from '../../src/core/state/journal-block.js';
import { storedAgain } from '../runs/stored-edits.js';
import { MARK_BYTES, deflated, inflated, setMark } from '../../src/store/journal-part.js';
import { LongText } from '../../src/store/long-text.js';
import { ROW_COLUMNS, RUN_COLUMNS } from '../../src/store/seal/sealed-columns.js';
import type { Ran } from './support/run-main.js';
import { workplace } from './support/workplace.js';

const here = workplace();
const edited = here.at('edited.db');
let whole = '';

beforeAll(async () => {
  const first = here.at('first.db');
  // What its faults cost is a part of the report, and would be worked out again for every edit.
  const run = ['run', here.sound(), '--no-attribute', '--db', first];
  expect((await here.run(run)).code).toBe(0);
  whole = storedAgain(first, ({ series }) => ({
    series: new LongText(() => JSON.parse(series as string), 2),
  }));
  unguarded(whole, () => undefined);
});

/** The database without its guards, changed; a copy of it may be lost with the machine. */
function unguarded(file: string, change: (database: Database.Database) => void): void {
  const database = new Database(file);
  database.pragma('synchronous = OFF');
  database.pragma('foreign_keys = OFF');
  database.pragma('ignore_check_constraints = ON');
  const guards = `SELECT name FROM sqlite_schema WHERE type = 'trigger'`;
  for (const guard of database.prepare<[], string>(guards).pluck().all())
    database.exec(`DROP TRIGGER ${guard}`);
  change(database);
  database.close();
}

/** A copy with the seals beside it, changed by `change`, and what `verify` says of it. */
async function verified(
  change: (database: Database.Database) => void,
  name = 'latest',
): Promise<Ran> {
  copyFileSync(whole, edited);
  copyFileSync(`${whole}.seals`, `${edited}.seals`);
  unguarded(edited, change);
  return here.run(['verify', name, '--db', edited]);
}

function expectSeen({ code, out, err }: Ran, words = /DIFFERENT/): void {
  expect(code, out + err).toBe(4);
  expect(out).toMatch(words);
  expect(out).toMatch(/NOT what was recorded\n$/);
}

/** Another value of the same type; of NULL, one that the column may hold. */
function another(value: unknown, type: string): unknown {
  if (typeof value === 'number') return value + 1_000;
  if (typeof value === 'string') return `${value}x`;
  if (value instanceof Uint8Array) return Buffer.from(value.map((byte) => byte ^ 1));
  return type === 'INTEGER' ? 1 : 'x';
}

const COLUMNS = [
  ...RUN_COLUMNS.map((column) => ['runs', column] as const),
  ...Object.entries(ROW_COLUMNS).flatMap(([table, columns]) =>
    ['run_id', ...columns].map((column) => [table, column] as const),
  ),
];

interface ColumnOf {
  readonly name: string;
  readonly type: string;
  readonly pk: number;
}

const columnsOf = (database: Database.Database, table: string): readonly ColumnOf[] =>
  database.pragma(`table_info(${table})`) as readonly ColumnOf[];

/** Picks a row by its key. */
function rowPicked(database: Database.Database, table: string, row: Record<string, unknown>) {
  const keys = columnsOf(database, table).filter(({ pk }) => pk > 0);
  const sql = keys.map(({ name }) => `${name} = ?`).join(' AND ');
  return { sql, values: keys.map(({ name }) => row[name]) };
}

const rowsOf = (database: Database.Database, table: string): Record<string, unknown>[] =>
  database.prepare<[], Record<string, unknown>>(`SELECT * FROM ${table}`).all();

function put(database: Database.Database, table: string, row: Record<string, unknown>): void {
  const values = Object.values(row);
  database.prepare(`INSERT INTO ${table} VALUES (${values.map(() => '?').join()})`).run(values);
}

/** False where no two rows differ, or the tables forbid it: then nothing is changed. */
function swapTwo(database: Database.Database, table: string, column: string): boolean {
  const rows = rowsOf(database, table);
  const [one] = rows;
  const other = rows.find((row) => row[column] !== one![column]);
  if (other === undefined) return false;
  try {
    database.transaction(() => {
      database.prepare(`DELETE FROM ${table}`).run();
      for (const row of rows) {
        const from = row === one ? other : row === other ? one! : row;
        put(database, table, { ...row, [column]: from[column] });
      }
    })();
    return true;
  } catch (error) {
    expect((error as { code?: string }).code).toMatch(/^SQLITE_CONSTRAINT/);
    return false;
  }
}

const TABLES = ['runs', ...Object.keys(ROW_COLUMNS)];

describe('verify', () => {
  it('finds the run identical as it was stored', async () => {
    const { code, out } = await verified(() => undefined);
    expect(out).toMatch(/identical\n$/);
    expect(code).toBe(0);
  });

  it.each(COLUMNS)('SIM-4: sees that a value of %s.%s was changed', async (table, column) => {
    const ran = await verified((database) => {
      const { type } = columnsOf(database, table).find(({ name }) => name === column)!;
      const [row] = rowsOf(database, table);
      const picked = rowPicked(database, table, row!);
      const { changes } = database
        .prepare(`UPDATE ${table} SET ${column} = ? WHERE ${picked.sql}`)
        .run(another(row![column], type), ...picked.values);
      expect(changes).toBe(1);
    });
    expectSeen(ran);
  });

  it.each(TABLES)('SIM-4: sees that a row of %s was taken out', async (table) => {
    const ran = await verified((database) => {
      const picked = rowPicked(database, table, rowsOf(database, table).at(-1)!);
      database.prepare(`DELETE FROM ${table} WHERE ${picked.sql}`).run(...picked.values);
    });
    expectSeen(ran);
  });

  it.each(Object.keys(ROW_COLUMNS))('SIM-4: sees that a row was put into %s', async (table) => {
    const keys: Record<string, string> = {
      journal_parts: 'first_seq',
      text_parts: 'part',
      orders: 'order_id',
      fills: 'exec_id',
    };
    const ran = await verified((database) => {
      const row = rowsOf(database, table).at(-1)!;
      const key = keys[table]!;
      const more = { ...row, [key]: another(row[key], 'TEXT') };
      put(database, table, table === 'orders' ? { ...more, slice_num: null } : more);
    });
    expectSeen(ran);
  });

  it('SIM-4: sees every value that two rows of one table swap', async () => {
    let count = 0;
    for (const table of ['orders', 'fills'] as const) {
      for (const column of ROW_COLUMNS[table]) {
        const done: { swapped: boolean } = { swapped: false };
        const ran = await verified((database) => {
          done.swapped = swapTwo(database, table, column);
        });
        if (done.swapped) expectSeen(ran);
        else expect(ran.code).toBe(0);
        count += done.swapped ? 1 : 0;
      }
    }
    expect(count).toBeGreaterThan(20);
  }, 60_000);

  it.each([0, 1])('sees a run that was made up from another, with "sealed" %i', async (sealed) => {
    const ran = await verified((database) => {
      for (const table of TABLES) {
        for (const row of rowsOf(database, table)) {
          const own = table === 'runs' ? { build: 'of another squall', sealed } : {};
          put(database, table, { ...row, ...own, run_id: 'made-up' });
        }
      }
    }, 'made-up');
    expectSeen(ran, /has no seal of it/);
  });

  it('sees a forged build, and that the newest run is gone', async () => {
    expectSeen(
      await verified((database) => database.exec(`UPDATE runs SET build = '9.9.9+forged'`)),
      /runs\.build: sealed ".*", stored "9\.9\.9\+forged"/,
    );
    expectSeen(
      await verified((database) => database.exec(`DELETE FROM runs`)),
      /it was sealed, and is not in the database/,
    );
  });

  it('sees a journal that was changed and chained again, hash and all', async () => {
    const ran = await verified((database) => {
      const bytes = database.prepare<[], Buffer>('SELECT bytes FROM journal_parts').pluck().get()!;
      const lines = inflated(bytes).trimEnd().split('\n');
      lines[5] = lines[5]!.replace(/"at":\d+/, '"at":1');
      const marks = new Uint8Array(lines.length * MARK_BYTES);
      let hash = GENESIS_HASH;
      lines.forEach((text, index) => {
        hash = sha256Chain(hash, text);
        setMark(marks, index, hash);
      });
      database
        .prepare('UPDATE journal_parts SET bytes = ?, marks = ?')
        .run(deflated(lines.map((line) => `${line}\n`).join('')), marks);
      database.prepare('UPDATE runs SET journal_hash = ?').run(hash);
    });
    expectSeen(ran, /runs\.journal_hash: .*journal_parts: not the rows that were sealed/);
  });

  it('never calls a database with a zeroed page identical', async () => {
    await verified(() => undefined);
    const bytes = readFileSync(edited);
    const size = bytes.readUInt16BE(16);
    for (let at = 0; at < bytes.length; at += size) {
      const hurt = Buffer.from(bytes);
      hurt.fill(0, at, at + size);
      writeFileSync(edited, hurt);
      const ran = await here.run(['verify', 'latest', '--db', edited]);
      expect([4, 78], `page ${at / size + 1}: ${ran.out}${ran.err}`).toContain(ran.code);
      expect(ran.out).not.toContain('identical');
    }
  }, 60_000);
});
