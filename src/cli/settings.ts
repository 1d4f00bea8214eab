/**
 * The configuration: for each key the flag, else the environment, else squall.config.yaml, else the default; each checked
 * where it comes from. Knows which combinations of mode, broker and feed exist (LIV-1).
 */
import { existsSync } from 'node:fs';
import { resolve } from 'node:path';
import { type ScenarioDocument, readDocument } from '../runs/scenario/document.js';
import { Unreadable, readWritten } from '../runs/scenario/read-written.js';
import type { LoadOptions } from '../runs/scenario/load.js';
import { nearestWord } from '../report/text/nearest-word.js';
import { formatProblem } from '../runs/scenario/problem.js';
import { ConfigurationError, UsageError } from './failure.js';
import { type Mode, type SettingKey, settingKeys } from './setting-keys.js';
import type { World } from './world.js';

export const CONFIG_FILE = 'squall.config.yaml';

export type SettingSource = 'flag' | 'environment' | 'file' | 'default';

export interface Setting extends SettingKey {
  readonly value: string;
  readonly source: SettingSource;
}

export class Settings {
  readonly all: readonly Setting[];
  readonly #byKey: ReadonlyMap<string, Setting>;

  constructor(all: readonly Setting[]) {
    this.all = all;
    this.#byKey = new Map(all.map((setting) => [setting.key, setting]));
  }

  get(key: string): string {
    const setting = this.#byKey.get(key);
    if (setting === undefined) throw new Error(`no setting is named ${key}`);
    return setting.value;
  }

  number(key: string): number {
    return Number(this.get(key));
  }

  /** Where recorded markets lie; null where nobody said. */
  get dataDir(): string | null {
    const folder = this.get('dataDir');
    return folder === '' ? null : folder;
  }

  /** What every scenario is loaded with, before its own values. */
  get loadOptions(): Required<Pick<LoadOptions, 'defaults' | 'dataDir' | 'limits'>> {
    const limits = {
      rows: this.number('run.rowsMax'),
      steps: this.number('run.stepsMax'),
      recordedRows: this.number('data.rowsMax'),
    };
    return { defaults: this.#executionDefaults, dataDir: this.dataDir, limits };
  }

  /** What the machine's configuration says of the engine, as `key=value`, defaults left out. */
  get #executionDefaults(): readonly string[] {
    return this.all
      .filter(({ key, value }) => key.startsWith('execution.') && value !== '')
      .filter(({ source }) => source !== 'default')
      .map(({ key, value }) => `${key}=${value}`);
  }
}

/** `flags`: key -> value, undefined where the flag was not given. Errors: `UsageError` about flags, else `ConfigurationError`, with every problem. */
export function readSettings(
  world: World,
  flags: Readonly<Record<string, string | undefined>> = {},
): Settings {
  const typed = settingKeys().flatMap((key) => flagProblem(key, flags[key.key]));
  if (typed.length > 0) throw new UsageError(typed.join('\n'));
  const problems: string[] = [];
  const file = readConfigFile(world, problems);
  const all = settingKeys().map((key) => settingOf(key, { world, flags, file, problems }));
  if (problems.length === 0) combinationProblem(all, problems);
  if (problems.length > 0) throw new ConfigurationError(problems.join('\n'));
  return new Settings(all);
}

function flagProblem(key: SettingKey, value: string | undefined): readonly string[] {
  const what = value === undefined ? null : key.check(value);
  return what === null ? [] : [problemText('command line', key, value ?? '', what)];
}

const problemText = (where: string, key: SettingKey, value: string, what: string): string =>
  `${where}: ${key.key} "${value}" ${what}\n  fix: accepted: ${key.range}`;

interface Sources {
  readonly world: World;
  readonly flags: Readonly<Record<string, string | undefined>>;
  readonly file: ReadonlyMap<string, string>;
  readonly problems: string[];
}

function settingOf(key: SettingKey, sources: Sources): Setting {
  const { world, flags, file, problems } = sources;
  const complain = (where: string, value: string, what: string): void => {
    problems.push(problemText(where, key, value, what));
  };
  const checked = (source: SettingSource, where: string, value: string): Setting => {
    const what = key.check(value);
    if (what !== null) complain(where, value, what);
    return { ...key, value, source };
  };
  const flag = flags[key.key];
  if (flag !== undefined) return { ...key, value: flag, source: 'flag' };
  const typed = world.env[key.environment];
  if (typed !== undefined && typed !== '') {
    const value = key.fromEnvironment === undefined ? typed : key.fromEnvironment(typed);
    if (value !== null) return checked('environment', `environment ${key.environment}`, value);
    complain(`environment ${key.environment}`, typed, 'cannot be used');
  }
  const written = file.get(key.key);
  if (written !== undefined) return checked('file', CONFIG_FILE, written);
  return { ...key, value: key.fallback, source: 'default' };
}

/** Dotted key -> value as text. */
function readConfigFile(world: World, problems: string[]): ReadonlyMap<string, string> {
  const path = resolve(world.cwd, CONFIG_FILE);
  const values = new Map<string, string>();
  if (!existsSync(path)) return values;
  const document = documentAt(path);
  collect(document, [], { values, problems });
  return values;
}

function documentAt(path: string): ScenarioDocument {
  try {
    return readDocument(path, readWritten(path));
  } catch (error) {
    if (error instanceof Unreadable)
      throw new ConfigurationError(`${path} cannot be read: ${error.message}`);
    throw new ConfigurationError(error instanceof Error ? error.message : String(error));
  }
}

function collect(
  document: ScenarioDocument,
  path: readonly string[],
  into: { readonly values: Map<string, string>; readonly problems: string[] },
): void {
  const value = path.reduce<unknown>(
    (below, part) => (below as Record<string, unknown>)[part],
    document.value,
  );
  if (typeof value === 'object' && value !== null && !Array.isArray(value)) {
    for (const key of Object.keys(value)) collect(document, [...path, key], into);
    return;
  }
  const key = path.join('.');
  const known = settingKeys().map((setting) => setting.key);
  if (known.includes(key)) {
    into.values.set(key, String(value));
    return;
  }
  const meant = nearestWord(key, known);
  const fix = meant === null ? '"squall config show" lists the keys' : `did you mean "${meant}"?`;
  const place = document.placeOfKey(path);
  into.problems.push(
    formatProblem({ place, path: '', what: `unknown key "${key}"`, why: null, fix }),
  );
}

export interface Combination {
  readonly mode: Mode;
  readonly broker: string;
  readonly feed: string;
}

/** LIV-1: what may be combined. Paper may also trade at the simulated venue, on its own market or on a real one as it happens. */
export const COMBINATIONS: readonly Combination[] = [
  { mode: 'sim', broker: 'sim', feed: 'sim' },
  { mode: 'paper', broker: 'sim', feed: 'sim' },
  { mode: 'paper', broker: 'sim', feed: 'binance' },
  { mode: 'paper', broker: 'alpaca', feed: 'alpaca' },
  { mode: 'paper', broker: 'binance', feed: 'binance' },
  { mode: 'paper', broker: 'binance-usdm', feed: 'binance-usdm' },
  { mode: 'live', broker: 'alpaca', feed: 'alpaca' },
  { mode: 'live', broker: 'binance', feed: 'binance' },
  { mode: 'live', broker: 'binance-usdm', feed: 'binance-usdm' },
];

function combinationProblem(all: readonly Setting[], problems: string[]): void {
  const valueOf = (key: string): string => all.find((setting) => setting.key === key)?.value ?? '';
  // Each was checked by itself before.
  const asked = { mode: valueOf('mode') as Mode, broker: valueOf('broker'), feed: valueOf('feed') };
  const what = notCombined(asked);
  if (what !== null) problems.push(`configuration: ${what}`);
}

/** What is wrong with it, and what goes; null = nothing. */
function notCombined({ mode, broker, feed }: Combination): string | null {
  const allowed = COMBINATIONS.filter((combination) => combination.mode === mode);
  if (allowed.some((combination) => combination.broker === broker && combination.feed === feed))
    return null;
  const list = allowed.map(
    (combination) => `broker ${combination.broker} with feed ${combination.feed}`,
  );
  return `mode ${mode} cannot have broker ${broker} with feed ${feed}\n  fix: with mode ${mode}: ${list.join('; ')}`;
}

/** Of what was typed and what is configured together. Errors: `ConfigurationError`. */
export function checkCombination(asked: Combination): void {
  const what = notCombined(asked);
  if (what !== null) throw new ConfigurationError(what);
}

/** Only simulation is built: whatever would need a real venue stops here. */
export function requireSimulation(settings: Settings): void {
  const mode = settings.get('mode');
  if (mode === 'sim') return;
  throw new ConfigurationError(
    `mode ${mode} is not built yet: this version simulates only\n  fix: set mode to sim (SQUALL_MODE, or mode in ${CONFIG_FILE})`,
  );
}
