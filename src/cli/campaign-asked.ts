/** What `squall campaign` was asked for: its flags, checked, and what they stand for. */
import { availableParallelism } from 'node:os';
import { type LoadedScenario, parseScenario } from '../runs/scenario/load.js';
import { drawnKinds } from '../runs/scenario/swarm-schema.js';
import type { Corpus } from './campaign-corpus.js';
import { UsageError } from './failure.js';
import type { Settings } from './settings.js';
import type { World } from './world.js';

export interface CampaignFlags {
  readonly seeds?: string;
  readonly minutes?: string;
  readonly workers?: string;
  readonly faults?: string;
  readonly set: readonly string[];
  readonly corpus?: string;
  readonly beside?: string;
  readonly resume?: boolean;
  readonly junit?: string;
  /** False with --no-shrink. */
  readonly shrink?: boolean;
  readonly sometimes?: boolean;
  readonly json?: boolean;
  readonly full?: boolean;
}

export interface Campaign {
  readonly world: World;
  readonly flags: CampaignFlags;
  readonly settings: Settings;
  readonly patterns: readonly string[];
  /** Those that are judged. */
  readonly scenarios: readonly LoadedScenario[];
  /** Each of them under each of these engines: beside, not judged. */
  readonly engines: readonly string[];
  readonly beside: readonly LoadedScenario[];
  readonly bundled: boolean;
  readonly seeds: readonly number[];
  readonly corpus: Corpus;
}

export function onlyFaults({ faults }: CampaignFlags): readonly string[] {
  if (faults === undefined) return [];
  return [`swarm.kinds=[${faults}]`];
}

const ENGINES = ['plain', 'naive'];

export function enginesOf({ beside = '' }: CampaignFlags): readonly string[] {
  const engines = beside === '' ? [] : beside.split(',');
  const unknown = engines.find((engine) => !ENGINES.includes(engine));
  if (unknown === undefined) return engines;
  throw new UsageError(`--beside ${beside}: engines to compare with are ${ENGINES.join(' and ')}`);
}

export function under(engine: string, loaded: LoadedScenario): LoadedScenario {
  const { file, text, set, defaults, dataDir, limits } = loaded;
  const more = [...set, `execution.engine=${engine}`];
  return parseScenario(file, text, { set: more, defaults, dataDir, limits });
}

export function minutesOf({ minutes }: CampaignFlags): number | null {
  if (minutes === undefined) return null;
  const asked = /^\d{1,5}(\.\d{1,3})?$/.test(minutes) ? Number(minutes) : NaN;
  if (asked > 0) return asked;
  throw new UsageError(`--minutes ${minutes}: write how many, as in 5 or 0.5`);
}

/** Raised by whoever stops the command, or when the time is over. */
export function untilOf(flags: CampaignFlags, signal: AbortSignal): AbortSignal {
  const minutes = minutesOf(flags);
  if (minutes === null) return signal;
  return AbortSignal.any([signal, AbortSignal.timeout(Math.ceil(minutes * MS_PER_MINUTE))]);
}

/** All cores, unless somebody said how many. */
export function workersOf({ settings }: Campaign): number {
  const asked = settings.all.find(({ key }) => key === 'run.workers');
  return asked === undefined || asked.source === 'default'
    ? availableParallelism()
    : settings.number('run.workers');
}

export const MS_PER_MINUTE = 60_000;

export const kindsOf = (scenarios: readonly LoadedScenario[]): readonly string[] =>
  [...new Set(scenarios.flatMap(({ scenario }) => drawnKinds(scenario)))].sort();
