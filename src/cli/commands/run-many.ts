/**
 * `squall run` with `--seeds`, `--starts` or `--sweep`: each scenario in its variants, each over all seeds; summed up, and
 * compared with another configuration on the same draws.
 */
import { COMPARED } from '../../report/many/compared.js';
import { comparePaired } from '../../report/many/paired.js';
import { REPORT_SCHEMA_VERSION } from '../../report/schema/report.js';
import { pageOf } from '../../report/text/page.js';
import { runMany } from '../../runs/run-many.js';
import type { SeedRun } from '../../runs/seed-run.js';
import type { LoadedScenario } from '../../runs/scenario/load.js';
import type { ResultsStore } from '../../store/results-store.js';
import { interruptedText } from '../again.js';
import { printRunsJson } from '../json.js';
import { type ManyPlan, calledOf, leftWords, oneRunWords, placeOf, runsOf } from '../many-plan.js';
import { ManyResults } from '../many-results.js';
import { type ManyRan, VARIANT_FIGURES, manyLines, manySummary } from '../many-text.js';
import { withStore } from '../open-store.js';
import { Preparation, planMany, variantOf } from '../plan-many.js';
import { type Progress, progressFor } from '../progress.js';
import { otherScenario } from '../other-scenario.js';
import { listenForStop } from '../stop.js';
import { StrategyFailures } from '../strategy-failures.js';
import { UNVARIED, asTyped } from '../sweep.js';
import { Unstored } from '../unstored.js';
import type { RunContext, RunOutcome } from './run-context.js';

interface Work {
  readonly context: RunContext;
  readonly store: ResultsStore;
  readonly signal: AbortSignal;
  readonly preparation: Preparation;
  readonly progress: Progress;
  readonly unstored: Unstored;
}

/** `seeds`: null = the scenario's own. Errors: as `planMany` and `runMany`, after what was finished is stored and printed. */
export async function runManyOf(
  context: RunContext,
  scenarios: readonly LoadedScenario[],
  seeds: readonly number[] | null,
): Promise<RunOutcome> {
  const { world, settings, json, flags } = context;
  const stop = listenForStop(world);
  const { signal } = stop;
  const progress = progressFor(world, json);
  const preparation = new Preparation(signal);
  const plans: ManyPlan[] = [];
  const all: ManyRan[] = [];
  const unstored = new Unstored();
  try {
    for (const loaded of scenarios) {
      const plan = await planMany({ flags, signal, preparation, seeds }, loaded);
      if (plan !== null) plans.push(plan);
    }
    if (!signal.aborted)
      await withStore(world, settings, async (store) => {
        const work = { context, store, signal, preparation, progress, unstored };
        for (const plan of plans) {
          const ended = signal.aborted ? null : await runPlan(work, plan);
          if (ended === null) break;
          all.push(ended.ran);
          if (ended.error !== null) throw ended.error as Error;
        }
      });
  } finally {
    stop.release();
    progress.end();
    if (signal.aborted) sayHowToResume(context, { scenarios, plans, all, seeds });
    const some = all.filter(({ results }) => results.done.length > 0);
    if (some.length > 0) print(context, some);
    for (const { results } of all) results.close();
  }
  unstored.complain();
  const failures = all.flatMap(({ plan, results }) =>
    results.failures((at) => `${world.program} run ${oneRunWords(plan, at, flags)}`),
  );
  return { failures, stoppedBy: stop.by() };
}

interface Ended {
  readonly ran: ManyRan;
  /** What ended it early; null = nothing. */
  readonly error: unknown;
}

/** Null when it was stopped before anything of it was known. */
async function runPlan(work: Work, plan: ManyPlan): Promise<Ended | null> {
  const { context, signal } = work;
  const { against } = context.flags;
  const { loaded, seeds } = plan;
  // Before the first of them runs: what is wrong with it would be said when all have.
  const compared =
    against === undefined ? null : await otherScenario(context.world, loaded, against);
  if (compared !== null && (await work.preparation.prepare(compared)) === null) return null;
  const { results, error } = await resultsOf(work, plan, context.json);
  const figures = await results.figures.summary();
  const ran = { plan, results, figures, against: null };
  if (error !== null || against === undefined || compared === null || signal.aborted)
    return { ran, error };
  const other = await resultsOf(work, { loaded: compared, variation: UNVARIED, seeds }, false);
  if (other.error !== null || other.results.done.length < results.done.length)
    return { ran, error: other.error };
  const comparisons = await Promise.all(
    COMPARED.map((metric) =>
      comparePaired(results.figure(metric), other.results.figure(metric), metric),
    ),
  );
  return { ran: { ...ran, against: { name: against, comparisons } }, error: null };
}

interface Folded {
  readonly results: ManyResults;
  readonly error: unknown;
}

/** `whole`: their reports are to be printed. */
async function resultsOf(work: Work, plan: ManyPlan, whole: boolean): Promise<Folded> {
  const { context, store, signal, preparation, progress, unstored } = work;
  const { keeping, settings, world } = context;
  const { loaded, variation, seeds } = plan;
  const results = new ManyResults({
    failOn: keeping.failOn,
    kept: figuresOf(context, plan),
    whole,
  });
  const told = new StrategyFailures(world);
  const count = runsOf(plan);
  const take = (runs: readonly SeedRun[], variant: number): void => {
    const called = calledOf(variation.variants[variant]);
    unstored.save(runs.length, () => store.saveRuns(runs));
    for (const { seed, report, strategyFailures } of runs) {
      results.take(placeOf(plan, variant, seed), report, called);
      told.take(`${called}seed ${seed}: `, strategyFailures);
    }
    const { length } = results.done;
    progress.update(length / count, `${loaded.scenario.name}: ${length} of ${count} runs`);
  };
  try {
    await runMany<'store'>(
      variation.variants.map((variant) => ({
        prepare: () => preparation.prepare(variantOf(loaded, variant)),
        seeds,
      })),
      {
        signal,
        work: { kind: 'store', keeping },
        workers: settings.number('run.workers'),
        onRuns: take,
      },
    );
    return { results, error: null };
  } catch (error) {
    return { results, error };
  } finally {
    told.end();
  }
}

/** What is kept run by run. */
function figuresOf({ flags }: RunContext, { variation }: ManyPlan): readonly string[] {
  if (variation.key !== null) return VARIANT_FIGURES;
  return flags.against === undefined ? [] : COMPARED;
}

function print({ world, json, flags }: RunContext, all: readonly ManyRan[]): void {
  if (!json) {
    const { width } = pageOf(world.columns);
    for (const one of all) world.tell(manyLines(one, { full: flags.full, width }));
    return;
  }
  const schemaVersion = REPORT_SCHEMA_VERSION;
  printRunsJson(world, { schemaVersion, runs: reportsOf(all), summary: manySummary(all) });
}

function* reportsOf(all: readonly ManyRan[]): Iterable<unknown> {
  for (const { results } of all) yield* results.reports();
}

interface Interrupted {
  readonly scenarios: readonly LoadedScenario[];
  /** Of the first of them. */
  readonly plans: readonly ManyPlan[];
  /** Of the first of them. */
  readonly all: readonly ManyRan[];
  readonly seeds: readonly number[] | null;
}

function sayHowToResume(
  { world, flags }: RunContext,
  { scenarios, plans, all, seeds }: Interrupted,
): void {
  const lines = scenarios.flatMap((loaded, index) => {
    // A scenario of which nobody knows yet what its variants are is asked for as it was.
    const plan = plans[index] ?? { loaded, variation: asTyped(flags), seeds };
    return leftWords(plan, doneOf(all[index], flags.against !== undefined), flags);
  });
  world.err(interruptedText(world.program, lines));
}

/** A comparison that was cut short needs both sides of all its runs. */
function doneOf(ran: ManyRan | undefined, isCompared: boolean): readonly number[] {
  if (ran === undefined || (isCompared && ran.against === null)) return [];
  return ran.results.done;
}
