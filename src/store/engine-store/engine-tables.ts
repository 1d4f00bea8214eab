/** The tables of an engine's state, asked and written. Knows no chain and no head. */
import Database from 'better-sqlite3';
import { JOURNAL_FORMAT } from '../journal-part.js';
import { ENGINE } from '../file-kind.js';
import { migrate } from '../migrations.js';
import { StoreError } from '../store-error.js';
import type { BlockRow } from './chain-check.js';

/** In memory at a time while a journal is read. */
const ROWS_AT_ONCE = 256;

/** From `from` on, some at a time: the connection is free for others between two. */
export function* blockRows(database: Database.Database, from: number): Iterable<BlockRow> {
  const read = database.prepare<[number, number], BlockRow>(
    'SELECT seq, text, hash FROM blocks WHERE seq >= ? ORDER BY seq LIMIT ?',
  );
  for (let next = from; ;) {
    const rows = read.all(next, ROWS_AT_ONCE);
    yield* rows;
    const last = rows.at(-1);
    if (last === undefined || rows.length < ROWS_AT_ONCE) return;
    next = last.seq + 1;
  }
}

export const countBlocks = (database: Database.Database): number =>
  database.prepare<[], number>('SELECT count(*) FROM blocks').pluck().get() ?? 0;

/** The epoch of the last one that opened it; 0 = nobody has. Errors: `StoreError` for a journal in the shapes of another build. */
export function checkedEpoch(database: Database.Database): number {
  const row = database
    .prepare<[], { readonly epoch: number; readonly format: number }>(
      'SELECT epoch, journal_format AS format FROM engine',
    )
    .get();
  if (row === undefined) return 0;
  if (row.format !== JOURNAL_FORMAT)
    throw new StoreError(
      `${database.name}: its journal has format ${row.format}, and this build reads format ${JOURNAL_FORMAT}\n` +
        '  fix: end the session with the build that began it, or name another file for the state of this engine',
    );
  return row.epoch;
}

/** Durable when it returns. */
export function takeEpoch(database: Database.Database, epoch: number): void {
  database
    .transaction(() => {
      database
        .prepare(
          `INSERT INTO engine (one, journal_format, epoch) VALUES (1, ?, ?)
           ON CONFLICT (one) DO UPDATE SET epoch = excluded.epoch`,
        )
        .run(JOURNAL_FORMAT, epoch);
    })
    .immediate();
}

/** A trigger that is gone, or says something else, would be missed when it is needed. Errors: `StoreError`. */
export function refuseOtherTables(database: Database.Database): void {
  const { name: path } = database;
  const made = new Database(':memory:');
  try {
    migrate(made, path, ENGINE);
    if (tablesOf(made) === tablesOf(database)) return;
  } finally {
    made.close();
  }
  throw new StoreError(
    `${path}: its tables are not those that squall makes: the file is damaged, or somebody changed it\n` +
      '  fix: bring back a backup of it',
  );
}

const tablesOf = (database: Database.Database): string =>
  JSON.stringify(
    database.prepare('SELECT type, name, tbl_name, sql FROM sqlite_schema ORDER BY name').all(),
  );
