/** What two stored runs were asked differently: the keys of their scenarios, with what was put over them, that are not the same. */
import { asWritten } from '../runs/scenario/as-written.js';
import { ScenarioError } from '../runs/scenario/problem.js';
import type { StoredPlan } from '../runs/stored-plan.js';

export interface KeyDifference {
  readonly key: string;
  /** As JSON; null where a scenario has no such key. */
  readonly first: string | null;
  readonly second: string | null;
}

/** In the order of the first, then what only the second has; expectations last. The seed is one of them, whoever gave it. */
export function planDifferences(first: StoredPlan, second: StoredPlan): readonly KeyDifference[] {
  const [a, b] = [valuesOf(first), valuesOf(second)];
  return [...new Set([...a.keys(), ...b.keys()])]
    .filter((key) => a.get(key) !== b.get(key))
    .sort((x, y) => isExpected(x) - isExpected(y))
    .map((key) => ({ key, first: a.get(key) ?? null, second: b.get(key) ?? null }));
}

function valuesOf({ scenarioFile, scenarioText, set, seed }: StoredPlan) {
  const values = new Map<string, string>();
  const root = rootOf(scenarioFile, scenarioText, set);
  collect(root, '', values);
  values.set('seed', String(seed));
  return values;
}

function rootOf(file: string, text: string, set: readonly string[]): unknown {
  try {
    return asWritten({ file, text, set });
  } catch (error) {
    // A text that cannot be read any more differs in nothing that could be named.
    if (error instanceof ScenarioError) return null;
    throw error;
  }
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
