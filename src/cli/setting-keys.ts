/**
 * Every key of the configuration: its name, its environment name, its default, and what values it takes. The engine's own
 * defaults (`execution.…`) come from the schema of scenarios, so that a key cannot be forgotten.
 */
import type { Micros } from '../core/ground/units.js';
import { formatDuration } from '../runs/scenario/duration.js';
import { executionSchema } from '../runs/scenario/execution-schema.js';
import { valueAt } from '../runs/scenario/explain-issue.js';
import type { JsonSchema } from '../runs/scenario/known-keys.js';
import { scenarioJsonSchema } from '../runs/scenario/scenario-json-schema.js';
import { applyOverride, parseOverride } from '../runs/scenario/override.js';
import { ROWS_MAX_RAISED } from '../data/reading-limits.js';
import { DEFAULT_WORK_LIMITS } from '../runs/scenario/work-limits.js';

export interface SettingKey {
  /** Dotted, as in squall.config.yaml. */
  readonly key: string;
  readonly environment: string;
  /** As text, the way a flag or the environment would say it. */
  readonly fallback: string;
  /** What is accepted, for people. */
  readonly range: string;
  /** Null = fine, else what is wrong. */
  readonly check: (text: string) => string | null;
  /** Where the environment speaks in another unit; null for text that makes no sense. */
  readonly fromEnvironment?: (text: string) => string | null;
}

const MODES = ['sim', 'paper', 'live'] as const;
export type Mode = (typeof MODES)[number];
const VENUES = ['sim', 'alpaca', 'binance', 'binance-usdm'] as const;
const LOOPBACK = ['127.0.0.1', '::1', 'localhost'] as const;

const oneOf = (words: readonly string[]) => ({
  range: words.join(' | '),
  check: (text: string) => (words.includes(text) ? null : `is not one of ${words.join(', ')}`),
});

const whole = (least: number, most: number) => ({
  range: `${least} to ${most}`,
  check: (text: string) => {
    const value = /^\d{1,15}$/.test(text) ? Number(text) : NaN;
    return value >= least && value <= most
      ? null
      : `is not a whole number from ${least} to ${most}`;
  },
});

const place = (what: string) => ({
  range: what,
  check: (text: string) => (text === '' ? 'is empty' : null),
});

const named = (key: string): string => `SQUALL_${capitals(key)}`;

/** `execution.earlyStop.spreadBps` -> `EXECUTION_EARLY_STOP_SPREAD_BPS`. */
const capitals = (key: string): string =>
  key
    .replace(/([a-z0-9])([A-Z])/g, '$1_$2')
    .replaceAll('.', '_')
    .toUpperCase();

const OWN_KEYS: readonly SettingKey[] = [
  { key: 'mode', environment: 'SQUALL_MODE', fallback: 'sim', ...oneOf(MODES) },
  { key: 'broker', environment: 'SQUALL_BROKER', fallback: 'sim', ...oneOf(VENUES) },
  { key: 'feed', environment: 'SQUALL_FEED', fallback: 'sim', ...oneOf(VENUES) },
  { key: 'db', environment: 'SQUALL_DB', fallback: '.squall/results.db', ...place('a file') },
  {
    key: 'dataDir',
    environment: 'SQUALL_DATA_DIR',
    // Nowhere, unless somebody says where.
    fallback: '',
    range: 'the folder of the recorded market data',
    check: () => null,
  },
  { key: 'run.workers', environment: 'SQUALL_RUN_WORKERS', fallback: '1', ...whole(1, 256) },
  {
    key: 'run.rowsMax',
    environment: 'SQUALL_RUN_ROWS_MAX',
    fallback: String(DEFAULT_WORK_LIMITS.rows),
    ...whole(1, 1e12),
  },
  {
    key: 'run.stepsMax',
    environment: 'SQUALL_RUN_STEPS_MAX',
    fallback: String(DEFAULT_WORK_LIMITS.steps),
    ...whole(1, 1e12),
  },
  {
    key: 'data.rowsMax',
    environment: 'SQUALL_DATA_ROWS_MAX',
    fallback: String(DEFAULT_WORK_LIMITS.recordedRows),
    ...whole(1, ROWS_MAX_RAISED),
  },
  { key: 'server.port', environment: 'SQUALL_SERVER_PORT', fallback: '8080', ...whole(0, 65_535) },
  {
    key: 'server.host',
    environment: 'SQUALL_SERVER_HOST',
    fallback: '127.0.0.1',
    ...oneOf(LOOPBACK),
  },
];

/** Keys whose environment name is given by docs/rules. */
const GIVEN_NAMES: ReadonlyMap<
  string,
  Pick<SettingKey, 'environment' | 'fromEnvironment'>
> = new Map([
  ['execution.slicing.liquidityCheckEnabled', { environment: 'LIQUIDITY_CHECK_ENABLED' }],
  [
    'execution.slicing.maxSliceOfAdvBps',
    { environment: 'MAX_SLICE_PCT_OF_ADV', fromEnvironment: percentToBps },
  ],
]);

function percentToBps(text: string): string | null {
  return /^\d{1,3}(\.\d{1,2})?$/.test(text) ? String(Math.round(Number(text) * 100)) : null;
}

let made: readonly SettingKey[] | null = null;

export function settingKeys(): readonly SettingKey[] {
  return (made ??= [...OWN_KEYS, ...executionKeys()]);
}

function executionKeys(): readonly SettingKey[] {
  const execution = scenarioJsonSchema().properties?.['execution'];
  return execution === undefined ? [] : leavesOf(['execution'], execution);
}

const DEFAULTS = { execution: executionSchema.parse({}) };

/** One key per value. A list has no place here: it is written in scenarios. */
function leavesOf(path: readonly string[], schema: JsonSchema): readonly SettingKey[] {
  if (schema.type === 'array') return [];
  if (schema.properties !== undefined) {
    return Object.entries(schema.properties).flatMap(([name, below]) =>
      leavesOf([...path, name], below),
    );
  }
  const key = path.join('.');
  const given = GIVEN_NAMES.get(key) ?? { environment: named(key) };
  const fallback = fallbackOf(
    schema,
    valueAt(DEFAULTS, path) as string | number | boolean | undefined,
  );
  return [
    {
      key,
      ...given,
      fallback,
      range: rangeOf(schema),
      check: (text) => (text === fallback ? null : executionProblem(path, text)),
    },
  ];
}

/** '' for what holds only where somebody asks for it: a limit, the breaker. */
function fallbackOf(schema: JsonSchema, value: string | number | boolean | undefined): string {
  if (value === undefined) return '';
  return isDuration(schema) ? formatDuration(value as Micros) : String(value);
}

const isDuration = ({ description }: JsonSchema): boolean =>
  description?.startsWith('a length of time') === true;

/** Judged by the schema that scenarios are judged by. */
function executionProblem(path: readonly string[], text: string): string | null {
  const root = { execution: {} };
  const typed = `${path.join('.')}=${text}`;
  const override = parseOverride(typed);
  if (!('flag' in override)) return override.what;
  applyOverride(root, override);
  const parsed = executionSchema.safeParse(root.execution);
  return parsed.success ? null : (parsed.error.issues[0]?.message ?? 'cannot be used');
}

function rangeOf(schema: JsonSchema): string {
  if (schema.anyOf !== undefined) return schema.anyOf.map(rangeOf).join(' | ');
  if (schema.const !== undefined) return String(schema.const);
  const words = schema['enum'];
  if (Array.isArray(words)) return words.join(' | ');
  if (schema.type === 'boolean') return 'true | false';
  const { minimum, maximum } = schema as { readonly minimum?: number; readonly maximum?: number };
  if (minimum !== undefined || maximum !== undefined) return `${minimum ?? ''} to ${maximum ?? ''}`;
  return (schema.description ?? schema.type ?? 'any').replace(' in quotes', '');
}
