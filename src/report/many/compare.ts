/**
 * Two reports side by side, figure by figure, by the names that `--fail-on` knows: for the command line, the API and, seed
 * by seed, the paired comparison. No statistics: two runs prove nothing.
 */
import type { Report } from '../schema/report.js';
import { AGGREGATE_NAMES, metricOf, numbersOf } from './metric.js';

export interface ComparedFigure {
  readonly name: string;
  /** Null = not measured, or not in this report. */
  readonly a: number | null;
  readonly b: number | null;
  /** b - a, without the noise of floats; null unless both are there. */
  readonly difference: number | null;
}

/** Each of `names`; when left out every number of either report, those of the whole run first, then in its order. */
export const compareReports = (
  a: Report,
  b: Report,
  names: Iterable<string> = namesOf(a, b),
): readonly ComparedFigure[] => [...names].map((name) => compareFigure(name, a, b));

/** Every figure that is a number in at least one of the two. */
const namesOf = (a: Report, b: Report): ReadonlySet<string> =>
  new Set([...AGGREGATE_NAMES, ...numbersOf(a).keys(), ...numbersOf(b).keys()]);

/** Figures are told in steps of at least this much. */
const STEPS = 1e6;

export function compareFigure(name: string, a: Report, b: Report): ComparedFigure {
  const [before, after] = [metricOf(a, name), metricOf(b, name)];
  return { name, a: before, b: after, difference: differenceOf(before, after) };
}

/** Without the noise of floats; null unless both were measured. */
export const differenceOf = (before: number | null, after: number | null): number | null =>
  before === null || after === null ? null : Math.round((after - before) * STEPS) / STEPS;
