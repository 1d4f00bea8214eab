/**
 * `squall campaign`: scenarios over many seeds with faults drawn for each, judged by the invariants and the venue's truth; what
 * came of it as a table with denominators, and by the exit code.
 */
import { availableParallelism } from 'node:os';
import { join } from 'node:path';
import { pageOf } from '../../report/text/page.js';
import { type Ran, runCampaign } from '../../runs/campaign/campaign.js';
import { type Claim, claimsOf } from '../../runs/campaign/claims.js';
import { type FailedRun, type Tally, tallyTogether } from '../../runs/campaign/tally.js';
import { waysOf } from '../../runs/campaign/ways.js';
import type { PreparedScenario } from '../../runs/execute-run.js';
import { PACKAGE_ROOT } from '../../runs/package-root.js';
import type { LoadedScenario } from '../../runs/scenario/load.js';
import { drawnKinds } from '../../runs/scenario/swarm-schema.js';
import { campaignLines } from '../campaign-text.js';
import { CORPUS, Corpus } from '../campaign-corpus.js';
import { asCalled } from '../called.js';
import { EXIT, EXIT_OF_SIGNAL, type ExitCode } from '../exit-code.js';
import { UsageError } from '../failure.js';
import { printJson } from '../json.js';
import { loadScenarios, skippedLine } from '../load-scenarios.js';
import { Preparation } from '../plan-many.js';
import { progressFor } from '../progress.js';
import { RUNS_MAX, parseSeeds } from '../seeds.js';
import { type Settings, readSettings, requireSimulation } from '../settings.js';
import { type Stop, listenForStop } from '../stop.js';
import type { World } from '../world.js';

export interface CampaignFlags {
  readonly seeds?: string;
  readonly minutes?: string;
  readonly workers?: string;
  readonly faults?: string;
  readonly set: readonly string[];
  readonly corpus?: string;
  /** False with --no-shrink. */
  readonly shrink?: boolean;
  readonly sometimes?: boolean;
  readonly json?: boolean;
  readonly full?: boolean;
}

const BUNDLED = join(PACKAGE_ROOT, 'scenarios/campaign/*.yaml');
const SEEDS = '2000';

interface Campaign {
  readonly world: World;
  readonly flags: CampaignFlags;
  readonly settings: Settings;
  readonly scenarios: readonly LoadedScenario[];
  readonly bundled: boolean;
  readonly seeds: readonly number[];
  readonly corpus: Corpus;
}

export async function campaignCommand(
  world: World,
  patterns: readonly string[],
  flags: CampaignFlags,
): Promise<ExitCode> {
  const settings = readSettings(world, { 'run.workers': flags.workers });
  requireSimulation(settings);
  const minutes = minutesOf(flags);
  const seeds = parseSeeds(flags.seeds ?? (minutes === null ? SEEDS : String(RUNS_MAX)));
  const bundled = patterns.length === 0;
  const set = [...flags.set, ...onlyFaults(flags)];
  const { scenarios, skipped } = await loadScenarios(world, bundled ? [BUNDLED] : patterns, {
    ...settings.loadOptions,
    set,
  });
  world.err(asCalled(skippedLine(skipped, settings.dataDir), world.program));
  const corpus = new Corpus(world, flags.corpus ?? CORPUS);
  const campaign = { world, flags, settings, scenarios, bundled, seeds, corpus };
  const stop = listenForStop(world);
  try {
    return await runAsked(campaign, stop);
  } finally {
    stop.release();
  }
}

function onlyFaults({ faults }: CampaignFlags): readonly string[] {
  if (faults === undefined) return [];
  return [`swarm.kinds=[${faults}]`];
}

function minutesOf({ minutes }: CampaignFlags): number | null {
  if (minutes === undefined) return null;
  const asked = /^\d{1,5}(\.\d{1,3})?$/.test(minutes) ? Number(minutes) : NaN;
  if (asked > 0) return asked;
  throw new UsageError(`--minutes ${minutes}: write how many, as in 5 or 0.5`);
}

/** Raised by whoever stops the command, or when the time is over. */
function untilOf(flags: CampaignFlags, signal: AbortSignal): AbortSignal {
  const minutes = minutesOf(flags);
  if (minutes === null) return signal;
  return AbortSignal.any([signal, AbortSignal.timeout(Math.ceil(minutes * MS_PER_MINUTE))]);
}

async function runAsked(campaign: Campaign, stop: Stop): Promise<ExitCode> {
  const { world, flags, scenarios, seeds } = campaign;
  const signal = untilOf(flags, stop.signal);
  const progress = progressFor(world, flags.json === true);
  const started = Date.now();
  const wanted = seeds.length * scenarios.length;
  const preparation = new Preparation(signal);
  const prepared: Prepared = new Map();
  let ran: readonly Ran[] = [];
  try {
    ran = await runCampaign(scenarios, {
      seeds,
      workers: workersOf(campaign),
      signal,
      before: [],
      prepare: (loaded) => preparation.prepare(loaded),
      onRan: (now) => {
        const { runs, failed } = tallyTogether(now.map(({ tally }) => tally));
        progress.update(
          runs / wanted,
          `${runs} of ${wanted} runs, ${failed.length} failed${rateText(runs, Date.now() - started)}`,
        );
      },
      onFailed: (of, failed) => {
        prepared.set(failed.scenario, of);
        campaign.corpus.keep(of, failed);
      },
    });
  } finally {
    progress.end();
  }
  const { failed } = tallyTogether(ran.map(({ tally }) => tally));
  const least = await shrinkWays(campaign, failed, { prepared, signal: stop.signal });
  return told(campaign, { ran, least }, stop);
}

/** By the name of the scenario; those that failed. */
type Prepared = Map<string, PreparedScenario>;

interface Ended {
  readonly ran: readonly Ran[];
  /** As `shrinkWays`. */
  readonly least: ReadonlyMap<string, string>;
}

function told(campaign: Campaign, { ran, least }: Ended, stop: Stop): ExitCode {
  const { flags, scenarios } = campaign;
  const claims = claimsOf({
    runs: ran.reduce((sum, { tally }) => sum + tally.runs, 0),
    kinds: kindsOf(scenarios),
    demands: campaign.bundled || flags.sometimes === true,
    always: flags.sometimes === true,
  });
  const all = tallyTogether(ran.map(({ tally }) => tally));
  tell(campaign, { ran, all, claims, least });
  const by = stop.by();
  if (by !== null) return EXIT_OF_SIGNAL[by];
  return claims.some(({ judged, holds }) => judged && holds?.(all) === false)
    ? EXIT.failed
    : EXIT.ok;
}

/** All cores, unless somebody said how many. */
function workersOf({ settings }: Campaign): number {
  const asked = settings.all.find(({ key }) => key === 'run.workers');
  return asked === undefined || asked.source === 'default'
    ? availableParallelism()
    : settings.number('run.workers');
}

const MS_PER_MINUTE = 60_000;

const rateText = (runs: number, ms: number): string =>
  ms <= 0 ? '' : `, ${Math.round((runs * MS_PER_MINUTE) / ms)} a minute`;

const kindsOf = (scenarios: readonly LoadedScenario[]): readonly string[] =>
  [...new Set(scenarios.flatMap(({ scenario }) => drawnKinds(scenario)))].sort();

interface Told extends Ended {
  readonly all: Tally;
  readonly claims: readonly Claim[];
}

function tell(campaign: Campaign, { ran, all, claims, least }: Told): void {
  const { world, flags, scenarios } = campaign;
  const rows = scenarios.map(({ scenario }, at) => ({
    name: scenario.name,
    tally: ran[at]?.tally ?? tallyTogether([]),
  }));
  const seeds = [...new Set(ran.flatMap((one) => one.seeds))];
  if (flags.json === true) {
    printJson(world, jsonOf(rows, claims, all));
    return;
  }
  world.tell(
    campaignLines({
      rows,
      all,
      seeds,
      claims,
      failures: failureLines(campaign, all.failed, least),
      full: flags.full === true,
      width: pageOf(world.columns).width,
    }),
  );
}

function jsonOf(
  rows: readonly { readonly name: string; readonly tally: Tally }[],
  claims: readonly Claim[],
  all: Tally,
): unknown {
  return {
    scenarios: rows,
    all,
    claims: claims.map(({ group, name, value, of, wanted, holds, judged }) => ({
      group,
      name,
      value: value(all),
      of: of?.(all) ?? null,
      wanted,
      holds: holds?.(all) ?? null,
      judged,
    })),
  };
}

/** Ways to fail that are told, each by its first seed. */
const WAYS_TOLD = 20;

const failureLines = (
  { corpus }: Campaign,
  failed: readonly FailedRun[],
  least: ReadonlyMap<string, string>,
): readonly string[] =>
  waysOf(failed)
    .slice(0, WAYS_TOLD)
    .flatMap(({ sign, first, text, runs }) => {
      const smallest = least.get(sign);
      return [
        '',
        `${sign}: ${runs} runs, first ${first.scenario} (seed ${first.seed}): ${text}`,
        `  ${corpus.lineOf(first)}`,
        ...(smallest === undefined ? [] : [`  ${smallest}`]),
      ];
    });

/** Ways to fail that are shrunk, and runs that each may take. */
const WAYS_SHRUNK = 5;
const TRIALS = 400;

/** By sign: how small the smallest scenario is that fails so, and the line that runs it. */
async function shrinkWays(
  { world, flags, corpus }: Campaign,
  failed: readonly FailedRun[],
  { prepared, signal }: { readonly prepared: Prepared; readonly signal: AbortSignal },
): Promise<ReadonlyMap<string, string>> {
  const least = new Map<string, string>();
  if (flags.shrink === false) return least;
  const { shrinkRun } = await import('../../runs/campaign/shrink-run.js');
  const ways = waysOf(failed).slice(0, WAYS_SHRUNK);
  const progress = progressFor(world, flags.json === true);
  for (const [at, way] of ways.entries()) {
    const { sign, first } = way;
    const of = prepared.get(first.scenario);
    if (of === undefined) continue;
    progress.update(at / ways.length, `shrinking ${first.scenario}, seed ${first.seed}: ${sign}`);
    const { seed } = first;
    const shrunk = await shrinkRun(of, { seed, sign, trials: TRIALS, signal });
    if (signal.aborted) break;
    least.set(sign, corpus.keepLeast(way, shrunk));
  }
  progress.end();
  return least;
}
