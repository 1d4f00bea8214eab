/**
 * Saving runs: from the blocks of a finished run to rows on the disk, a chunk of runs in one transaction, at the same
 * durability. Against the way of the first version (a row for each block, `0001-runs.sql`), and against the least that the
 * same rows can cost: bare tables without keys, checks or triggers, everything made ready beforehand.
 */
import { mkdtempSync, readFileSync, rmSync, statSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import Database from 'better-sqlite3';
import type { JournalBlock } from '../src/core/state/journal-block.js';
import { executeRun, prepareScenario } from '../src/runs/execute-run.js';
import { loadScenario } from '../src/runs/scenario/load.js';
import { openDatabase } from '../src/store/database.js';
import { byOrder } from '../src/report/projection/by-order.js';
import { fillRows, orderRows } from '../src/report/projection/order-rows.js';
import { projectRun } from '../src/report/projection/run-fold.js';
import type { Fill } from '../src/report/schema/fill.js';
import { ResultsStore } from '../src/store/results-store.js';
import { RunJournal } from '../src/store/run-journal.js';
import type { StoredRun } from '../src/store/stored-run.js';
import { type Measurement, runBenchmark } from './runner.js';

const RUNS_A_CHUNK = 8;
const CHUNKS = 10;
const WARM_UP = 3;
const MIGRATIONS = join(import.meta.dirname, '../src/store/migrations');

interface Ended {
  readonly stored: StoredRun;
  readonly blocks: readonly JournalBlock[];
}

async function endedRun(): Promise<Ended> {
  const scenario = loadScenario(join(import.meta.dirname, '../scenarios/halt.yaml'));
  const run = executeRun(await prepareScenario(scenario));
  return { stored: run.stored(), blocks: [...run.finished.blocks] };
}

/** What is saved of a run, from its blocks: rows projected, text deflated. */
function savedOf({ stored, blocks }: Ended, runId: string): StoredRun {
  const journal = new RunJournal();
  journal.append(blocks);
  return { ...stored, runId, journal, ...tablesOf(blocks) };
}

function tablesOf(blocks: readonly JournalBlock[]): Pick<StoredRun, 'orders' | 'fills'> {
  const projection = projectRun(blocks);
  return { orders: orderRows(projection), fills: fillRows(projection, byOrder([])) };
}

/** A fill as a database takes it: what its order says is not repeated, and there are no truth values. */
const fillColumns = ({ symbol: _, side: __, feeEstimated, ...fill }: Fill) => ({
  ...fill,
  feeEstimated: feeEstimated ? 1 : 0,
});

type SaveChunk = (runIds: readonly string[]) => void;

/** Saves chunk after chunk and gives the time of a run; `open` opens the database and returns how a chunk is saved. */
async function timed(
  open: (path: string, run: Ended) => { readonly save: SaveChunk; readonly close: () => void },
): Promise<Measurement> {
  const run = await endedRun();
  const folder = mkdtempSync(join(tmpdir(), 'squall-bench-'));
  try {
    const path = join(folder, 'results.db');
    const { save, close } = open(path, run);
    const nanos: number[] = [];
    for (let chunk = 0; chunk < WARM_UP + CHUNKS; chunk += 1) {
      const ids = Array.from({ length: RUNS_A_CHUNK }, (_, index) => `run-${chunk}-${index}`);
      const started = process.hrtime.bigint();
      save(ids);
      nanos.push(Number(process.hrtime.bigint() - started) / RUNS_A_CHUNK);
    }
    close();
    const warm = nanos.slice(WARM_UP).sort((a, b) => a - b);
    const runs = (WARM_UP + CHUNKS) * RUNS_A_CHUNK;
    return {
      nanos: warm[warm.length >> 1] ?? NaN,
      check: '',
      details: {
        blocks: run.blocks.length,
        rows: [...run.stored.orders].length + [...run.stored.fills].length,
        'bytes a run': Math.round(statSync(path).size / runs),
      },
    };
  } finally {
    rmSync(folder, { recursive: true });
  }
}

const throughTheStore = (): Promise<Measurement> =>
  timed((path, run) => {
    const store = new ResultsStore(openDatabase(path));
    return {
      save: (ids) => {
        store.saveRuns(ids.map((id) => savedOf(run, id)));
      },
      close: () => {
        store.close();
      },
    };
  });

function bareDatabase(path: string, sql: string): Database.Database {
  const database = new Database(path);
  database.pragma('journal_mode = WAL');
  database.exec(sql);
  database.pragma('synchronous = FULL');
  database.pragma('foreign_keys = ON');
  return database;
}

const valuesOf = (run: StoredRun): readonly unknown[] => [
  run.runId,
  run.scenario,
  run.seed,
  run.mode,
  run.build,
  run.startedAtMicros,
  run.status,
  run.journalHash,
  run.stateHash,
  run.plan,
  run.report,
  run.truth,
  run.series,
];

const ORDER_COLUMNS = `@runId, @orderId, @parentOrderId, @sliceNum, @totalSlices, @scheduledAt, @maxSliceQty, @strategy,
  @symbol, @side, @type, @timeInForce, @quantityLots, @filledLots, @limitTicks, @stopTicks, @status, @venueOrderId`;
const FILL_COLUMNS = `@runId, @orderId, @venueOrderId, @execId, @bustOf, @priceTicks, @quantityLots, @liquidity,
  @feeQuote, @feeEstimated, @venueTime, @detectedAt, @source`;

/** As at the first version: a row for each block, statements prepared for each run. */
const blockByBlock = (): Promise<Measurement> =>
  timed((path, run) => {
    const database = bareDatabase(path, readFileSync(join(MIGRATIONS, '0001-runs.sql'), 'utf8'));
    const saveRun = (runId: string): void => {
      database
        .prepare(`INSERT INTO runs VALUES (${Array(13).fill('?').join()})`)
        .run(...valuesOf({ ...run.stored, runId }));
      const block = database.prepare('INSERT INTO journal VALUES (?, ?, ?, ?)');
      for (const { seq, text, hash } of run.blocks) block.run(runId, seq, text, hash);
      const { orders, fills } = tablesOf(run.blocks);
      const order = database.prepare(`INSERT INTO orders VALUES (${ORDER_COLUMNS})`);
      for (const row of orders) order.run({ ...row, runId });
      const fill = database.prepare(`INSERT INTO fills VALUES (${FILL_COLUMNS})`);
      for (const row of fills) fill.run({ ...fillColumns(row), runId });
    };
    const save = database.transaction((ids: readonly string[]) => {
      for (const id of ids) saveRun(id);
    });
    return { save, close: () => database.close() };
  });

const BARE = `
  CREATE TABLE runs (a, b, c, d, e, f, g, h, i, j, k, l, m);
  CREATE TABLE parts (a, b, c, d, e, f);
  CREATE TABLE orders (a, b, c, d, e, f, g, h, i, j, k, l, m, n, o, p, q, r);
  CREATE TABLE fills (a, b, c, d, e, f, g, h, i, j, k, l, m, n, o, p);
`;

const columnsOf = (row: object): readonly unknown[] => Object.values(row) as unknown[];

/** Nothing but the inserts: rows and bytes lie ready. */
const plainTransaction = (): Promise<Measurement> =>
  timed((path, run) => {
    const database = bareDatabase(path, BARE);
    const insert = (table: string, columns: number) =>
      database.prepare(`INSERT INTO ${table} VALUES (${Array(columns).fill('?').join()})`);
    const [runs, parts, orders, fills] = [
      insert('runs', 13),
      insert('parts', 6),
      insert('orders', 18),
      insert('fills', 16),
    ];
    const row = valuesOf(run.stored).slice(1);
    const partRows = [...run.stored.journal].map(columnsOf);
    const ordersReady = [...run.stored.orders].map(columnsOf);
    const fillsReady = [...run.stored.fills].map((fill) => columnsOf(fillColumns(fill)));
    const save = database.transaction((ids: readonly string[]) => {
      for (const id of ids) {
        runs.run(id, ...row);
        for (const values of partRows) parts.run(id, ...values);
        for (const values of ordersReady) orders.run(id, ...values);
        for (const values of fillsReady) fills.run(id, ...values);
      }
    });
    return { save, close: () => database.close() };
  });

await runBenchmark({
  url: import.meta.url,
  contenders: [
    { name: 'saved by the store', measure: throughTheStore },
    { name: 'a row for each block', measure: blockByBlock },
    { name: 'the same rows, bare', measure: plainTransaction },
  ],
  comparisons: [
    {
      title: 'saving a run, against the first version',
      subject: 'saved by the store',
      reference: 'a row for each block',
      differentWork: true,
    },
    {
      title: 'saving a run, against one plain transaction of the same rows',
      subject: 'saved by the store',
      reference: 'the same rows, bare',
      differentWork: true,
    },
  ],
});
