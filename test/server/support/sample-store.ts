/** A results database in memory with real runs of the simulation in it: a taker through an outage, and resting
 * orders whose fills become known late. */
import { executeRun, prepareScenario } from '../../../src/runs/execute-run.js';
import { parseScenario } from '../../../src/runs/scenario/load.js';
import { wholeText } from '../../../src/store/long-text.js';
import { type ResultsStore, openResultsStore } from '../../../src/store/results-store.js';
import type { StoredRun } from '../../../src/store/stored-run.js';

const OUTAGE = `
name: outage-in-the-middle
shows: a 20 s outage of the whole venue
seed: 7
instrument: { symbol: BTCUSDT, tickSize: "0.1", lotSize: "0.001", minNotional: "5", adv: "25000" }
market: { synthetic: { model: random-walk, startPrice: "61800" } }
clock: { duration: 4m }
faults:
  - { kind: outage, paths: [submit, cancel, query, stream], at: 80s, for: 20s }
orders:
  - { at: 10s, side: buy, quantity: "1.2", duration: 3m, slices: 9, completion: catch-up }
expect:
  - filledShare == 1
  - fillsMissed == 0
`;

const RESTING = `
name: resting-sell
shows: limit slices that rest at the ask, and news of fills that comes 20 s late
seed: 3
instrument: { symbol: BTCUSDT, tickSize: "0.1", lotSize: "0.001", minNotional: "5", adv: "25000" }
market: { synthetic: { model: random-walk, startPrice: "61800" } }
clock: { duration: 2m }
faults:
  - { kind: outage, paths: [query, stream], at: 50100ms, for: 20s }
orders:
  - { at: 5s, side: sell, quantity: "0.6", duration: 90s, slices: 6, type: limit, limitPrice: { peg: ask, offsetTicks: 0 }, timeInForce: gtc }
`;

let made: Promise<readonly StoredRun[]> | undefined;

/** Two finished runs; made once per test file. */
export function sampleRuns(): Promise<readonly StoredRun[]> {
  made ??= Promise.all([OUTAGE, RESTING].map(sampleOf));
  return made;
}

interface RunOptions {
  readonly file: string;
  readonly set?: readonly string[];
}

/** A finished run of the scenario `text`. */
export async function runOf(text: string, { file, set = [] }: RunOptions): Promise<StoredRun> {
  return executeRun(await prepareScenario(parseScenario(file, text, { set }))).stored();
}

async function sampleOf(text: string, index: number): Promise<StoredRun> {
  const run = await runOf(text, { file: `sample-${index}.yaml` });
  return named(run, `2024-sample-${index}`, 1_700_000_000_000_000 + index);
}

/** The same run under another name, as if started at another time. */
export function named(run: StoredRun, runId: string, startedAtMicros: number): StoredRun {
  const report = JSON.stringify({ ...(JSON.parse(wholeText(run.report)) as object), runId });
  return { ...run, runId, startedAtMicros, report };
}

export async function sampleStore(): Promise<ResultsStore> {
  const store = openResultsStore(':memory:');
  store.saveRuns(await sampleRuns());
  return store;
}
