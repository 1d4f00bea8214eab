/**
 * What two stored runs were asked differently: the keys of their scenarios, with what was put over and under them, whose
 * values are not the same. A key that only one of them writes is no difference where it says what holds anyway.
 */
import { isDeepStrictEqual } from 'node:util';
import { asWritten } from './scenario/as-written.js';
import { valueAt } from './scenario/explain-issue.js';
import { ScenarioError } from './scenario/problem.js';
import { type StoredPlan, scenarioOfPlan } from './stored-plan.js';

export interface KeyDifference {
  readonly key: string;
  /** As JSON; null where a scenario has no such key. */
  readonly first: string | null;
  readonly second: string | null;
}

/** In the order of the first, then what only the second has; expectations last. The seed is one of them, whoever gave it. */
export function askedDifferently(first: StoredPlan, second: StoredPlan): readonly KeyDifference[] {
  const [a, b] = [valuesOf(first), valuesOf(second)];
  const differing = [...new Set([...a.keys(), ...b.keys()])].filter(
    (key) => a.get(key) !== b.get(key),
  );
  if (differing.length === 0) return [];
  const [read, other] = [checkedOf(first), checkedOf(second)];
  return differing
    .filter((key) => key === 'seed' || !isSame(read, other, key))
    .sort((x, y) => isExpected(x) - isExpected(y))
    .map((key) => ({ key, first: a.get(key) ?? null, second: b.get(key) ?? null }));
}

function valuesOf(plan: StoredPlan): ReadonlyMap<string, string> {
  const values = new Map<string, string>();
  collect(writtenOf(plan), '', values);
  values.set('seed', String(plan.seed));
  return values;
}

function writtenOf({ scenarioFile: file, scenarioText: text, set, defaults }: StoredPlan): unknown {
  try {
    return asWritten({ file, text, set, defaults });
  } catch (error) {
    // A text that cannot be read any more differs in nothing that could be named.
    if (error instanceof ScenarioError) return null;
    throw error;
  }
}

/** With everything that nobody wrote; null for one that is no scenario here and now, as with market files that are gone. */
function checkedOf(plan: StoredPlan): unknown {
  try {
    return scenarioOfPlan(plan).scenario;
  } catch (error) {
    if (error instanceof ScenarioError) return null;
    throw error;
  }
}

/** Of what the check left where it was written: 60s and 1m, a default and the same written down. */
function isSame(first: unknown, second: unknown, key: string): boolean {
  const path = key.split('.').map((part) => (/^\d+$/.test(part) ? Number(part) : part));
  const [a, b] = [valueAt(first, path), valueAt(second, path)];
  return a !== undefined && isDeepStrictEqual(a, b);
}

/** What is said of a run is not what it does. */
const WORDS: ReadonlySet<string> = new Set(['name', 'shows']);

/** What is expected of a run changes nothing in it: told last. */
const isExpected = (key: string): number => (/^expect\b/.test(key) ? 1 : 0);

function collect(value: unknown, path: string, into: Map<string, string>): void {
  const isContainer = typeof value === 'object' && value !== null && Object.keys(value).length > 0;
  if (!isContainer) {
    if (path !== '' && !WORDS.has(path)) into.set(path, JSON.stringify(value));
    return;
  }
  for (const [key, below] of Object.entries(value))
    collect(below, path === '' ? key : `${path}.${key}`, into);
}
