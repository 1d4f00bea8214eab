/**
 * One scenario with one seed, from plan to report and stored run. What is the same for all seeds (scenario, recorded
 * market, strategies) is prepared once. Reads a wall clock for run id and speed only; neither reaches the journal.
 */
import { performance } from 'node:perf_hooks';
import { setImmediate } from 'node:timers/promises';
import { stateHash } from '../core/engine/snapshot.js';
import { buildReport, withExpectations } from '../report/figures/build-report.js';
import { evaluateExpectation } from '../report/many/expectation.js';
import type { FinishedRun } from '../report/projection/finished-run.js';
import { RunFold } from '../report/projection/run-fold.js';
import type { FaultSpec } from '../sim/fault/fault-set.js';
import type { L2Venue } from '../sim/market/l2/l2-venue.js';
import { StoreError } from '../store/store-error.js';
import { RunJournal } from '../store/run-journal.js';
import { allOrProblems } from './all-or-problems.js';
import { convergenceBound } from '../sim/audit/liveness/bound.js';
import { buildId } from './build-id.js';
import type { CrashPlan } from './crash/lives.js';
import { callCounts } from './count-calls.js';
import { EndedRun, type StateHash } from './ended-run.js';
import { fidelityOf } from './fidelity/sheet.js';
import { loadStrategies } from './load-strategy.js';
import {
  type OpenOptions,
  type RecordedTapes,
  type TapesOfSeed,
  openRecorded,
  tapesOfSeed,
} from './market.js';
import { ReadBlocks } from './read-run.js';
import { RunCrash } from './run-crash.js';
import { newRunId } from './run-id.js';
import { runWarnings } from './run-warnings.js';
import { endedWith } from './run-window.js';
import type { LoadedScenario } from './scenario/load.js';
import { type SimulationPlan, type SimulationResult, drained, simulation } from './simulation.js';
import type { RunStrategy } from './strategy-runner.js';
import { planOf } from './to-plan.js';

export interface PreparedScenario {
  readonly loaded: LoadedScenario;
  /** One tape per instrument; null where it is generated. */
  readonly recorded: RecordedTapes;
  readonly tapesOf: TapesOfSeed;
  readonly strategies: readonly RunStrategy[];
}

interface PrepareOptions extends OpenOptions {
  /** Markets that are open and checked already, such as a worker is given. */
  readonly recorded?: RecordedTapes;
}

/**
 * Everything short of running: what it takes is run, and `squall scenario validate` asks nothing else. Errors:
 * `ScenarioError` with all that stands in the way.
 */
export async function prepareScenario(
  loaded: LoadedScenario,
  options: PrepareOptions = {},
): Promise<PreparedScenario> {
  const [recorded, strategies] = await allOrProblems([
    () =>
      options.recorded === undefined
        ? openRecorded(loaded, options)
        : Promise.resolve(options.recorded),
    () => loadStrategies(loaded),
  ]);
  return { loaded, recorded, tapesOf: tapesOfSeed(loaded, recorded), strategies };
}

/**
 * As `prepareScenario`, leaving off where `signal` is raised, also in the middle of a market file: null. `earlier`: markets
 * that need not be read again.
 */
export async function prepareUntil(
  signal: AbortSignal,
  loaded: LoadedScenario,
  earlier?: RecordedTapes,
): Promise<PreparedScenario | null> {
  try {
    const prepared = await prepareScenario(loaded, {
      signal,
      ...(earlier === undefined ? {} : { earlier }),
    });
    // Lets a signal through that came while the market was laid out.
    await setImmediate();
    return signal.aborted ? null : prepared;
  } catch (error) {
    if (signal.aborted) return null;
    throw error;
  }
}

export interface ExecuteOptions {
  /** The scenario's own when left out. */
  readonly seed?: number;
  /** State hash after every so many blocks. */
  readonly hashEvery?: number;
  /** 0 … 1, now and then. */
  readonly onProgress?: (share: number) => void;
  /** In place of those of the scenario. */
  readonly faults?: readonly FaultSpec[];
  /** Where its process is stopped; the run heals after its end (L1). */
  readonly crash?: CrashPlan;
  /** A venue to start over with; what an earlier run's `finished` holds, and its market, are then no longer its own. */
  readonly venue?: L2Venue;
}

/** Errors: `RunCrash` when the program is at fault. */
export function executeRun(prepared: PreparedScenario, options: ExecuteOptions = {}): EndedRun {
  return drained(running(prepared, options));
}

/** How long a run may keep signals and output waiting. */
const TURN_MS = 50;

/** As `executeRun`, leaving off where `signal` is raised: null, and nothing of the run is left. */
export async function executeRunUntil(
  signal: AbortSignal,
  prepared: PreparedScenario,
  options: ExecuteOptions = {},
): Promise<EndedRun | null> {
  const steps = running(prepared, options);
  let turned = performance.now();
  for (;;) {
    const step = steps.next();
    if (step.done === true) return step.value;
    if (performance.now() - turned < TURN_MS) continue;
    await setImmediate();
    if (signal.aborted) {
      steps.return(undefined as never);
      return null;
    }
    turned = performance.now();
  }
}

function* running(
  prepared: PreparedScenario,
  options: ExecuteOptions,
): Generator<undefined, EndedRun> {
  const { loaded, tapesOf, strategies } = prepared;
  const seed = options.seed ?? loaded.scenario.seed;
  const asked = planOf(loaded, { tapes: tapesOf(seed, options.venue?.tapes), seed, strategies });
  const { faults = asked.faults, crash } = options;
  const plan = {
    ...asked,
    faults,
    ...(crash === undefined || asked.heal !== undefined
      ? {}
      : { heal: convergenceBound(asked.engine) }),
  };
  const startedAtMicros = Date.now() * 1_000;
  const records = newRecords();
  const { finished, ...left } = yield* playedOut(
    { loaded, plan, records },
    options,
    newRunId(startedAtMicros),
  );
  const unjudged = buildReport(finished);
  const judged = loaded.expectations.map((expectation) =>
    evaluateExpectation(expectation, unjudged),
  );
  const report = withExpectations(unjudged, judged);
  const { journal, stateHashes } = records;
  return new EndedRun({
    loaded,
    plan,
    finished,
    report,
    journal,
    stateHashes,
    ...left,
    startedAtMicros,
  });
}

type Played = { readonly finished: FinishedRun } & Pick<
  SimulationResult,
  'venue' | 'strategyFailures'
>;

type Begun = Pick<Ended, 'loaded' | 'plan' | 'records'>;

/** In a function of its own, so that the engine's state can go before the report is made. */
function* playedOut(
  begun: Begun,
  options: ExecuteOptions,
  runId: string,
): Generator<undefined, Played> {
  const started = performance.now();
  const result = yield* simulated(begun.loaded, begun.plan, { records: begun.records, ...options });
  const wallMs = performance.now() - started;
  const { venue, strategyFailures } = result;
  return { finished: finishedRun({ result, wallMs, runId, ...begun }), venue, strategyFailures };
}

/** What is written down while a run goes. Nobody keeps its blocks: the journal has their text, the fold what is told of them. */
interface Records {
  readonly journal: RunJournal;
  readonly fold: RunFold;
  readonly stateHashes: StateHash[];
}

const newRecords = (): Records => ({
  journal: new RunJournal(),
  fold: new RunFold(),
  stateHashes: [],
});

interface Watched extends ExecuteOptions {
  readonly records: Records;
}

function* simulated(
  loaded: LoadedScenario,
  plan: SimulationPlan,
  watched: Watched,
): Generator<undefined, SimulationResult> {
  const { onProgress, hashEvery, venue, records, crash } = watched;
  const { journal, fold, stateHashes } = records;
  let lastSeq = -1;
  let ended = false;
  try {
    const result = yield* simulation(plan, {
      journal,
      ...(venue === undefined ? {} : { venue }),
      ...(crash === undefined ? {} : { crash }),
      ...(onProgress === undefined
        ? {}
        : {
            onProgress: (at) =>
              onProgress(
                Math.min(1, (at - plan.start) / (plan.end + (plan.heal ?? 0) - plan.start)),
              ),
          }),
      onBlock: (block, state) => {
        const { seq } = block;
        lastSeq = seq;
        fold.take(block);
        if (hashEvery === undefined || (seq + 1) % hashEvery !== 0) return;
        stateHashes.push({ seq, hash: stateHash(state) });
      },
    });
    journal.settle();
    ended = true;
    return result;
  } catch (error) {
    // No room for the journal: the machine's fault, not the program's.
    if (error instanceof StoreError) throw error;
    throw new RunCrash({ loaded, seed: plan.seed, lastSeq, cause: error });
  } finally {
    // It crashed, or somebody left off.
    if (!ended) journal.close();
  }
}

interface Ended {
  readonly loaded: LoadedScenario;
  readonly plan: SimulationPlan;
  readonly result: SimulationResult;
  readonly records: Records;
  readonly wallMs: number;
  readonly runId: string;
}

function finishedRun({ loaded, plan, result, records, wallMs, runId }: Ended): FinishedRun {
  const { scenario } = loaded;
  const { markets } = plan;
  const { counters } = result;
  return {
    runId,
    scenarioName: scenario.name,
    seed: plan.seed,
    mode: 'sim',
    engine: plan.engine.engine,
    ...(result.shownAt === undefined ? {} : { shownAt: result.shownAt }),
    build: buildId(),
    journalHash: result.journalHash,
    stateHash: result.stateHash,
    virtual: { start: plan.start, end: result.endedAt },
    endedWith: endedWith(scenario, plan),
    instruments: new Map(markets.map(({ instrument }) => [instrument.symbol, instrument])),
    blocks: new ReadBlocks(records.journal),
    projection: records.fold.projection,
    ledger: result.ledger,
    audit: result.audit,
    markets: result.markets,
    quantaPerLot: new Map(
      markets.map(({ instrument, tape }) => [instrument.symbol, tape.quantaPerLot]),
    ),
    fidelity: fidelityOf(plan, result),
    faults: result.faultCounts,
    faultRecord: result.faultRecord,
    calls: callCounts(result.calls),
    performance: {
      marketEvents: counters.levelRows + counters.trades + counters.topChanges,
      wallMs: Math.round(wallMs * 10) / 10,
    },
    warnings: runWarnings(result, plan),
    expectations: [],
  };
}
