/**
 * One scenario with one seed, from plan to report and stored run. What is the same for all seeds (scenario, recorded
 * market, strategies) is prepared once. Reads a wall clock for run id and speed only; neither reaches the journal.
 */
import { performance } from 'node:perf_hooks';
import { randomBytes } from 'node:crypto';
import { stateHash } from '../core/engine/snapshot.js';
import { buildReport, withExpectations } from '../report/figures/build-report.js';
import { evaluateExpectation } from '../report/many/expectation.js';
import type { FinishedRun } from '../report/projection/finished-run.js';
import type { Report } from '../report/schema/report.js';
import { buildSeries } from '../report/figures/series.js';
import type { StoredRun } from '../store/stored-run.js';
import type { SimulatedVenue } from '../sim/venue/venue-port.js';
import { buildId } from './build-id.js';
import { CallCounter } from './count-calls.js';
import { fidelityOf } from './fidelity.js';
import { loadStrategies } from './load-strategy.js';
import { type TapeOfSeed, openMarket } from './market.js';
import { RunCrash } from './run-crash.js';
import { runWarnings } from './run-warnings.js';
import type { LoadedScenario } from './scenario/load.js';
import { type SimulationPlan, type SimulationResult, simulate } from './simulation.js';
import { encodeStoredPlan } from './stored-plan.js';
import { encodeLedger } from './stored-truth.js';
import type { RunStrategy } from './strategy-runner.js';
import { planOf } from './to-plan.js';

export interface PreparedScenario {
  readonly loaded: LoadedScenario;
  readonly tapeOf: TapeOfSeed;
  readonly strategies: readonly RunStrategy[];
}

/** `market`: an already opened one, such as a worker is given. */
export async function prepareScenario(
  loaded: LoadedScenario,
  market?: TapeOfSeed,
): Promise<PreparedScenario> {
  return {
    loaded,
    tapeOf: market ?? (await openMarket(loaded)),
    strategies: await loadStrategies(loaded),
  };
}

export interface ExecuteOptions {
  /** The scenario's own when left out. */
  readonly seed?: number;
  /** State hash after every so many blocks. */
  readonly hashEvery?: number;
  /** 0 … 1, now and then. */
  readonly onProgress?: (share: number) => void;
  /** A venue to start over with; what an earlier run's `finished` holds is then no longer its own. */
  readonly venue?: SimulatedVenue;
}

export interface ExecutedRun {
  readonly finished: FinishedRun;
  readonly report: Report;
  /** For the results database: series and documents, put together when first asked for. */
  readonly stored: StoredRun;
  readonly stateHashes: readonly { readonly seq: number; readonly hash: string }[];
  readonly venue: SimulatedVenue;
}

/** Errors: `ScenarioError` where market and scenario do not fit; `RunCrash` when the program is at fault. */
export function executeRun(prepared: PreparedScenario, options: ExecuteOptions = {}): ExecutedRun {
  const { loaded, tapeOf, strategies } = prepared;
  const seed = options.seed ?? loaded.scenario.seed;
  const plan = planOf(loaded, { tape: tapeOf(seed), seed, strategies });
  const startedAtMicros = Date.now() * 1_000;
  const calls = new CallCounter();
  const stateHashes: { seq: number; hash: string }[] = [];
  const started = performance.now();
  const result = simulated(loaded, plan, { ...options, calls, stateHashes });
  const wallMs = performance.now() - started;
  const finished = finishedRun({
    loaded,
    plan,
    result,
    calls,
    wallMs,
    runId: newRunId(startedAtMicros),
  });
  const unjudged = buildReport(finished);
  const judged = loaded.expectations.map((expectation) =>
    evaluateExpectation(expectation, unjudged),
  );
  const report = withExpectations(unjudged, judged);
  return new EndedRun(
    { loaded, plan, finished, report, startedAtMicros },
    stateHashes,
    result.venue,
  );
}

/** A class, so that `stored` waits on the prototype: V8 puts a literal's getter, and all it captures, in old space. */
class EndedRun implements ExecutedRun {
  readonly finished: FinishedRun;
  readonly report: Report;
  readonly stateHashes: ExecutedRun['stateHashes'];
  readonly venue: SimulatedVenue;
  readonly #judged: JudgedRun;
  #stored: StoredRun | null = null;

  constructor(judged: JudgedRun, stateHashes: ExecutedRun['stateHashes'], venue: SimulatedVenue) {
    this.finished = judged.finished;
    this.report = judged.report;
    this.stateHashes = stateHashes;
    this.venue = venue;
    this.#judged = judged;
  }

  get stored(): StoredRun {
    return (this.#stored ??= storedRun(this.#judged));
  }
}

interface Watched extends ExecuteOptions {
  readonly calls: CallCounter;
  readonly stateHashes: { seq: number; hash: string }[];
}

function simulated(
  loaded: LoadedScenario,
  plan: SimulationPlan,
  watched: Watched,
): SimulationResult {
  const { onProgress, hashEvery, venue, calls, stateHashes } = watched;
  let lastSeq = -1;
  try {
    return simulate(plan, {
      wrapBroker: calls.wrap,
      ...(venue === undefined ? {} : { venue }),
      ...(onProgress === undefined
        ? {}
        : { onProgress: (at) => onProgress((at - plan.start) / (plan.end - plan.start)) }),
      onBlock: ({ seq }, state) => {
        lastSeq = seq;
        if (hashEvery === undefined || (seq + 1) % hashEvery !== 0) return;
        stateHashes.push({ seq, hash: stateHash(state) });
      },
    });
  } catch (error) {
    throw new RunCrash({ loaded, seed: plan.seed, lastSeq, cause: error });
  }
}

interface Ended {
  readonly loaded: LoadedScenario;
  readonly plan: SimulationPlan;
  readonly result: SimulationResult;
  readonly calls: CallCounter;
  readonly wallMs: number;
  readonly runId: string;
}

function finishedRun({ loaded, plan, result, calls, wallMs, runId }: Ended): FinishedRun {
  const { scenario } = loaded;
  const { instrument, tape } = plan;
  const { counters } = result;
  return {
    runId,
    scenarioName: scenario.name,
    seed: plan.seed,
    mode: 'sim',
    build: buildId(),
    journalHash: result.journalHash,
    stateHash: result.stateHash,
    virtual: { start: plan.start, end: result.endedAt },
    instruments: new Map([[instrument.symbol, instrument]]),
    blocks: result.blocks,
    ledger: result.ledger,
    audit: result.audit,
    markets: new Map([[instrument.symbol, result.market]]),
    quantaPerLot: new Map([[instrument.symbol, tape.quantaPerLot]]),
    fidelity: fidelityOf(scenario, plan, counters),
    faults: result.faultCounts,
    calls: calls.counts(),
    performance: {
      marketEvents: counters.levelRows + counters.trades + counters.topChanges,
      wallMs: Math.round(wallMs * 10) / 10,
    },
    warnings: runWarnings(plan, result),
    expectations: [],
  };
}

interface JudgedRun extends Pick<Ended, 'loaded' | 'plan'> {
  readonly finished: FinishedRun;
  readonly report: Report;
  readonly startedAtMicros: number;
}

function storedRun({ loaded, plan, finished, report, startedAtMicros }: JudgedRun): StoredRun {
  return {
    runId: finished.runId,
    scenario: finished.scenarioName,
    seed: plan.seed,
    mode: 'sim',
    build: finished.build,
    startedAtMicros,
    status: 'finished',
    journalHash: finished.journalHash ?? '',
    stateHash: finished.stateHash ?? '',
    plan: encodeStoredPlan(loaded, plan),
    report: JSON.stringify(report),
    truth: finished.ledger === null ? null : encodeLedger(finished.ledger),
    series: JSON.stringify(buildSeries(finished)),
    blocks: finished.blocks,
  };
}

/** `20240808-235430-123-9f3c`: sorts by time, short enough to type the beginning of. */
function newRunId(atMicros: number): string {
  const text = new Date(atMicros / 1_000).toISOString();
  const [date = '', time = ''] = text.slice(0, -1).split('T');
  const clock = time.replaceAll(':', '').replace('.', '-');
  return `${date.replaceAll('-', '')}-${clock}-${randomBytes(2).toString('hex')}`;
}
