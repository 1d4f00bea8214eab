/**
 * `squall campaign`: scenarios over many seeds with faults drawn for each, judged by the invariants and the venue's truth; what
 * came of it as a table with denominators, and by the exit code.
 */
import { join } from 'node:path';
import { runCampaign } from '../../runs/campaign/campaign.js';
import { besideClaim, claimsOf } from '../../runs/campaign/claims.js';
import { type FailedRun, type Tally, tallyTogether } from '../../runs/campaign/tally.js';
import { waysOf } from '../../runs/campaign/ways.js';
import type { PreparedScenario } from '../../runs/execute-run.js';
import { PACKAGE_ROOT } from '../../runs/package-root.js';
import { asCalled } from '../called.js';
import {
  type Campaign,
  type CampaignFlags,
  enginesOf,
  kindsOf,
  minutesOf,
  onlyFaults,
  under,
  untilOf,
  workersOf,
} from '../campaign-asked.js';
import { CORPUS, Corpus } from '../campaign-corpus.js';
import { CampaignProgress } from '../campaign-progress.js';
import { CampaignTold, type ToldEnd, interruptedText, judgedOf, tell } from '../campaign-told.js';
import { EXIT, EXIT_OF_SIGNAL, type ExitCode } from '../exit-code.js';
import { loadScenarios, skippedLine } from '../load-scenarios.js';
import { Preparation } from '../plan-many.js';
import { progressFor } from '../progress.js';
import { RUNS_MAX, parseSeeds } from '../seeds.js';
import { readSettings, requireSimulation } from '../settings.js';
import { type Stop, listenForStop } from '../stop.js';
import type { World } from '../world.js';

const BUNDLED = join(PACKAGE_ROOT, 'scenarios/campaign/*.yaml');
const SEEDS = '2000';
/** Every run is judged by what has come about once its faults stopped; a scenario may say after how long. */
const HEALS = 'heal=bound';

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
    defaults: [...settings.loadOptions.defaults, HEALS],
    set,
  });
  world.err(asCalled(skippedLine(skipped, settings.dataDir), world.program));
  const corpus = new Corpus(world, flags.corpus ?? CORPUS);
  const engines = enginesOf(flags);
  const beside = engines.flatMap((engine) => scenarios.map((loaded) => under(engine, loaded)));
  const asked = { world, flags, settings, patterns, bundled, seeds, corpus };
  const campaign: Campaign = { ...asked, scenarios, engines, beside };
  const stop = listenForStop(world);
  try {
    return await runAsked(campaign, stop);
  } finally {
    stop.release();
  }
}

async function runAsked(campaign: Campaign, stop: Stop): Promise<ExitCode> {
  const { world, flags, scenarios, beside, seeds } = campaign;
  const signal = untilOf(flags, stop.signal);
  const all = [...scenarios, ...beside];
  const kept = new CampaignProgress(campaign.corpus.progressFile, all, [flags.seeds ?? '']);
  const before = flags.resume === true ? kept.read() : [];
  const told = new CampaignTold(campaign, before);
  const preparation = new Preparation(signal);
  const prepared: Prepared = new Map();
  let ran = before;
  try {
    await runCampaign(all, {
      seeds,
      workers: workersOf(campaign),
      signal,
      before,
      prepare: (loaded) => preparation.prepare(loaded),
      onRan: (now) => {
        ran = now;
        kept.keepSome(now);
        told.update(now);
      },
      onFailed: (of, failed, place) => {
        if (place >= scenarios.length) return;
        prepared.set(failed.scenario, of);
        campaign.corpus.keep(of, failed);
      },
    });
  } finally {
    told.end();
    if (stop.by() === null) kept.forget();
    else {
      kept.keep(ran);
      world.err(interruptedText(campaign, ran));
    }
  }
  const { failed } = judgedOf(campaign, ran);
  for (const loaded of scenarios) {
    const { name } = loaded.scenario;
    if (prepared.has(name) || !failed.some(({ scenario }) => scenario === name)) continue;
    const of = await preparation.prepare(loaded);
    if (of !== null) prepared.set(name, of);
  }
  const least = await shrinkWays(campaign, failed, { prepared, signal: stop.signal });
  return ended(campaign, { ran, least }, stop);
}

/** By the name of the scenario; those that failed. */
type Prepared = Map<string, PreparedScenario>;

type Ended = Pick<ToldEnd, 'ran' | 'least'>;

function ended(campaign: Campaign, { ran, least }: Ended, stop: Stop): ExitCode {
  const { flags, scenarios, engines } = campaign;
  const always = flags.sometimes === true;
  const all = judgedOf(campaign, ran);
  const besideOf = (at: number): Tally =>
    tallyTogether(
      ran.slice((at + 1) * scenarios.length, (at + 2) * scenarios.length).map(({ tally }) => tally),
    );
  const claims = [
    ...claimsOf({
      runs: all.runs,
      kinds: kindsOf(scenarios),
      demands: campaign.bundled || always,
      always,
    }),
    ...engines.map((engine, at) => besideClaim(engine, besideOf(at), always)),
  ];
  tell(campaign, { ran, all, claims, least });
  const by = stop.by();
  if (by !== null) return EXIT_OF_SIGNAL[by];
  return claims.some(({ judged, holds }) => judged && holds?.(all) === false)
    ? EXIT.failed
    : EXIT.ok;
}

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
