/**
 * Replay of a tape in memory through venue, link and engine, with one TWAP of twelve slices, latency, queue position,
 * default polling, all invariants and the report built, against the least any program has to do: the same rows put
 * into two plain Maps with the best level kept. An event is one level update, one trade or one top-of-book change.
 * The journal hash must be that of `squall run` of the same scenario file.
 *
 * Recorded sessions where `SQUALL_DATA_DIR` has them; else the bundled calm market.
 */
import { existsSync } from 'node:fs';
import { join } from 'node:path';
import { executeRun, prepareScenario } from '../src/runs/execute-run.js';
import { loadScenario } from '../src/runs/scenario/load.js';
import { ROW_KIND_MASK, ROW_LEVEL, ROW_SELL, type Tape } from '../src/sim/tape/tape.js';
import { type Contender, type Measurement, runBenchmark } from './runner.js';

const ROOT = join(import.meta.dirname, '..');
const DATA = process.env['SQUALL_DATA_DIR'] ?? '';
/** Runs before timing counts, and runs that count. */
const WARM_UP = 8;
const REPETITIONS = 25;
/** Million events per second, warm. */
const EVENTS_FLOOR = 10;

const RECORDED = [
  { name: 'spot', scenario: 'scenarios/recorded/spot-taker.yaml' },
  { name: 'usdm', scenario: 'scenarios/recorded/usdm-taker.yaml' },
  { name: 'usdm joining the bid', scenario: 'bench/scenarios/recorded/usdm-passive.yaml' },
];
const GENERATED = [{ name: 'generated', scenario: 'scenarios/calm.yaml' }];
const markets = existsSync(join(DATA, 'binance-raw')) ? RECORDED : GENERATED;

const medianOf = (values: readonly number[]): number =>
  [...values].sort((a, b) => a - b)[values.length >> 1] ?? NaN;

async function measureSquall(scenario: string): Promise<Measurement> {
  const prepared = await prepareScenario(loadScenario(join(ROOT, scenario), { dataDir: DATA }));
  const nanos: number[] = [];
  const cpuNanos: number[] = [];
  // A venue that starts over keeps its buffers, and an instance of every hot class stays alive.
  const begun = process.hrtime.bigint();
  let run = executeRun(prepared);
  const cold = Number(process.hrtime.bigint() - begun);
  for (let round = 0; round < WARM_UP + REPETITIONS; round += 1) {
    const started = process.hrtime.bigint();
    const cpu = process.cpuUsage();
    run = executeRun(prepared, { venue: run.venue });
    nanos.push(Number(process.hrtime.bigint() - started));
    const { user, system } = process.cpuUsage(cpu);
    cpuNanos.push((user + system) * 1_000);
  }
  const { report } = run;
  const { performance: counts } = report;
  const market = run.venue.counters();
  const events = counts.marketEvents ?? 0;
  const warm = medianOf(nanos.slice(WARM_UP)) / events;
  return {
    nanos: warm,
    check: rowsOf(prepared.tapesOf(report.seed ?? 0)[0]!),
    details: {
      'million events/s': (1_000 / warm).toFixed(1),
      best: ((1_000 * events) / Math.min(...nanos)).toFixed(1),
      'by processor time': ((1_000 * events) / medianOf(cpuNanos.slice(WARM_UP))).toFixed(1),
      cold: ((1_000 * events) / cold).toFixed(1),
      events,
      levels: market.levelRows,
      trades: market.trades,
      tops: market.topChanges,
      orders: counts.orders,
      fills: counts.fills,
      polls: counts.polls,
      entries: counts.journalEntries,
      journal: report.journalHash ?? '',
    },
  };
}

const rowsOf = (tape: Tape): string => `${tape.symbol}, ${tape.rows} rows`;

/** Two Maps and the best of each side, looked for where it went: no queue, no orders, no clock. */
class MapBook {
  readonly bids = new Map<number, number>();
  readonly asks = new Map<number, number>();
  bestBid = 0;
  bestAsk = Infinity;
  changes = 0;

  setBid(price: number, quantity: number): void {
    if (quantity > 0) {
      this.bids.set(price, quantity);
      if (price > this.bestBid) this.#bid(price);
    } else if (this.bids.delete(price) && price === this.bestBid) {
      let best = 0;
      for (const key of this.bids.keys()) if (key > best) best = key;
      this.#bid(best);
    }
  }

  setAsk(price: number, quantity: number): void {
    if (quantity > 0) {
      this.asks.set(price, quantity);
      if (price < this.bestAsk) this.#ask(price);
    } else if (this.asks.delete(price) && price === this.bestAsk) {
      let best = Infinity;
      for (const key of this.asks.keys()) if (key < best) best = key;
      this.#ask(best);
    }
  }

  #bid(price: number): void {
    this.bestBid = price;
    this.changes += 1;
  }

  #ask(price: number): void {
    this.bestAsk = price;
    this.changes += 1;
  }
}

async function measureMaps(scenario: string): Promise<Measurement> {
  const loaded = loadScenario(join(ROOT, scenario), { dataDir: DATA });
  const tape = (await prepareScenario(loaded)).tapesOf(loaded.scenario.seed)[0]!;
  const nanos: number[] = [];
  let changes = 0;
  for (let round = 0; round < WARM_UP + REPETITIONS; round += 1) {
    const book = new MapBook();
    const started = process.hrtime.bigint();
    for (let row = 0; row < tape.rows; row += 1) {
      const kind = tape.kind[row]!;
      if ((kind & ROW_KIND_MASK) !== ROW_LEVEL) continue;
      if ((kind & ROW_SELL) === 0) book.setBid(tape.price[row]!, tape.quantity[row]!);
      else book.setAsk(tape.price[row]!, tape.quantity[row]!);
    }
    nanos.push(Number(process.hrtime.bigint() - started));
    changes = book.changes;
  }
  return {
    nanos: medianOf(nanos.slice(WARM_UP)) / (tape.rows + changes),
    check: rowsOf(tape),
    details: { 'best changed': changes },
  };
}

const contenders: Contender[] = markets.flatMap(({ name, scenario }) => [
  { name: `${name}, whole run`, measure: () => measureSquall(scenario) },
  { name: `${name}, two Maps`, measure: () => measureMaps(scenario) },
]);

await runBenchmark({
  url: import.meta.url,
  contenders,
  comparisons: markets.map(({ name, scenario }) => ({
    title: `${name}: a whole judged run against two Maps with a best`,
    subject: `${name}, whole run`,
    reference: `${name}, two Maps`,
    floorMillions: EVENTS_FLOOR,
    scenario,
  })),
});
