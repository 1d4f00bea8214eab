/**
 * Parameters of faults as plain descriptors: what a scenario may write, in which range, and what it means. `runs` turns
 * them into its schema; docs and editors read them. `readParameters` checks and types the values of one fault.
 */
import { ANCHOR_LANES, type AnchorLane, type MomentSpec } from './moment.js';
import { lengthText } from '../../core/ground/length-text.js';
import type { Micros } from '../../core/ground/units.js';
import { LINK_PATHS, type LinkPath } from '../../core/order/fault-record.js';

declare const valueType: unique symbol;

export type ParameterType =
  'duration' | 'moment' | 'share' | 'count' | 'factor' | 'paths' | 'choice' | 'code' | 'symbol';

export interface FaultParameter<T = unknown> {
  readonly type: ParameterType;
  readonly required: boolean;
  /** Used when left out; null where there is none. */
  readonly fallback: unknown;
  /** Of numbers, both included; durations in microseconds. Null = no bound. */
  readonly min: number | null;
  readonly max: number | null;
  /** What may be said: of a choice one, of paths at least one. */
  readonly choices: readonly string[] | null;
  /** Of numbers and lengths: between what a swarm draws them (swarm.ts); null = by its type. */
  readonly drawn: readonly [least: number, most: number] | null;
  readonly doc: string;
  /** The type of the value; never present at run time. */
  readonly [valueType]?: T;
}

const parameter = <T>(
  type: ParameterType,
  doc: string,
  more: Partial<FaultParameter<T>> = {},
): FaultParameter<T> => ({
  type,
  required: true,
  fallback: null,
  min: null,
  max: null,
  choices: null,
  drawn: null,
  doc,
  ...more,
});

/** A length of time, longer than nothing unless `min` says otherwise. */
export const duration = (doc: string, min = 1): FaultParameter<Micros> =>
  parameter('duration', doc, { min });
/** Time since the start of the run, or after an event. */
export const moment = (doc: string): FaultParameter<MomentSpec> =>
  parameter('moment', doc, { min: 0 });
/** 0 … 1. */
export const share = (doc: string): FaultParameter<number> =>
  parameter('share', doc, { min: 0, max: 1 });
export const count = (doc: string, min = 1): FaultParameter<number> =>
  parameter('count', doc, { min });
export const factor = (doc: string, min: number, max: number): FaultParameter<number> =>
  parameter('factor', doc, { min, max });
export const paths = (doc: string): FaultParameter<readonly LinkPath[]> =>
  parameter('paths', doc, { choices: LINK_PATHS });
/** Paths of requests. */
export const requestPaths = (doc: string): FaultParameter<readonly LinkPath[]> =>
  parameter('paths', doc, { choices: ['submit', 'cancel', 'query'] });
export const choice = <const C extends readonly string[]>(
  doc: string,
  choices: C,
): FaultParameter<C[number]> => parameter('choice', doc, { choices });
/** A venue's word or number for a refusal. */
export const code = (doc: string): FaultParameter<string> => parameter('code', doc);

/** Of which instrument. */
export const symbol = (doc: string): FaultParameter<string> => parameter('symbol', doc);

/** For lengths that a client has to be told of beforehand to survive them. */
export const SOME_SECONDS = [50_000, 10_000_000] as const;

/** Drawn by a swarm between these. */
export const drawn = <T>(
  of: FaultParameter<T>,
  least: number,
  most: number,
): FaultParameter<T> => ({
  ...of,
  drawn: [least, most],
});

/** Null when left out. */
export const optional = <T>(of: FaultParameter<T>): FaultParameter<T | null> => ({
  ...(of as FaultParameter<T | null>),
  required: false,
});
export const withFallback = <T>(of: FaultParameter<T>, fallback: T): FaultParameter<T> => ({
  ...of,
  required: false,
  fallback,
});

export type FaultParameters = Readonly<Record<string, FaultParameter>>;
export type ValuesOf<P extends FaultParameters> = {
  readonly [K in keyof P]: P[K] extends FaultParameter<infer T> ? T : never;
};

/** What a scenario wrote, durations already in microseconds. */
export type FaultValues = Readonly<Record<string, unknown>>;

export interface ParameterProblem {
  readonly parameter: string;
  readonly text: string;
}

/** What is wrong with `value`; null when nothing is. */
export const problemWith = (described: FaultParameter, value: unknown): string | null =>
  CHECKS[described.type](described, value);

type Check = (described: FaultParameter, value: unknown) => string | null;

const CHECKS: Readonly<Record<ParameterType, Check>> = {
  duration: durationProblem,
  moment: momentProblem,
  count: wholeProblem,
  share: numberProblem,
  factor: numberProblem,
  paths: pathsProblem,
  choice: ({ choices }, value) =>
    choices?.includes(value as string) === true
      ? null
      : `must be one of ${(choices ?? []).join(', ')}`,
  code: (_described, value) =>
    typeof value === 'string' && /^[\w-]+$/.test(value)
      ? null
      : 'must be a word of letters, digits, _ and -',
  symbol: (_described, value) =>
    typeof value === 'string' && value !== '' ? null : 'must be the symbol of an instrument',
};

function durationProblem({ min }: FaultParameter, value: unknown): string | null {
  if (typeof value !== 'number' || !Number.isSafeInteger(value)) return 'must be a length of time';
  if (value < 0) return 'must not be below nothing';
  if (value >= (min ?? 0)) return null;
  return min === 1 ? 'must be longer than nothing' : `must be at least ${lengthText(min ?? 0)}`;
}

const NTH_MAX = 1_000_000_000;

function momentProblem(described: FaultParameter, value: unknown): string | null {
  if (typeof value !== 'object' || value === null) return durationProblem(described, value);
  const { after, nth = 1, plus = 0 } = value as Record<string, unknown>;
  if (!ANCHOR_LANES.includes(after as AnchorLane))
    return `must be after one of ${ANCHOR_LANES.join(', ')}`;
  if (!Number.isSafeInteger(nth) || Number(nth) < 1 || Number(nth) > NTH_MAX)
    return `must say which one as a whole number, 1 to ${NTH_MAX}`;
  return durationProblem(described, plus);
}

function wholeProblem(described: FaultParameter, value: unknown): string | null {
  return Number.isSafeInteger(value) ? numberProblem(described, value) : 'must be a whole number';
}

function numberProblem({ min, max }: FaultParameter, value: unknown): string | null {
  if (typeof value !== 'number' || !Number.isFinite(value)) return 'must be a number';
  if (min !== null && value < min) return `must be at least ${min}`;
  if (max !== null && value > max) return `must be at most ${max}`;
  return null;
}

function pathsProblem({ choices }: FaultParameter, value: unknown): string | null {
  const among = choices ?? [];
  const valid =
    Array.isArray(value) &&
    value.length > 0 &&
    value.every((path) => among.includes(path as string));
  return valid ? null : `must be a list of ${among.join(', ')}`;
}
