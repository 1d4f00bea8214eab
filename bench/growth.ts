/**
 * How the cost of a run grows with what is in it: orders one after the other, orders resting at once, parents side by
 * side, slices of one parent, fills of one order, and the length of the tape. Each at five sizes, by processor time, the
 * least of several runs, less that of a run with next to nothing in it; the exponent is the slope of the line through the
 * logarithms. 1 is linear, 2 is quadratic; more than 1.15 fails. A run ends with its report and what is stored of it.
 *
 * Usage: npm run bench growth [orders|resting|parents|slices|fills|tape …] [--quick]
 */
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { benchOptions } from './support/options.js';
import { ROOT } from './support/reference-checkout.js';
import { sourcesOf } from './support/sources.js';
import { figure, growthExponent } from './support/statistics.js';
import { type Runner, runnerOf } from './support/workloads.js';

const EXPONENT_MAX = 1.15;
const REPETITIONS = 5;

interface Growth {
  readonly sizes: readonly number[];
  /** Of the fixed cost that is taken off. */
  readonly nothing: number;
  readonly scenario: (size: number) => object;
  /** What a run of this size has at least, so that what grows is there. */
  readonly counted: 'orders' | 'fills' | 'rows';
}

const INSTRUMENT = { symbol: 'BTCUSDT', tickSize: '0.1', lotSize: '0.001', minNotional: '5' };

/** A quiet market: few rows, so that what is in the run costs more than the tape. */
const scenarioOf = (seconds: number, orders: readonly object[], market: object = {}): object => ({
  name: 'growth',
  shows: 'how cost grows',
  seed: 1,
  instrument: INSTRUMENT,
  market: {
    synthetic: {
      model: 'random-walk',
      startPrice: '61800',
      messagesPerSecond: 2,
      ordersPerSecond: 1,
      volatilityBps: 100,
      ...market,
    },
  },
  clock: { duration: `${seconds}s` },
  // No order here is to be stopped because the market is thin.
  execution: { earlyStop: { liquidityLevels: 'off', spreadBps: 'off', deviationBps: 'off' } },
  orders,
});

const many = (count: number, make: (index: number) => object): readonly object[] =>
  Array.from({ length: count }, (_, index) => make(index));

const at = (index: number, everyMs: number): string => `${1_000 + index * everyMs}ms`;

const GROWTHS: Readonly<Record<string, Growth>> = {
  orders: {
    counted: 'orders',
    sizes: [100, 200, 400, 800, 1_600],
    nothing: 1,
    scenario: (size) =>
      scenarioOf(
        900,
        many(size, (index) => ({
          at: at(index, 500),
          side: index % 2 === 0 ? 'buy' : 'sell',
          quantity: '0.002',
          duration: '1s',
          slices: 1,
        })),
      ),
  },
  resting: {
    counted: 'orders',
    sizes: [100, 200, 400, 800, 1_600],
    nothing: 1,
    scenario: (size) =>
      scenarioOf(
        300,
        many(size, (index) => ({
          at: at(index, 50),
          side: 'buy',
          quantity: '0.002',
          type: 'limit',
          limitPrice: String(61_000 + (index % 97)),
          duration: '290s',
          slices: 1,
        })),
      ),
  },
  parents: {
    counted: 'orders',
    sizes: [50, 100, 200, 400, 800],
    nothing: 1,
    scenario: (size) =>
      scenarioOf(
        300,
        many(size, (index) => ({
          at: at(index, 10),
          side: index % 2 === 0 ? 'buy' : 'sell',
          quantity: '0.008',
          duration: '280s',
          slices: 4,
        })),
      ),
  },
  slices: {
    counted: 'orders',
    sizes: [100, 200, 400, 800, 1_600],
    nothing: 1,
    scenario: (size) =>
      scenarioOf(900, [
        { at: '1s', side: 'buy', quantity: String(size * 0.002), duration: '860s', slices: size },
      ]),
  },
  fills: {
    counted: 'fills',
    sizes: [250, 500, 1_000, 2_000, 4_000],
    nothing: 1,
    // A bid that stands in a market whose mid stands still: each sale eats a few lots of it, on the same tape at every size.
    scenario: (size) => ({
      ...scenarioOf(
        900,
        [
          {
            at: '1s',
            side: 'buy',
            quantity: String((size * 9) / 1_000),
            type: 'limit',
            limitPrice: '61800',
            duration: '890s',
            fillTimeout: '880s',
            slices: 1,
          },
        ],
        { ordersPerSecond: 20, volatilityBps: 0, depthLotsMean: 20 },
      ),
      venue: { account: { cash: '1000000000' } },
    }),
  },
  tape: {
    counted: 'rows',
    sizes: [100, 200, 400, 800, 1_600],
    nothing: 5,
    scenario: (size) =>
      scenarioOf(size, [{ at: '1s', side: 'buy', quantity: '0.01', duration: '3s', slices: 1 }], {
        messagesPerSecond: 20,
      }),
  },
};

/** The least processor time of a run at each size, in milliseconds. */
async function costsOf(
  { sizes, nothing, scenario, counted }: Growth,
  folder: string,
  repetitions: number,
): Promise<{ readonly costs: readonly number[]; readonly fixed: number }> {
  const sources = await sourcesOf(ROOT);
  const runners: Runner[] = [];
  for (const size of [nothing, ...sizes]) {
    const file = join(folder, `${size}.yaml`);
    writeFileSync(file, JSON.stringify(scenario(size)));
    runners.push(await runnerOf(sources, file));
  }
  for (let round = 0; round < 2; round += 1) for (const runner of runners.slice(0, 3)) runner.all();
  for (const [index, runner] of runners.slice(1).entries()) {
    runner.all();
    const found = runner.details()[counted] ?? 0;
    if (Number(found) < sizes[index]!) throw new Error(`${found} ${counted}, not ${sizes[index]}`);
  }
  const least = runners.map(() => Infinity);
  for (let round = 0; round < repetitions; round += 1) {
    for (const [index, runner] of runners.entries()) {
      const cpu = process.cpuUsage();
      runner.all();
      const { user, system } = process.cpuUsage(cpu);
      least[index] = Math.min(least[index]!, (user + system) / 1_000);
    }
  }
  const [fixed = 0, ...costs] = least;
  return { costs, fixed };
}

async function measure(name: string, growth: Growth, repetitions: number): Promise<void> {
  const folder = mkdtempSync(join(tmpdir(), 'squall-growth-'));
  try {
    const { costs, fixed } = await costsOf(growth, folder, repetitions);
    const points = growth.sizes.map(
      (size, index) => [size, Math.max(costs[index]! - fixed, 0.01)] as const,
    );
    const exponent = growthExponent(points);
    const met = exponent <= EXPONENT_MAX;
    console.log(
      `${name.padEnd(8)} ${points.map(([size, cost]) => `${size}: ${figure(cost)} ms`).join(', ')}   ` +
        `fixed ${figure(fixed)} ms   exponent ${exponent.toFixed(2)} (at most ${EXPONENT_MAX}) ${met ? 'met' : 'MISSED'}`,
    );
    if (!met) process.exitCode = 1;
  } finally {
    rmSync(folder, { recursive: true });
  }
}

const { only, quick } = benchOptions();
for (const [name, growth] of Object.entries(GROWTHS)) {
  if (only.length > 0 && !only.includes(name)) continue;
  await measure(name, growth, quick ? 2 : REPETITIONS);
}
