/**
 * Whole scenario runs per second and core: about 20,000 market events, a TWAP of six slices, lost acknowledgements, all
 * invariants, report built; tape in memory, seeds differ. Held against a bare walk over the tape's columns, which is the
 * least that looking at every event can cost.
 */
import { writeFileSync, mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { executeRun, prepareScenario } from '../src/runs/execute-run.js';
import { loadScenario } from '../src/runs/scenario/load.js';
import { type Measurement, runBenchmark } from './runner.js';

const SCENARIO = `
name: bench-runs
shows: a short TWAP with lost acknowledgements
seed: 1
instrument: { symbol: BTCUSDT, tickSize: "0.1", lotSize: "0.001", minNotional: "5", adv: "25000" }
market: { synthetic: { model: random-walk, startPrice: "61800" } }
clock: { duration: 95s }
faults: [{ kind: ack-lost, probability: 0.3, shape: reset }]
orders: [{ at: 5s, side: buy, quantity: "0.6", duration: 80s, slices: 6 }]
`;
const WARM_UP = 100;
const RUNS = 400;

async function prepared() {
  const folder = mkdtempSync(join(tmpdir(), 'squall-bench-'));
  const file = join(folder, 'bench-runs.yaml');
  writeFileSync(file, SCENARIO);
  try {
    const scenario = await prepareScenario(loadScenario(file));
    const tape = scenario.tapeOf(1);
    return { scenario: { ...scenario, tapeOf: () => tape }, tape };
  } finally {
    rmSync(folder, { recursive: true });
  }
}

async function measureRuns(): Promise<Measurement> {
  const { scenario, tape } = await prepared();
  let run = executeRun(scenario, { seed: 0 });
  const first = run.report;
  for (let seed = 0; seed < WARM_UP; seed += 1)
    run = executeRun(scenario, { seed, venue: run.venue });
  const started = process.hrtime.bigint();
  for (let seed = 0; seed < RUNS; seed += 1) run = executeRun(scenario, { seed, venue: run.venue });
  const nanos = Number(process.hrtime.bigint() - started) / RUNS;
  return {
    nanos,
    check: '',
    details: {
      'runs/s': (1e9 / nanos).toFixed(0),
      rows: tape.rows,
      events: first.performance.marketEvents ?? 0,
      entries: first.performance.journalEntries,
      journal: first.journalHash ?? '',
    },
  };
}

async function measureWalk(): Promise<Measurement> {
  const { tape } = await prepared();
  let sum = 0;
  const started = process.hrtime.bigint();
  for (let run = 0; run < WARM_UP + RUNS; run += 1) {
    for (let row = 0; row < tape.rows; row += 1)
      sum += tape.time[row]! + tape.price[row]! * tape.quantity[row]! + tape.kind[row]!;
  }
  const nanos = Number(process.hrtime.bigint() - started) / (WARM_UP + RUNS);
  return { nanos, check: '', details: { rows: tape.rows, sum: sum.toExponential(3) } };
}

await runBenchmark({
  url: import.meta.url,
  contenders: [
    { name: 'whole run', measure: measureRuns },
    { name: 'walk over the columns', measure: measureWalk },
  ],
  comparisons: [
    {
      title: 'a run of 20,000 events',
      subject: 'whole run',
      reference: 'walk over the columns',
      differentWork: true,
    },
  ],
});
