/** `squall run --starts N` and `--sweep key=…`: one scenario in many variants on one seed, one row each. */
import { figureLabel, figureText } from '../../report/many/figure-words.js';
import { metricOf } from '../../report/many/metric.js';
import { summarize } from '../../report/many/statistics.js';
import { REPORT_SCHEMA_VERSION, type Report } from '../../report/schema/report.js';
import { left, right, table, textOfLines } from '../../report/text/layout.js';
import { executeRunUntil, prepareScenario, prepareUntil } from '../../runs/execute-run.js';
import { keptOf } from '../../runs/keep.js';
import { type LoadedScenario, parseScenario } from '../../runs/scenario/load.js';
import { filesAgain, flagsAgain } from '../again.js';
import { shellWords } from '../called.js';
import { printJson } from '../json.js';
import { withStore } from '../open-store.js';
import { progressFor } from '../progress.js';
import { failedExpectations, seedTable } from '../seed-summary.js';
import { listenForStop } from '../stop.js';
import { strategyFailureText } from '../strategy-stack.js';
import { type Variant, parseStarts, parseSweep, startsOf } from '../sweep.js';
import { allFailures } from '../verdict.js';
import { Unstored } from '../unstored.js';
import type { RunContext, RunOutcome } from './run-context.js';

const FIGURES = [
  'filledShare',
  'shortfallBps',
  'filledCostBps',
  'detection.meanMs',
  'fillsMissed',
  'fillsLate',
];

interface Ran {
  readonly loaded: LoadedScenario;
  readonly variant: Variant;
  readonly report: Report;
}

interface Planned {
  readonly loaded: LoadedScenario;
  readonly variant: Variant;
}

/** `seed`: null = the scenario's own. Errors: as `executeRun`; about the variants before any of them runs. */
export async function runVariants(
  context: RunContext,
  scenarios: readonly LoadedScenario[],
  seed: number | null,
): Promise<RunOutcome> {
  const { world, settings, json } = context;
  const planned: Planned[] = [];
  for (const loaded of scenarios) planned.push(...(await variantsOf(context, loaded)));
  const stop = listenForStop(world);
  const progress = progressFor(world, json);
  const ran: Ran[] = [];
  const unstored = new Unstored();
  try {
    await withStore(world, settings, async (store) => {
      for (const { loaded, variant } of planned) {
        const options = seed === null ? {} : { seed };
        const prepared = await prepareUntil(stop.signal, loaded);
        const run =
          prepared === null ? null : await executeRunUntil(stop.signal, prepared, options);
        if (run === null) return;
        unstored.save(1, () => store.saveRuns([run.stored(keptOf(context.keeping, run.report))]));
        for (const failure of run.strategyFailures)
          world.err(`${variant.set}: ${strategyFailureText(failure, world.cwd)}`);
        ran.push({ loaded, variant, report: run.report });
        run.close();
        progress.update(ran.length / planned.length, variant.set);
      }
    });
  } finally {
    stop.release();
    progress.end();
    if (stop.signal.aborted) sayAgain(context, scenarios, seed);
    if (ran.length > 0) await print(context, ran);
  }
  unstored.complain();
  const reports = ran.map(({ report }) => report);
  return { failures: allFailures(reports, context.keeping.failOn), stoppedBy: stop.by() };
}

async function variantsOf(
  { flags: { starts, sweep } }: RunContext,
  loaded: LoadedScenario,
): Promise<readonly Planned[]> {
  const variants =
    sweep === undefined
      ? startsOf(await prepareScenario(loaded), parseStarts(starts ?? ''))
      : parseSweep(sweep);
  const { file, text, set, defaults, dataDir, limits } = loaded;
  return variants.map((variant) => ({
    variant,
    loaded: parseScenario(file, text, {
      set: [...set, variant.set],
      defaults,
      dataDir,
      limits,
    }),
  }));
}

async function print({ world, json, flags }: RunContext, ran: readonly Ran[]): Promise<void> {
  if (json) {
    const runs = ran.map(({ report }) => report);
    const variants = ran.map(({ loaded, variant, report }) => ({
      scenario: loaded.scenario.name,
      set: variant.set,
      runId: report.runId,
    }));
    printJson(world, { schemaVersion: REPORT_SCHEMA_VERSION, runs, summary: { variants } });
    return;
  }
  for (const name of new Set(ran.map(({ loaded }) => loaded.scenario.name))) {
    const own = ran.filter(({ loaded }) => loaded.scenario.name === name);
    const reports = own.map(({ report }) => report);
    const key = own[0]?.variant.set.split('=')[0] ?? '';
    const rows = own.map(({ variant, report }) => [
      variant.label,
      ...FIGURES.map((figure) => figureText(figure, metricOf(report, figure))),
    ]);
    const over =
      flags.starts === undefined ? '' : `\n${seedTable(await summarize(reports), flags.full)}`;
    const failed = failedExpectations(reports).map((line) => `${line}\n`);
    world.out(
      `${name}: ${own.length} runs over ${key}\n${failed.join('')}\n` +
        `${textOfLines(table([left(key), ...FIGURES.map((figure) => right(figureLabel(figure)))], rows))}${over}\n`,
    );
  }
}

function sayAgain(
  { world, flags }: RunContext,
  scenarios: readonly LoadedScenario[],
  seed: number | null,
): void {
  const files = filesAgain(
    flags,
    scenarios.map(({ file }) => file),
  );
  const words = [...files, ...(seed === null ? [] : ['--seed', String(seed)])];
  world.err(
    `interrupted; what was finished is stored; to run it all again:\n  ${world.program} run ${shellWords([...words, ...flagsAgain(flags)])}\n`,
  );
}
