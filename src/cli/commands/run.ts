/** `squall run`: loads, runs, stores, prints, and says by its exit code whether all went as expected. */
import { KEEPS, type Keep } from '../../runs/keep.js';
import type { LoadedScenario } from '../../runs/scenario/load.js';
import { asCalled } from '../called.js';
import { EXIT, EXIT_OF_SIGNAL, type ExitCode } from '../exit-code.js';
import { UsageError } from '../failure.js';
import {
  type LoadedScenarios,
  firstContact,
  loadScenarios,
  skippedLine,
} from '../load-scenarios.js';
import { parseSeed, parseSeeds } from '../seeds.js';
import { type Settings, readSettings, requireSimulation } from '../settings.js';
import { parseFailOn } from '../verdict.js';
import type { World } from '../world.js';
import { runAgainst } from './run-against.js';
import type { RunContext, RunFlags, RunOutcome } from './run-context.js';
import { runEach } from './run-each.js';
import { type SessionFlags, isSessionName, runSession } from './run-session.js';
import { runManyOf } from './run-many.js';

export async function runCommand(
  world: World,
  patterns: readonly string[],
  flags: SessionFlags,
): Promise<ExitCode> {
  if (patterns.some(isSessionName)) return runSession(world, patterns, flags);
  const settings = readSettings(world, { db: flags.db, 'run.workers': flags.workers });
  requireSimulation(settings);
  if (flags.change !== undefined)
    throw new UsageError(
      `--change ${flags.change}: goes with a recorded session\n  fix: squall run session.squall --change ${flags.change}`,
    );
  checkFlags(patterns, flags);
  const failOn = parseFailOn(flags.failOn);
  const seed = seedOf(flags);
  const seeds = flags.seeds === undefined ? null : parseSeeds(flags.seeds);
  const loaded = await load(world, patterns, { flags, settings, seed });
  const keeping = { keep: keepOf(flags), failOn };
  const context: RunContext = { world, flags, settings, json: flags.json === true, keeping };
  world.err(asCalled(skippedLine(loaded.skipped, settings.dataDir), world.program));
  const outcome = await runAsked(context, loaded.scenarios, { seed, seeds });
  const { failures } = outcome;
  for (const failure of failures) world.err(`${failure}\n`);
  if (outcome.stoppedBy !== null) return EXIT_OF_SIGNAL[outcome.stoppedBy];
  return failures.length === 0 ? EXIT.ok : EXIT.failed;
}

function runAsked(
  context: RunContext,
  scenarios: readonly LoadedScenario[],
  { seed, seeds }: { readonly seed: number | null; readonly seeds: readonly number[] | null },
): Promise<RunOutcome> {
  const { against } = context.flags;
  if (seeds !== null || isVaried(context.flags))
    return runManyOf(context, scenarios, seeds ?? (seed === null ? null : [seed]));
  return against === undefined
    ? runEach(context, scenarios, seed)
    : runAgainst(context, scenarios, { against, seed });
}

const isVaried = ({ starts, sweep }: RunFlags): boolean =>
  starts !== undefined || sweep !== undefined;

const FIRST_RUN_FLAGS = ['side', 'quantity', 'duration', 'fit'] as const;

type Rule = readonly [broken: boolean, text: string];

/** Flags that need each other, or exclude each other: the first that do not fit is named. */
function checkFlags(patterns: readonly string[], flags: RunFlags): void {
  const fromFlags = flags.market.length > 0;
  const rules: readonly Rule[] = [
    [patterns.length === 0 && !fromFlags, NOTHING_TO_RUN],
    [patterns.length > 0 && fromFlags, '--market takes the place of a scenario'],
    ...FIRST_RUN_FLAGS.map((name): Rule => [
      flags[name] !== undefined && !fromFlags,
      `--${name} goes with --market`,
    ]),
    ...rulesOfMany(flags),
  ];
  const broken = rules.find(([isBroken]) => isBroken);
  if (broken !== undefined) throw new UsageError(broken[1]);
}

function rulesOfMany(flags: RunFlags): readonly Rule[] {
  const many = flags.seeds !== undefined;
  const varied = isVaried(flags);
  const compared = flags.against !== undefined;
  const several = many || varied || compared;
  const alone = [
    ['attribute', flags.attribute === true ? true : undefined],
    ['trace', flags.trace],
    ['log', flags.log],
    ['hash-every', flags.hashEvery],
  ] as const;
  return [
    [flags.seed !== undefined && many, '--seed and --seeds exclude each other'],
    [varied && compared, '--against goes with one seed or --seeds, not with --starts or --sweep'],
    [flags.starts !== undefined && flags.sweep !== undefined, 'give --starts or --sweep'],
    ...alone.map(([name, value]): Rule => [
      value !== undefined && several,
      `--${name} is for one run`,
    ]),
  ];
}

const NOTHING_TO_RUN =
  'nothing to run\n  fix: name a scenario, as in "squall run scenarios/calm.yaml", or a market with --market';

async function load(
  world: World,
  patterns: readonly string[],
  asked: { readonly flags: RunFlags; readonly settings: Settings; readonly seed: number | null },
): Promise<LoadedScenarios> {
  const { flags, settings, seed } = asked;
  const options = { ...settings.loadOptions, set: flags.set };
  if (flags.market.length === 0) return loadScenarios(world, patterns, options);
  const scenario = await firstContact(world, flags, { ...options, seed });
  return { scenarios: [scenario], skipped: [] };
}

function keepOf({ keep = 'all' }: RunFlags): Keep {
  const known = KEEPS.find((one) => one === keep);
  if (known !== undefined) return known;
  throw new UsageError(`--keep ${keep}: one of ${KEEPS.join(', ')}`);
}

const seedOf = ({ seed }: RunFlags): number | null =>
  seed === undefined ? null : parseSeed(seed, '--seed');
