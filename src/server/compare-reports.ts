/**
 * Two reports side by side: every figure that is a number in at least one of them, by the names that `--fail-on` knows.
 * The figures of the whole run come first, the rest in the order of the report. No statistics: two runs prove nothing.
 */
import { AGGREGATE_NAMES, metricOf } from '../report/many/metric.js';
import type { Report } from '../report/schema/report.js';

export interface ComparedFigure {
  readonly name: string;
  /** Null = not measured, or not in this report. */
  readonly a: number | null;
  readonly b: number | null;
  /** b - a; null unless both are there. */
  readonly difference: number | null;
}

export function compareReports(a: Report, b: Report): readonly ComparedFigure[] {
  const names = new Set([...AGGREGATE_NAMES, ...numberNames(a), ...numberNames(b)]);
  return [...names].map((name) => compareFigure(name, metricOf(a, name), metricOf(b, name)));
}

const compareFigure = (name: string, a: number | null, b: number | null): ComparedFigure => ({
  name,
  a,
  b,
  difference: a === null || b === null ? null : b - a,
});

/** Dotted paths of all numbers in `value`, in its own order. */
function numberNames(value: unknown, path = ''): readonly string[] {
  if (typeof value === 'number') return [path];
  if (typeof value !== 'object' || value === null) return [];
  return Object.entries(value).flatMap(([key, below]) =>
    numberNames(below, path === '' ? key : `${path}.${key}`),
  );
}
