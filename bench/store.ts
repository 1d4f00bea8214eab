/**
 * Persisting runs: journal blocks, orders and fills of a chunk of runs in one transaction through the results store,
 * against the same blocks inserted one by one, each in a transaction of its own, at the same durability. A row is one
 * journal block, order or fill.
 */
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { executeRun, prepareScenario } from '../src/runs/execute-run.js';
import { loadScenario } from '../src/runs/scenario/load.js';
import { openDatabase } from '../src/store/database.js';
import { projectOrders } from '../src/store/project-orders.js';
import { ResultsStore } from '../src/store/results-store.js';
import type { StoredRun } from '../src/store/stored-run.js';
import { type Measurement, runBenchmark } from './runner.js';

const RUNS = 40;
/** The slow contender is given less to do; its figure is per row too. */
const RUNS_ONE_BY_ONE = 4;

async function storedRun(): Promise<StoredRun> {
  const prepared = await prepareScenario(
    loadScenario(join(import.meta.dirname, '../scenarios/halt.yaml')),
  );
  return executeRun(prepared).stored;
}

const copiesOf = (run: StoredRun, count: number): readonly StoredRun[] =>
  Array.from({ length: count }, (_, index) => ({ ...run, runId: `${run.runId}-${index}` }));

function rowsOf(run: StoredRun): number {
  const { orders, fills } = projectOrders(run.blocks);
  return run.blocks.length + orders.length + fills.length;
}

async function inDatabase(
  work: (path: string, run: StoredRun) => { nanos: number; rows: number },
): Promise<Measurement> {
  const folder = mkdtempSync(join(tmpdir(), 'squall-bench-'));
  try {
    const { nanos, rows } = work(join(folder, 'results.db'), await storedRun());
    return {
      nanos: nanos / rows,
      check: '',
      details: { rows, 'rows/s': Math.round((1e9 * rows) / nanos) },
    };
  } finally {
    rmSync(folder, { recursive: true });
  }
}

function saveChunk(path: string, run: StoredRun): { nanos: number; rows: number } {
  const store = new ResultsStore(openDatabase(path));
  store.saveRuns([run]);
  const started = process.hrtime.bigint();
  store.saveRuns(copiesOf(run, RUNS));
  const nanos = Number(process.hrtime.bigint() - started);
  store.close();
  return { nanos, rows: RUNS * rowsOf(run) };
}

function insertOneByOne(path: string, run: StoredRun): { nanos: number; rows: number } {
  const database = openDatabase(path);
  database.exec(
    'CREATE TABLE plain (run TEXT, seq INTEGER, text TEXT, hash TEXT, PRIMARY KEY (run, seq)) STRICT',
  );
  const insert = database.prepare('INSERT INTO plain VALUES (?, ?, ?, ?)');
  const copies = copiesOf(run, RUNS_ONE_BY_ONE);
  const started = process.hrtime.bigint();
  for (const { runId, blocks } of copies)
    for (const { seq, text, hash } of blocks) insert.run(runId, seq, text, hash);
  const nanos = Number(process.hrtime.bigint() - started);
  database.close();
  return { nanos, rows: RUNS_ONE_BY_ONE * run.blocks.length };
}

await runBenchmark({
  url: import.meta.url,
  contenders: [
    { name: 'a chunk of runs', measure: () => inDatabase(saveChunk) },
    { name: 'block by block', measure: () => inDatabase(insertOneByOne) },
  ],
  comparisons: [
    {
      title: 'rows stored',
      subject: 'a chunk of runs',
      reference: 'block by block',
      differentWork: true,
    },
  ],
});
