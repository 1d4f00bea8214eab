/** `squall run`: loads, runs, stores, prints, and says by its exit code whether all went as expected. */
import { REPORT_SCHEMA_VERSION, type Report } from '../../report/report.js';
import { textReport } from '../../report/text-report.js';
import { logLines } from '../../runs/log-lines.js';
import { traceText } from '../../report/trace.js';
import { type ExecutedRun, executeRun, prepareScenario } from '../../runs/execute-run.js';
import type { LoadedScenario } from '../../runs/scenario/load.js';
import { compactText } from '../compact-text.js';
import { EXIT, type ExitCode } from '../exit-code.js';
import { UsageError } from '../failure.js';
import { printJson } from '../json.js';
import { type LoadedScenarios, firstContact, loadScenarios } from '../load-scenarios.js';
import { withStore } from '../open-store.js';
import { progressFor } from '../progress.js';
import { parseSeed, parseSeeds } from '../seeds.js';
import { type Settings, readSettings, requireSimulation } from '../settings.js';
import { failuresOf, parseFailOn } from '../verdict.js';
import type { World } from '../world.js';
import { runManySeeds } from './run-seeds.js';

export interface RunFlags {
  readonly seed?: string;
  readonly seeds?: string;
  readonly against?: string;
  readonly workers?: string;
  readonly set: readonly string[];
  readonly db?: string;
  readonly json?: boolean;
  readonly failOn: readonly string[];
  readonly trace?: boolean;
  readonly log?: boolean;
  readonly hashEvery?: string;
  readonly market: readonly string[];
  readonly side?: string;
  readonly quantity?: string;
  readonly duration?: string;
}

/** What both ways to run (one seed each, many seeds) need. */
export interface RunContext {
  readonly world: World;
  readonly flags: RunFlags;
  readonly settings: Settings;
  readonly json: boolean;
}

export async function runCommand(
  world: World,
  patterns: readonly string[],
  flags: RunFlags,
): Promise<ExitCode> {
  const settings = readSettings(world, { db: flags.db, 'run.workers': flags.workers });
  requireSimulation(settings);
  checkFlags(patterns, flags);
  const failOn = parseFailOn(flags.failOn);
  const seed = seedOf(flags);
  const seeds = flags.seeds === undefined ? null : parseSeeds(flags.seeds);
  const loaded = await load(world, patterns, { flags, settings, seed });
  const context: RunContext = { world, flags, settings, json: flags.json === true };
  for (const file of loaded.skipped) {
    world.err(
      `skipped ${file}: no recorded market data at ${settings.get('dataDir')} (SQUALL_DATA_DIR)\n`,
    );
  }
  const outcome =
    seeds === null
      ? await runEach(context, loaded.scenarios, seed)
      : await runManySeeds(context, loaded.scenarios, seeds);
  const failures = outcome.reports.flatMap((report) => failuresOf(report, failOn));
  for (const failure of failures) world.err(`${failure}\n`);
  if (outcome.interrupted) return EXIT.interrupted;
  return failures.length === 0 ? EXIT.ok : EXIT.failed;
}

/** What a command ran, and whether the user stopped it. */
export interface RunOutcome {
  readonly reports: readonly Report[];
  readonly interrupted: boolean;
}

/** Flags that need each other, or exclude each other: the first that do not fit is named. */
function checkFlags(patterns: readonly string[], flags: RunFlags): void {
  const fromFlags = flags.market.length > 0;
  const many = flags.seeds !== undefined;
  const rules: readonly (readonly [broken: boolean, text: string])[] = [
    [patterns.length === 0 && !fromFlags, NOTHING_TO_RUN],
    [patterns.length > 0 && fromFlags, '--market takes the place of a scenario'],
    [flags.side !== undefined && !fromFlags, '--side goes with --market'],
    [flags.quantity !== undefined && !fromFlags, '--quantity goes with --market'],
    [flags.duration !== undefined && !fromFlags, '--duration goes with --market'],
    [flags.seed !== undefined && many, '--seed and --seeds exclude each other'],
    [flags.against !== undefined && !many, '--against compares over seeds: add --seeds 1..100'],
    [flags.trace === true && many, '--trace is for one seed'],
    [flags.log === true && many, '--log is for one seed'],
    [flags.hashEvery !== undefined && many, '--hash-every is for one seed'],
  ];
  const broken = rules.find(([isBroken]) => isBroken);
  if (broken !== undefined) throw new UsageError(broken[1]);
}

const NOTHING_TO_RUN =
  'nothing to run\n  fix: name a scenario, as in "squall run scenarios/calm.yaml", or a market with --market';

async function load(
  world: World,
  patterns: readonly string[],
  asked: { readonly flags: RunFlags; readonly settings: Settings; readonly seed: number | null },
): Promise<LoadedScenarios> {
  const { flags, settings, seed } = asked;
  const options = {
    set: flags.set,
    defaults: settings.executionDefaults,
    dataDir: settings.get('dataDir'),
  };
  if (flags.market.length === 0) return loadScenarios(world, patterns, options);
  const scenario = await firstContact(world, flags, { ...options, seed });
  return { scenarios: [scenario], skipped: [] };
}

const seedOf = ({ seed }: RunFlags): number | null =>
  seed === undefined ? null : parseSeed(seed, '--seed');

/** One run a scenario, with the scenario's own seed or the one named. */
async function runEach(
  context: RunContext,
  scenarios: readonly LoadedScenario[],
  seed: number | null,
): Promise<RunOutcome> {
  const { world, flags, json } = context;
  const hashEvery = hashEveryOf(flags);
  const progress = progressFor(world, json);
  const runs: ExecutedRun[] = [];
  for (const [index, loaded] of scenarios.entries()) {
    const prepared = await prepareScenario(loaded);
    const run = executeRun(prepared, {
      ...(seed === null ? {} : { seed }),
      ...(hashEvery === null ? {} : { hashEvery }),
      onProgress: (share) => {
        progress.update((index + share) / scenarios.length, loaded.scenario.name);
      },
    });
    runs.push(run);
  }
  progress.end();
  await withStore(world, context.settings, (store) => {
    store.saveRuns(runs.map(({ stored }) => stored));
  });
  printRuns(context, runs, scenarios);
  return { reports: runs.map(({ report }) => report), interrupted: false };
}

const HASH_EVERY_MAX = 1_000_000_000;

function hashEveryOf({ hashEvery }: RunFlags): number | null {
  if (hashEvery === undefined) return null;
  const every = /^\d{1,10}$/.test(hashEvery) ? Number(hashEvery) : 0;
  if (every >= 1 && every <= HASH_EVERY_MAX) return every;
  throw new UsageError(`--hash-every ${hashEvery}: a whole number of blocks, at least 1`);
}

function printRuns(
  { world, flags, json }: RunContext,
  runs: readonly ExecutedRun[],
  scenarios: readonly LoadedScenario[],
): void {
  // Beside a result that is one JSON value, the extras are for people.
  const extra = json ? world.err : world.out;
  for (const { finished, stateHashes } of runs) {
    if (flags.trace === true) extra(traceText(finished));
    if (flags.log === true) for (const line of logLines(finished.blocks)) world.err(`${line}\n`);
    for (const { seq, hash } of stateHashes) extra(`state after block ${seq}: ${hash}\n`);
  }
  const [only, ...others] = runs;
  if (json)
    printJson(world, others.length === 0 && only !== undefined ? only.report : several(runs));
  else if (others.length === 0 && only !== undefined)
    world.out(textReport(only.report, quoteAssetsOf(only)));
  else {
    const shows = scenarios.map(({ scenario }) => scenario.shows);
    world.out(
      runs.map(({ report }, index) => `${compactText(report, shows[index] ?? '')}\n`).join(''),
    );
    world.out(nextSteps(runs));
  }
}

const several = (runs: readonly ExecutedRun[]) => {
  const reports = runs.map(({ report }) => report);
  return { schemaVersion: REPORT_SCHEMA_VERSION, runs: reports, summary: plainSummary(reports) };
};

const plainSummary = (reports: readonly Report[]) => ({
  runs: reports.length,
  failedExpectations: reports.flatMap(({ expectations }) => expectations).filter(({ ok }) => !ok)
    .length,
  invariantViolations: reports.reduce(
    (sum, { invariants }) => sum + (invariants.violations?.length ?? 0),
    0,
  ),
});

export const quoteAssetsOf = ({
  finished,
}: Pick<ExecutedRun, 'finished'>): ReadonlyMap<string, string> =>
  new Map([...finished.instruments].map(([symbol, { quoteAsset }]) => [symbol, quoteAsset]));

function nextSteps(runs: readonly ExecutedRun[]): string {
  const last = runs.at(-1)?.report;
  if (last === undefined) return '';
  const child = last.parents[0]?.children[0]?.name;
  const explain =
    child === undefined
      ? ''
      : `        squall explain ${last.runId} ${child}   why it was sent and filled\n`;
  return (
    `${runs.length} runs stored. Next:\n` +
    `        squall serve                 the runs in a browser\n` +
    `        squall report latest         the last one in full\n${explain}`
  );
}
