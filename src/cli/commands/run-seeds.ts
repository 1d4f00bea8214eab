/** `squall run --seeds a..b`: each scenario over many seeds, summed up, and compared with another configuration on the same draws. */
import { type PairedComparison, comparePaired } from '../../report/many/paired.js';
import { REPORT_SCHEMA_VERSION } from '../../report/schema/report.js';
import type { FigureSummary } from '../../report/many/statistics.js';
import { type PreparedScenario, prepareUntil } from '../../runs/execute-run.js';
import { runSeeds } from '../../runs/run-seeds.js';
import type { SeedRun } from '../../runs/seed-task.js';
import type { LoadedScenario } from '../../runs/scenario/load.js';
import type { ResultsStore } from '../../store/results-store.js';
import { filesAgain, flagsAgain } from '../again.js';
import { shellWords } from '../called.js';
import { printRunsJson } from '../json.js';
import { withStore } from '../open-store.js';
import { type Progress, progressFor } from '../progress.js';
import {
  NOTHING_DRAWN,
  pairedTable,
  nothingChanged,
  seedChangesNothing,
  seedTable,
} from '../seed-summary.js';
import { SeedResults } from '../seed-results.js';
import { tallyText } from '../seed-tally.js';
import { seedsText, stretchesOf } from '../seeds.js';
import { otherScenario } from '../other-scenario.js';
import { titleOf } from '../title.js';
import { listenForStop } from '../stop.js';
import { strategyFailureText } from '../strategy-stack.js';
import { Unstored } from '../unstored.js';
import type { World } from '../world.js';
import type { RunContext, RunOutcome } from './run-context.js';

/** Compared when `--against` is given: what an execution costs, and how well it was seen. */
const COMPARED = [
  'shortfallBps',
  'filledCostBps',
  'filledShare',
  'detection.meanMs',
  'truth.positionErrorSeconds',
  'performance.polls',
];

interface ScenarioSeeds {
  readonly loaded: LoadedScenario;
  readonly results: SeedResults;
  readonly figures: ReadonlyMap<string, FigureSummary>;
  readonly against: {
    readonly name: string;
    readonly comparisons: readonly PairedComparison[];
  } | null;
}

interface Work {
  readonly context: RunContext;
  readonly seeds: readonly number[];
  readonly store: ResultsStore;
  readonly signal: AbortSignal;
  readonly progress: Progress;
  readonly unstored: Unstored;
}

/** Errors: as `prepareScenario` and `runSeeds`, after what was finished is stored and printed. */
export async function runManySeeds(
  context: RunContext,
  scenarios: readonly LoadedScenario[],
  seeds: readonly number[],
): Promise<RunOutcome> {
  const { world, settings, json } = context;
  const stop = listenForStop(world);
  const { signal } = stop;
  const progress = progressFor(world, json);
  const results: ScenarioSeeds[] = [];
  const unstored = new Unstored();
  try {
    await withStore(world, settings, async (store) => {
      const work = { context, seeds, store, signal, progress, unstored };
      for (const loaded of scenarios) {
        const result = signal.aborted ? null : await runScenarioSeeds(work, loaded);
        if (result !== null) results.push(result);
      }
    });
  } finally {
    stop.release();
    progress.end();
    if (signal.aborted) sayHowToResume(context, results, { scenarios, seeds });
    if (results.length > 0) print(context, results);
    for (const { results: ran } of results) ran.close();
  }
  unstored.complain();
  return {
    failures: results.flatMap(({ loaded, results: ran }) =>
      ran.failures((seed) => oneSeedCommand(context, loaded, seed)),
    ),
    stoppedBy: stop.by(),
  };
}

/** As it would be typed to look at one seed of many. */
function oneSeedCommand({ world, flags }: RunContext, { file }: LoadedScenario, seed: number) {
  const words = [...filesAgain(flags, [file]), '--seed', String(seed), ...flagsAgain(flags)];
  return `${world.program} run ${shellWords(words)}`;
}

/** Null when it was stopped before the first seed ran. */
async function runScenarioSeeds(work: Work, loaded: LoadedScenario): Promise<ScenarioSeeds | null> {
  const { against } = work.context.flags;
  const prepared = await prepareUntil(work.signal, loaded);
  // Before the first seed runs: what is wrong with it would be said when all of them have.
  const compared =
    against === undefined
      ? null
      : await prepareUntil(work.signal, await otherScenario(loaded, against));
  if (prepared === null) return null;
  const results = await resultsOf(work, prepared, work.context.json);
  const figures = await results.figures.summary();
  if (against === undefined || compared === null || work.signal.aborted)
    return { loaded, results, figures, against: null };
  const other = await resultsOf(work, compared, false);
  if (other.seeds.length < results.seeds.length) return { loaded, results, figures, against: null };
  const comparisons = await Promise.all(
    COMPARED.map((metric) => comparePaired(results.figure(metric), other.figure(metric), metric)),
  );
  return { loaded, results, figures, against: { name: against, comparisons } };
}

/** `whole`: their reports are to be printed. */
async function resultsOf(
  work: Work,
  prepared: PreparedScenario,
  whole: boolean,
): Promise<SeedResults> {
  const { context, seeds, store, signal, progress, unstored } = work;
  const { name } = prepared.loaded.scenario;
  const { failOn } = context.keeping;
  const compared = context.flags.against === undefined ? [] : COMPARED;
  const results = new SeedResults({ failOn, compared, whole });
  const told = new Set<string>();
  await runSeeds(prepared, {
    seeds,
    signal,
    keeping: context.keeping,
    workers: context.settings.number('run.workers'),
    onRuns: (runs) => {
      unstored.save(runs.length, () => store.saveRuns(runs));
      for (const { seed, report } of runs) results.take(seed, report);
      for (const run of runs) tellFailures(context.world, run, told);
      const done = `${name}: ${results.seeds.length} of ${seeds.length} seeds`;
      progress.update(results.seeds.length / seeds.length, done);
    },
  });
  return results;
}

/** What failed alike in another seed is told once. */
function tellFailures(world: World, { seed, strategyFailures }: SeedRun, told: Set<string>): void {
  for (const failure of strategyFailures) {
    const text = strategyFailureText(failure, world.cwd);
    if (!told.has(text)) world.err(`seed ${seed}: ${text}`);
    told.add(text);
  }
}

function print({ world, json, flags }: RunContext, scenarios: readonly ScenarioSeeds[]): void {
  if (!json) {
    for (const one of scenarios) world.out(textOf(one, flags.full));
    return;
  }
  const runs = scenarios.reduce((sum, { results }) => sum + results.seeds.length, 0);
  const summary = { runs, scenarios: scenarios.map(summaryOf) };
  printRunsJson(world, {
    schemaVersion: REPORT_SCHEMA_VERSION,
    runs: reportsOf(scenarios),
    summary,
  });
}

function* reportsOf(scenarios: readonly ScenarioSeeds[]): Iterable<unknown> {
  for (const { results } of scenarios) yield* results.reports();
}

const summaryOf = ({ loaded, results, figures, against }: ScenarioSeeds) => ({
  scenario: loaded.scenario.name,
  ...results.tally.counts(),
  figures: Object.fromEntries(figures),
  seedChangesNothing: seedChangesNothing(results.seeds.length, figures),
  failedExpectations: results.failed.lines(),
  against: against === null ? null : { name: against.name, comparisons: against.comparisons },
});

function textOf(
  { loaded, results, figures, against }: ScenarioSeeds,
  full: boolean | undefined,
): string {
  const { length } = results.seeds;
  const seeds = seedsText(results.seeds.toSorted((a, b) => a - b));
  const paired =
    against === null
      ? ''
      : `\nagainst ${against.name}, on the same draws (its figure less that above):\n${pairedTable(against.comparisons, full)}${nothingChanged(against.name, against.comparisons)}`;
  const sameText = seedChangesNothing(length, figures) ? NOTHING_DRAWN : '';
  const failed = results.failed.lines().map((line) => `${line}\n`);
  return `${titleOf(loaded.scenario)}\n${length} runs, seeds ${seeds}: ${tallyText(results.tally.counts())}\n${failed.join('')}\n${seedTable(figures, full)}${sameText}${paired}\n`;
}

function sayHowToResume(
  { world, flags }: RunContext,
  results: readonly ScenarioSeeds[],
  asked: { readonly scenarios: readonly LoadedScenario[]; readonly seeds: readonly number[] },
): void {
  const lines = asked.scenarios.flatMap(({ file }, index) =>
    stretchesOf(seedsLeft(results[index], flags.against !== undefined, asked.seeds)).map((rest) => {
      const words = [...filesAgain(flags, [file]), '--seeds', seedsText(rest)];
      return `  ${world.program} run ${shellWords([...words, ...flagsAgain(flags)])}\n`;
    }),
  );
  const end = lines.length === 0 ? 'everything had been done' : 'to run the rest:';
  world.err(`interrupted; what was finished is stored; ${end}\n${lines.join('')}`);
}

/** A comparison that was cut short needs both sides of all its seeds. */
function seedsLeft(
  result: ScenarioSeeds | undefined,
  isCompared: boolean,
  seeds: readonly number[],
): readonly number[] {
  if (isCompared) return result?.against ? [] : seeds;
  const ran = new Set(result?.results.seeds);
  return seeds.filter((seed) => !ran.has(seed));
}
