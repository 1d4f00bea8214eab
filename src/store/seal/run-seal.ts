/**
 * The seal of a stored run: what tells of every value of it whether it is the one that was written. Short columns of its row
 * stand in it as they are, documents and tables as their hashes, so that what differs can be named.
 */
import type Database from 'better-sqlite3';
import { sha256Hex } from '../../core/ground/digest.js';
import { boundValue, rowText, storedText } from './row-text.js';
import { RowsHash, type SealedRows } from './rows-hash.js';
import {
  DOCUMENTS,
  ROW_COLUMNS,
  ROW_TABLES,
  RUN_COLUMNS,
  type RowTable,
} from './sealed-columns.js';

export interface RunSeal {
  readonly columns: Readonly<Record<string, unknown>>;
  readonly tables: Readonly<Record<RowTable, SealedRows>>;
}

/** `values`: of `RUN_COLUMNS`, as they are bound. */
export function sealedColumns(values: readonly unknown[]): RunSeal['columns'] {
  const columns: Record<string, unknown> = {};
  RUN_COLUMNS.forEach((name, index) => {
    columns[name] = sealedValue(name, values[index]);
  });
  return columns;
}

function sealedValue(name: string, value: unknown): unknown {
  if (typeof value !== 'string') return value;
  return DOCUMENTS.has(name) ? sha256Hex(value) : storedText(value);
}

/** The seal of a run as it is stored now; null = there is no such run. */
export function sealOfStored(database: Database.Database, runId: string): RunSeal | null {
  const [row] = [...rowsOf(database, 'runs', RUN_COLUMNS, runId)];
  if (row === undefined) return null;
  const tables = Object.fromEntries(
    ROW_TABLES.map((table) => {
      const hash = new RowsHash();
      for (const values of rowsOf(database, table, ROW_COLUMNS[table], runId))
        hash.add(rowText(values));
      return [table, hash.sealed()];
    }),
  ) as RunSeal['tables'];
  return { columns: sealedColumns(row), tables };
}

function* rowsOf(
  database: Database.Database,
  table: string,
  columns: readonly string[],
  runId: string,
): Iterable<readonly unknown[]> {
  const rows = database
    .prepare<[string], unknown[]>(`SELECT ${columns.join(', ')} FROM ${table} WHERE run_id = ?`)
    .raw()
    .safeIntegers();
  for (const values of rows.iterate(runId)) yield values.map(boundValue);
}
