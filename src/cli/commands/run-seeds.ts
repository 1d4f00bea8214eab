/** `squall run --seeds a..b`: each scenario over many seeds, summed up, and compared with another configuration on the same draws. */
import { type PairedComparison, comparePaired } from '../../report/many/paired.js';
import { REPORT_SCHEMA_VERSION, type Report } from '../../report/schema/report.js';
import { type FigureSummary, summarize } from '../../report/many/statistics.js';
import { type PreparedScenario, prepareUntil } from '../../runs/execute-run.js';
import { runSeeds } from '../../runs/run-seeds.js';
import type { SeedRun } from '../../runs/seed-task.js';
import type { LoadedScenario } from '../../runs/scenario/load.js';
import type { ResultsStore } from '../../store/results-store.js';
import { filesAgain, flagsAgain } from '../again.js';
import { shellWords } from '../called.js';
import { printJson } from '../json.js';
import { withStore } from '../open-store.js';
import { type Progress, progressFor } from '../progress.js';
import {
  NOTHING_DRAWN,
  failedExpectations,
  pairedTable,
  nothingChanged,
  seedChangesNothing,
  seedTable,
} from '../seed-summary.js';
import { type SeedTally, tallyOf, tallyText } from '../seed-tally.js';
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
  readonly reports: readonly Report[];
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
  }
  unstored.complain();
  return {
    reports: results.flatMap(({ reports }) => reports),
    stoppedBy: stop.by(),
  };
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
  const reports = await reportsOf(work, prepared);
  const figures = await summarize(reports);
  if (against === undefined || compared === null || work.signal.aborted)
    return { loaded, reports, figures, against: null };
  const other = await reportsOf(work, compared);
  if (other.length < reports.length) return { loaded, reports, figures, against: null };
  const comparisons = await Promise.all(
    COMPARED.map((metric) => comparePaired(reports, other, metric)),
  );
  return { loaded, reports, figures, against: { name: against, comparisons } };
}

/** In the order of the seeds, however they came. */
async function reportsOf(work: Work, prepared: PreparedScenario): Promise<readonly Report[]> {
  const { context, seeds, store, signal, progress, unstored } = work;
  const { name } = prepared.loaded.scenario;
  const reports: Report[] = [];
  const told = new Set<string>();
  await runSeeds(prepared, {
    seeds,
    signal,
    keeping: context.keeping,
    workers: context.settings.number('run.workers'),
    onRuns: (runs) => {
      unstored.save(runs.length, () => store.saveRuns(runs));
      reports.push(...runs.map(({ report }) => JSON.parse(report) as Report));
      for (const run of runs) tellFailures(context.world, run, told);
      const done = `${name}: ${reports.length} of ${seeds.length} seeds`;
      progress.update(reports.length / seeds.length, done);
    },
  });
  return reports.sort((a, b) => (a.seed ?? 0) - (b.seed ?? 0));
}

/** What failed alike in another seed is told once. */
function tellFailures(world: World, { seed, strategyFailures }: SeedRun, told: Set<string>): void {
  for (const failure of strategyFailures) {
    const text = strategyFailureText(failure, world.cwd);
    if (!told.has(text)) world.err(`seed ${seed}: ${text}`);
    told.add(text);
  }
}

function print({ world, json, keeping }: RunContext, results: readonly ScenarioSeeds[]): void {
  const tally = ({ reports }: ScenarioSeeds): SeedTally => tallyOf(reports, keeping.failOn);
  if (json) {
    const runs = results.flatMap(({ reports }) => reports);
    const scenarios = results.map((result) => summaryOf(result, tally(result)));
    const summary = { runs: runs.length, scenarios };
    printJson(world, { schemaVersion: REPORT_SCHEMA_VERSION, runs, summary });
    return;
  }
  for (const result of results) world.out(textOf(result, tally(result)));
}

const summaryOf = ({ loaded, reports, figures, against }: ScenarioSeeds, tally: SeedTally) => ({
  scenario: loaded.scenario.name,
  ...tally,
  figures: Object.fromEntries(figures),
  seedChangesNothing: seedChangesNothing(reports.length, figures),
  failedExpectations: failedExpectations(reports),
  against: against === null ? null : { name: against.name, comparisons: against.comparisons },
});

function textOf({ loaded, reports, figures, against }: ScenarioSeeds, tally: SeedTally): string {
  const seeds = reports.flatMap(({ seed }) => (seed === null ? [] : [seed]));
  const paired =
    against === null
      ? ''
      : `\nagainst ${against.name}, on the same draws (its figure less that above):\n${pairedTable(against.comparisons)}${nothingChanged(against.name, against.comparisons)}`;
  const sameText = seedChangesNothing(reports.length, figures) ? NOTHING_DRAWN : '';
  const failed = failedExpectations(reports).map((line) => `${line}\n`);
  return `${titleOf(loaded.scenario)}\n${reports.length} runs, seeds ${seedsText(seeds)}: ${tallyText(tally)}\n\n${seedTable(figures)}${sameText}${paired}${failed.join('')}\n`;
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
  const ran = new Set(result?.reports.map(({ seed }) => seed));
  return seeds.filter((seed) => !ran.has(seed));
}
