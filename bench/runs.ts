/**
 * Whole scenario runs per second and core: about 20,000 market events, a TWAP of six slices, lost acknowledgements, all
 * invariants, report built; seeds differ, tape in memory or generated anew for each seed, as a campaign does. Held against
 * a bare walk over the tape's columns, which is the least that looking at every event can cost.
 */
import { join } from 'node:path';
import { executeRun, prepareScenario } from '../src/runs/execute-run.js';
import { loadScenario } from '../src/runs/scenario/load.js';
import { type Measurement, runBenchmark } from './runner.js';

const SCENARIO = 'bench/runs.yaml';
/** Of the tape, and of the run whose journal is shown. */
const SEED = 1;
const WARM_UP = 100;
const RUNS = 400;

async function prepared() {
  const scenario = await prepareScenario(loadScenario(join(import.meta.dirname, '..', SCENARIO)));
  const tape = scenario.tapesOf(SEED)[0]!;
  return { scenario: { ...scenario, tapesOf: () => [tape] }, fresh: scenario, tape };
}

const medianOf = (values: readonly number[]): number =>
  [...values].sort((a, b) => a - b)[values.length >> 1] ?? NaN;

async function measureRuns(freshTapes: boolean): Promise<Measurement> {
  const { scenario: oneTape, fresh } = await prepared();
  const scenario = freshTapes ? fresh : oneTape;
  const shown = executeRun(scenario, { seed: SEED });
  const { performance: counts, journalHash } = shown.report;
  const market = shown.venue.counters();
  const nanos: number[] = [];
  for (let seed = 0; seed < WARM_UP + RUNS; seed += 1) {
    const started = process.hrtime.bigint();
    executeRun(scenario, { seed, venue: shown.venue });
    nanos.push(Number(process.hrtime.bigint() - started));
  }
  const warm = medianOf(nanos.slice(WARM_UP));
  return {
    nanos: warm,
    check: '',
    details: {
      'runs/s': (1e9 / warm).toFixed(0),
      best: (1e9 / Math.min(...nanos)).toFixed(0),
      events: counts.marketEvents ?? 0,
      levels: market.levelRows,
      trades: market.trades,
      tops: market.topChanges,
      orders: counts.orders,
      fills: counts.fills,
      polls: counts.polls,
      entries: counts.journalEntries,
      journal: journalHash ?? '',
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
    { name: 'whole run', measure: () => measureRuns(false) },
    { name: 'whole run, fresh tape', measure: () => measureRuns(true) },
    { name: 'walk over the columns', measure: measureWalk },
  ],
  comparisons: [
    {
      title: 'a run of 20,000 events',
      subject: 'whole run',
      reference: 'walk over the columns',
      scenario: SCENARIO,
      differentWork: true,
    },
    {
      title: 'the same on a market generated anew for each seed',
      subject: 'whole run, fresh tape',
      reference: 'whole run',
      differentWork: true,
    },
  ],
});
