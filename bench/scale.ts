/**
 * How far one run goes: orders times slices in one process, run, reported and stored, each size in a process of its own.
 * Printed: the peak of resident memory, the time of each part, what it comes to for a slice, and what the file weighs.
 * `npm run bench scale` takes the sizes of SCH-8; `npx tsx bench/scale.ts 100x10 1000x100/600` takes yours: orders x
 * slices, all executed, or with /SECONDS only what falls due in the first seconds of a schedule that goes on for hours.
 */
import { execFileSync } from 'node:child_process';
import { mkdtempSync, rmSync, statSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { seconds } from '../src/core/ground/units.js';
import { executeRun, prepareScenario } from '../src/runs/execute-run.js';
import { type LoadedScenario, parseScenario } from '../src/runs/scenario/load.js';
import { openResultsStore } from '../src/store/results-store.js';

interface Size {
  readonly orders: number;
  readonly slices: number;
  /** Null: until all are executed. */
  readonly seconds: number | null;
}

interface Limit {
  readonly size: string;
  readonly what: string;
  readonly megabytes: number;
  readonly seconds: number | null;
}

const LIMITS: readonly Limit[] = [
  {
    size: '100x1000',
    what: '100,000 executed slices in one run',
    megabytes: 1_000,
    seconds: 60,
  },
  {
    size: '1x100000',
    what: '100,000 executed slices of one order',
    megabytes: 1_000,
    seconds: 60,
  },
  {
    size: '10000x100/600',
    what: 'ten thousand live parents of a hundred slices (SCH-8)',
    megabytes: 1_200,
    seconds: null,
  },
];

/** Slices of one order are a second apart at least: what an order may do. */
const SECONDS_A_SLICE = 1;
/**
 * A market of more than an hour is a quiet one: a tape takes 29 bytes a row, and a day of 200 rows a second would weigh as
 * much as all that is measured here.
 */
const BUSY_SECONDS_MAX = 3_600;
const QUIET = 'messagesPerSecond: 4, changesPerMessage: 2, ordersPerSecond: 1';
/** A schedule that outlives the run by far. */
const LONG_SECONDS = 36_000;
const MEGABYTE = 2 ** 20;

function sizeOf(text: string): Size {
  const [, orders, slices, until] = /^(\d+)x(\d+)(?:\/(\d+))?$/.exec(text) ?? [];
  if (orders === undefined)
    throw new Error(`not a size: ${text} (as in 100x1000 or 10000x100/600)`);
  return {
    orders: Number(orders),
    slices: Number(slices),
    seconds: until === undefined ? null : Number(until),
  };
}

function scenarioOf({ orders, slices, seconds: until }: Size): LoadedScenario {
  const schedule = until === null ? Math.max(100, slices * SECONDS_A_SLICE) : LONG_SECONDS;
  const duration = until ?? schedule + 20;
  const activity = duration > BUSY_SECONDS_MAX ? `, ${QUIET}` : '';
  const loaded = parseScenario(
    'scale.yaml',
    `
name: scale
shows: many orders of many slices
seed: 1
instrument: { symbol: BTCUSDT, tickSize: '0.1', lotSize: '0.001', minNotional: '0', adv: '1000000000' }
market: { synthetic: { model: random-walk, startPrice: '61800'${activity} } }
clock: { duration: ${duration}s }
venue: { account: { cash: '1000000000000' } }
execution: { slicing: { minSliceValue: '0' }, earlyStop: { deviationBps: off } }
orders:
  - { at: 5s, side: buy, quantity: '${slices / 1_000}', duration: ${schedule}s, slices: ${slices} }
`,
  );
  const { scenario } = loaded;
  const [order] = scenario.orders;
  if (order === undefined) throw new Error('no order to take as a model');
  // As many as asked for, side by side: alternating sides keep the position small.
  const many = Array.from({ length: orders }, (_, index) => ({
    ...order,
    side: index % 2 === 0 ? ('buy' as const) : ('sell' as const),
    at: seconds(5),
  }));
  return { ...loaded, scenario: { ...scenario, orders: many } };
}

async function measure(text: string): Promise<object> {
  const size = sizeOf(text);
  const folder = mkdtempSync(join(tmpdir(), 'squall-scale-'));
  try {
    const prepared = await prepareScenario(scenarioOf(size));
    prepared.tapesOf(1);
    const before = process.cpuUsage();
    const started = performance.now();
    const run = executeRun(prepared);
    const ran = performance.now();
    const path = join(folder, 'results.db');
    const store = openResultsStore(path);
    store.saveRuns([run.stored()]);
    store.close();
    const stored = performance.now();
    const { parents, performance: counts, invariants } = run.report;
    const { user, system } = process.cpuUsage(before);
    return {
      live: parents.filter(({ endMicros }) => endMicros === null).length,
      sent: counts.orders,
      fills: counts.fills,
      entries: counts.journalEntries,
      violations: invariants.violations?.length ?? null,
      runSeconds: (ran - started) / 1_000,
      storeSeconds: (stored - ran) / 1_000,
      processorSeconds: (user + system) / 1e6,
      peakMegabytes: (process.resourceUsage().maxRSS * 1_024) / MEGABYTE,
      fileMegabytes: statSync(path).size / MEGABYTE,
    };
  } finally {
    rmSync(folder, { recursive: true });
  }
}

interface Measured {
  readonly live: number;
  readonly sent: number;
  readonly fills: number;
  readonly entries: number;
  readonly violations: number | null;
  readonly runSeconds: number;
  readonly storeSeconds: number;
  /** Of run and store, all threads. */
  readonly processorSeconds: number;
  readonly peakMegabytes: number;
  readonly fileMegabytes: number;
}

function measureApart(size: string): Measured {
  const file = fileURLToPath(import.meta.url);
  const output = execFileSync(process.execPath, ['--import', 'tsx', file, '--size', size], {
    encoding: 'utf8',
    stdio: ['ignore', 'pipe', 'inherit'],
  });
  return JSON.parse(output.trim().split('\n').at(-1) ?? '') as Measured;
}

/** A run that stopped early, or broke an invariant, says nothing of its size. */
function isWhole(size: string, found: Measured): boolean {
  const { orders, slices, seconds: until } = sizeOf(size);
  if (found.violations !== 0) return false;
  return until !== null || (found.live === 0 && found.fills >= orders * slices);
}

/** False when a limit is missed. */
function show(size: string): boolean {
  const limit = LIMITS.find((one) => one.size === size);
  console.log(`${size}${limit === undefined ? '' : `: ${limit.what}`}`);
  const found = measureApart(size);
  const total = found.runSeconds + found.storeSeconds;
  const whole = isWhole(size, found);
  if (!whole) console.log('  not every slice was executed, or not rightly: no figure of this size');
  const met =
    limit === undefined ||
    (whole && found.peakMegabytes <= limit.megabytes && total <= (limit.seconds ?? Infinity));
  const wanted =
    limit === undefined
      ? ''
      : `   limit ${limit.megabytes} MB${limit.seconds === null ? '' : ` and ${limit.seconds} s`}: ${met ? 'met' : 'MISSED'}`;
  console.log(
    `  ${found.sent} orders sent, ${found.fills} fills, ${found.entries} entries, ${found.live} orders live at the end, ${found.violations} violations`,
  );
  console.log(
    `  run ${found.runSeconds.toFixed(1)} s, store ${found.storeSeconds.toFixed(1)} s (processor ${found.processorSeconds.toFixed(1)} s), peak ${found.peakMegabytes.toFixed(0)} MB, file ${found.fileMegabytes.toFixed(1)} MB; ` +
      `${((found.processorSeconds * 1e6) / found.entries).toFixed(1)} us of processor an entry${wanted}`,
  );
  return met;
}

const [first, size] = process.argv.slice(2);
if (first === '--size') console.log(JSON.stringify(await measure(size ?? '')));
else {
  const sizes = process.argv.length > 2 ? process.argv.slice(2) : LIMITS.map((one) => one.size);
  const met = sizes.map(show);
  if (met.includes(false)) process.exitCode = 1;
}
