/**
 * What `squall run` was asked to run, as loaded scenarios: files and patterns, or a first run from flags alone. All files
 * are read before anything runs, and everything wrong with any of them is said at once.
 */
import { existsSync } from 'node:fs';
import { relative, resolve } from 'node:path';
import { completeScenario } from '../runs/instrument-from-data.js';
import { HOW_TO_GET_DATA, isRecorded } from '../runs/scenario/data-files.js';
import { type LoadOptions, type LoadedScenario, parseScenario } from '../runs/scenario/load.js';
import { type ScenarioProblem, ScenarioError } from '../runs/scenario/problem.js';
import { DEFAULT_WORK_LIMITS } from '../runs/scenario/work-limits.js';
import { MARKET_FLAG, UsageError } from './failure.js';
import { expandGlob } from './glob.js';
import type { World } from './world.js';
import { writtenText } from './written-text.js';

export interface FirstContactFlags {
  readonly market: readonly string[];
  readonly side?: string;
  readonly quantity?: string;
  readonly duration?: string;
  readonly fit?: boolean;
}

export interface LoadedScenarios {
  readonly scenarios: readonly LoadedScenario[];
  /** Recorded scenarios left out because this machine has no recorded data. */
  readonly skipped: readonly string[];
}

/** The one line about what was left out; empty when nothing was. */
export function skippedLine(skipped: readonly string[], dataDir: string | null): string {
  if (skipped.length === 0) return '';
  const where = dataDir ?? 'SQUALL_DATA_DIR, which is not set';
  return `skipped ${skipped.join(', ')}: no recorded market data at ${where}; ${HOW_TO_GET_DATA}\n`;
}

/** Errors: `UsageError` when nothing is named, `ScenarioError` with the problems of all files. */
export async function loadScenarios(
  world: World,
  patterns: readonly string[],
  options: LoadOptions & { readonly dataDir: string | null },
): Promise<LoadedScenarios> {
  const files = patterns.flatMap((pattern) => expanded(pattern, world));
  const hasData = options.dataDir !== null && existsSync(options.dataDir);
  const scenarios: LoadedScenario[] = [];
  const skipped: string[] = [];
  const errors: ScenarioError[] = [];
  for (const file of files) {
    if (files.length > 1 && isRecorded(resolve(world.cwd, file)) && !hasData) {
      skipped.push(file);
      continue;
    }
    try {
      const path = shown(world, file);
      scenarios.push(await completeScenario(path, writtenText(world, path), options));
    } catch (error) {
      if (!(error instanceof ScenarioError)) throw error;
      errors.push(error);
    }
  }
  const [first] = errors;
  if (first !== undefined) {
    throw new ScenarioError(
      first.file,
      errors.flatMap((error) => error.problems),
      errors.reduce((sum, { found }) => sum + found, 0),
    );
  }
  return { scenarios, skipped };
}

function expanded(pattern: string, world: World): readonly string[] {
  const files = expandGlob(pattern, world.cwd);
  if (files.length > 0) return files;
  throw new UsageError(`no scenario matches ${pattern}`);
}

/** Files are opened from the working directory of the process; a test may have another one. */
const shown = (world: World, file: string): string => {
  const absolute = resolve(world.cwd, file);
  const near = relative(process.cwd(), absolute);
  return near === '' || near.startsWith('..') ? absolute : near;
};

const NAME = 'first-contact.yaml';

/** Errors: `UsageError` for flags that are missing, `DataError` about the market file. */
export async function firstContact(
  world: World,
  { market, side, quantity, duration, fit = false }: FirstContactFlags,
  options: LoadOptions & { readonly seed: number | null },
): Promise<LoadedScenario> {
  if (side === undefined || quantity === undefined) {
    const missing =
      side === undefined ? '--side buy or --side sell' : '--quantity, as in --quantity 1.2';
    throw new UsageError(`a run from --market also needs ${missing}`);
  }
  const files = market
    .flatMap((file) => expandGlob(file, world.cwd))
    .map((file) => resolve(world.cwd, file));
  const { firstContactScenario } = await import('../runs/first-contact.js');
  const { seed } = options;
  const rowsMax = (options.limits ?? DEFAULT_WORK_LIMITS).recordedRows;
  const asked = { market: files, side, quantity, duration: duration ?? null, fit, seed, rowsMax };
  const text = await firstContactScenario(asked);
  try {
    const loaded = parseScenario(resolve(world.cwd, NAME), text, options);
    return { ...loaded, locate: (found) => asFlag(loaded.locate(found), asked) };
  } catch (error) {
    if (!(error instanceof ScenarioError)) throw error;
    const problems = error.problems.map((problem) => asFlag(problem, asked));
    throw new ScenarioError(error.file, problems, error.found);
  }
}

const FLAGS: ReadonlyMap<string, 'side' | 'quantity' | 'duration'> = new Map([
  ['orders.0.side', 'side'],
  ['orders.0.quantity', 'quantity'],
  ['orders.0.duration', 'duration'],
]);

type Asked = Readonly<Record<'side' | 'quantity', string>> & { readonly duration: string | null };

/** The user wrote flags, not the file we made of them. */
function asFlag(problem: ScenarioProblem, asked: Asked): ScenarioProblem {
  if (problem.place.kind === 'flag') return problem;
  const name = FLAGS.get(problem.path);
  const flag = name === undefined ? MARKET_FLAG : `--${name} ${asked[name] ?? ''}`.trim();
  return { ...problem, place: { kind: 'flag', flag } };
}
