/**
 * Writes runs into the results database, and their seals beside it. Statements are prepared once: a campaign saves
 * thousands of runs.
 */
import type Database from 'better-sqlite3';
import type { Fill } from '../report/schema/fill.js';
import type { OrderRow } from '../report/schema/order-row.js';
import { JOURNAL_FORMAT, deflated } from './journal-part.js';
import { LongText } from './long-text.js';
import { rowText } from './seal/row-text.js';
import { RowsHash } from './seal/rows-hash.js';
import { type RunSeal, sealedColumns } from './seal/run-seal.js';
import { ROW_COLUMNS, RUN_COLUMNS, type RowTable } from './seal/sealed-columns.js';
import type { SealsFile } from './seal/seals-file.js';
import type { StoredRun } from './stored-run.js';

type Insert = Database.Statement;
type Document = StoredRun['report' | 'truth' | 'series'];

/** What stands in the run's own row: nothing of a text that is stored in parts. */
const columnOf = (text: Document): string | null => (text instanceof LongText ? '' : text);

const insertInto = (
  database: Database.Database,
  table: string,
  columns: readonly string[],
): Insert =>
  database.prepare(
    `INSERT INTO ${table} (${columns.join(', ')}) VALUES (${columns.map(() => '?').join(', ')})`,
  );

/** The rows of one table: where they go, and what is sealed of them. */
class RowsWriter {
  readonly #insert: Insert;
  readonly #runId: string;
  readonly #hash = new RowsHash();

  constructor(insert: Insert, runId: string) {
    this.#insert = insert;
    this.#runId = runId;
  }

  add(values: readonly unknown[]): void {
    // One by one: the driver reads a list of values at half the speed.
    this.#insert.run(this.#runId, ...values);
    this.#hash.add(rowText(values));
  }

  sealed(): RunSeal['tables'][RowTable] {
    return this.#hash.sealed();
  }
}

export class RunWriter {
  readonly #database: Database.Database;
  readonly #seals: SealsFile | null;
  readonly #run: Insert;
  readonly #inserts: Readonly<Record<RowTable, Insert>>;
  readonly #saveAll: (runs: readonly StoredRun[], so: { sealed: boolean }) => void;

  /** `seals`: null = of a database in memory. */
  constructor(database: Database.Database, seals: SealsFile | null) {
    this.#database = database;
    this.#seals = seals;
    this.#run = insertInto(database, 'runs', RUN_COLUMNS);
    const rowsInto = (table: RowTable): Insert =>
      insertInto(database, table, ['run_id', ...ROW_COLUMNS[table]]);
    this.#inserts = {
      journal_parts: rowsInto('journal_parts'),
      text_parts: rowsInto('text_parts'),
      orders: rowsInto('orders'),
      fills: rowsInto('fills'),
    };
    this.#saveAll = database.transaction((saved: readonly StoredRun[], so: { sealed: boolean }) => {
      const entries = saved.map((run) => ({
        kind: 'sealed' as const,
        runId: run.runId,
        seal: this.#save(run),
      }));
      // Last, and before the commit: what is stored is sealed, and the lock of the transaction keeps other writers out.
      this.#seals?.append(entries, () => this.#runsBut(saved));
      so.sealed = true;
    });
  }

  /** All or none, in one transaction. Throws for a run id that is taken. */
  save(runs: readonly StoredRun[]): void {
    const so: { sealed: boolean } = { sealed: false };
    try {
      if (runs.length > 0) this.#saveAll(runs, so);
    } catch (error) {
      if (so.sealed) this.#withdraw(runs);
      throw error;
    }
  }

  /** The commit failed, as on a full disk: where that can be said, nobody looks for these runs. */
  #withdraw(runs: readonly StoredRun[]): void {
    const entries = runs.map(({ runId }) => ({ kind: 'removed' as const, runId }));
    try {
      this.#database.transaction(() => this.#seals?.append(entries, () => [])).immediate();
    } catch {
      // Then it is a seal without a run, as a process leaves it that was stopped here.
    }
  }

  #save(run: StoredRun): RunSeal {
    const { runId } = run;
    const columns = [
      runId,
      run.scenario,
      run.seed,
      run.mode,
      run.build,
      run.startedAtMicros,
      run.status,
      run.journalHash,
      run.stateHash,
      run.plan,
      columnOf(run.report),
      columnOf(run.truth),
      columnOf(run.series),
      JOURNAL_FORMAT,
      this.#seals === null ? 0 : 1,
    ];
    this.#run.run(...columns);
    const tables = {
      journal_parts: this.#saveJournal(run),
      text_parts: this.#saveTexts(run),
      orders: this.#saveOrders(run),
      fills: this.#saveFills(run),
    };
    return { columns: sealedColumns(columns), tables };
  }

  #rows(table: RowTable, { runId }: StoredRun): RowsWriter {
    return new RowsWriter(this.#inserts[table], runId);
  }

  #saveJournal(run: StoredRun): RunSeal['tables']['journal_parts'] {
    const rows = this.#rows('journal_parts', run);
    for (const { firstSeq, blocks, previousHash, marks, bytes } of run.journal)
      rows.add([firstSeq, blocks, previousHash, marks, bytes]);
    return rows.sealed();
  }

  #saveTexts(run: StoredRun): RunSeal['tables']['text_parts'] {
    const rows = this.#rows('text_parts', run);
    for (const name of ['report', 'truth', 'series'] as const) {
      const text = run[name];
      if (!(text instanceof LongText)) continue;
      let part = 0;
      for (const piece of text.parts()) {
        rows.add([name, part, deflated(piece)]);
        part += 1;
      }
    }
    return rows.sealed();
  }

  #saveOrders(run: StoredRun): RunSeal['tables']['orders'] {
    const rows = this.#rows('orders', run);
    for (const row of run.orders) rows.add(orderColumns(row));
    return rows.sealed();
  }

  #saveFills(run: StoredRun): RunSeal['tables']['fills'] {
    const rows = this.#rows('fills', run);
    for (const row of run.fills) rows.add(fillColumns(row));
    return rows.sealed();
  }

  /** All runs of the database but these. */
  #runsBut(saved: readonly StoredRun[]): readonly string[] {
    const own = new Set(saved.map(({ runId }) => runId));
    const ids = this.#database.prepare<[], string>('SELECT run_id FROM runs').pluck().all();
    return ids.filter((id) => !own.has(id));
  }
}

/** In the order of `ROW_COLUMNS`. */
const orderColumns = (row: OrderRow): readonly unknown[] => [
  row.orderId,
  row.parentOrderId,
  row.sliceNum,
  row.totalSlices,
  row.scheduledAt,
  row.maxSliceQty,
  row.strategy,
  row.symbol,
  row.side,
  row.type,
  row.timeInForce,
  row.quantityLots,
  row.filledLots,
  row.limitTicks,
  row.stopTicks,
  row.status,
  row.venueOrderId,
];

/** In the order of `ROW_COLUMNS`. */
const fillColumns = (row: Fill): readonly unknown[] => [
  row.orderId,
  row.venueOrderId,
  row.execId,
  row.bustOf,
  row.priceTicks,
  row.quantityLots,
  row.liquidity,
  row.feeQuote,
  row.feeEstimated ? 1 : 0,
  row.venueTime,
  row.detectedAt,
  row.source,
  row.name,
  row.atMicros,
  row.cause,
];
