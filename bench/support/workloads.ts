/**
 * What the paired benchmarks play, on the sources of any checkout: the same scenario files, market and seeds, through the
 * functions both have. What comes out is told as executions (count, lots, value), since journals may differ by intention.
 */
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { StoredRun } from '../../src/store/stored-run.js';
import type { Workload } from './rounds.js';
import type { Sources } from './sources.js';

/**
 * V8's compiling threads are counted, so a round counts only once they are done. Of a replay V8 compiles eight functions a
 * round after twenty rounds of five runs, one after sixty (`node --trace-opt`); of short runs it goes on for three
 * thousand, since what a run does once becomes hot so much later.
 */
const WARM_REPLAY = 60;
const WARM_CAMPAIGN = 125;

/** Every workload by the name it is asked for, what needs a recorded market, and the rounds that do not count. */
export const WORKLOADS = {
  taker: { scenario: 'scenarios/recorded/usdm-taker.yaml', recorded: true, warmUp: WARM_REPLAY },
  passive: {
    scenario: 'scenarios/recorded/usdm-passive.yaml',
    recorded: true,
    warmUp: WARM_REPLAY,
  },
  campaign: { scenario: 'runs.yaml', recorded: false, warmUp: WARM_CAMPAIGN },
  saving: { scenario: 'runs.yaml', recorded: false, warmUp: WARM_CAMPAIGN },
} as const;
export type WorkloadName = keyof typeof WORKLOADS;

/** A round is long enough to measure and short enough to share a busy machine fairly. */
const REPLAYS = 5;
const SEEDS = 24;
const SAVED = 24;
/** Of every scenario here: a lot is 0.001 of the coin. */
const LOTS_PER_UNIT = 1_000;

/** The workload `name` on some checkout's functions. */
export async function workloadOf(name: WorkloadName, sources: Sources): Promise<Workload> {
  const file = join(import.meta.dirname, '..', WORKLOADS[name].scenario);
  const runner = await runnerOf(sources, file);
  if (name === 'saving') return saving(sources, runner);
  return name === 'campaign' ? campaign(runner) : replay(runner);
}

/** Runs the scenario of `file` on some checkout's functions. */
export async function runnerOf(sources: Sources, file: string): Promise<Runner> {
  const dataDir = process.env['SQUALL_DATA_DIR'];
  const loaded = sources.loadScenario(file, dataDir === undefined ? {} : { dataDir });
  return new Runner(sources, await sources.prepareScenario(loaded));
}

type Ran = ReturnType<Sources['executeRun']>;

/** Runs one after the other on one venue, as workers do: its buffers and its compiled code go on. */
export class Runner {
  readonly #sources: Sources;
  readonly #prepared: Awaited<ReturnType<Sources['prepareScenario']>>;
  last: Ran | null = null;

  constructor(sources: Sources, prepared: Awaited<ReturnType<Sources['prepareScenario']>>) {
    this.#sources = sources;
    this.#prepared = prepared;
  }

  run(seed?: number): Ran {
    const { last } = this;
    this.last = this.#sources.executeRun(this.#prepared, {
      ...(seed === undefined ? {} : { seed }),
      ...(last === null ? {} : { venue: last.venue }),
    });
    return this.last;
  }

  /** A run to its very end: what would be stored of it is put together. */
  all(): void {
    storedOf(this.run());
  }

  details(): Record<string, string | number> {
    const { marketEvents, orders, fills, polls, journalEntries } = this.last!.report.performance;
    const counters = this.last!.venue.counters();
    const filled = this.last!.finished.ledger?.executions.reduce(
      (sum, { quantity }) => sum + quantity,
      0,
    );
    return {
      rows: counters.levelRows + counters.trades,
      events: marketEvents ?? 0,
      orders,
      fills,
      filled: (filled ?? 0) / LOTS_PER_UNIT,
      polls,
      entries: journalEntries,
    };
  }
}

function executionsOf({ finished }: Ran): string {
  const executions = finished.ledger?.executions ?? [];
  let quantity = 0;
  let value = 0;
  for (const execution of executions) {
    quantity += execution.quantity;
    value += execution.quantity * execution.price;
  }
  return `${executions.length} executions of ${quantity} lots, ${value} ticks`;
}

const replay = (runner: Runner): Workload => ({
  operations: REPLAYS,
  details: () => runner.details(),
  play: () => {
    for (let count = 0; count < REPLAYS; count += 1) runner.run();
    return executionsOf(runner.last!);
  },
});

/** Each run has a seed of its own, and so a market of its own. */
const campaign = (runner: Runner): Workload => ({
  operations: SEEDS,
  details: () => runner.details(),
  play: (round) => {
    const ran: string[] = [];
    for (let seed = round * SEEDS; seed < (round + 1) * SEEDS; seed += 1) {
      ran.push(executionsOf(runner.run(seed)));
    }
    return ran.join('; ');
  },
});

/** From the ended run to the committed transaction. */
function saving(sources: Sources, runner: Runner): Workload {
  const folder = mkdtempSync(join(tmpdir(), 'squall-bench-'));
  process.on('exit', () => {
    rmSync(folder, { recursive: true });
  });
  const store = new sources.ResultsStore(sources.openDatabase(join(folder, 'results.db')));
  let runs: Ran[] = [];
  return {
    operations: SAVED,
    details: () => runner.details(),
    prepare: (round) => {
      runs = Array.from({ length: SAVED }, (_, index) => runner.run(round * SAVED + index));
    },
    play: () => {
      store.saveRuns(runs.map(storedOf));
      return runs.map(executionsOf).join('; ');
    },
  };
}

/** A property of the first version, a method since runs can be kept in part. */
function storedOf(run: Ran): StoredRun {
  const { stored } = run as { readonly stored: unknown };
  return typeof stored === 'function' ? (stored.call(run) as StoredRun) : (stored as StoredRun);
}
