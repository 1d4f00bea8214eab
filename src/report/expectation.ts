/**
 * Expectations of a scenario and conditions of `--fail-on`: `<name> <op> <number>`. Parsed at the border, with the place
 * of what is wrong; evaluated against the report. A figure that was not measured satisfies nothing, not even `!=`.
 */
import { nearestWord } from './nearest-word.js';
import { checkMetricName, metricOf } from './metric.js';
import type { ExpectationResult, Report } from './report.js';

export const COMPARISONS = ['==', '!=', '<=', '>=', '<', '>'] as const;
export type Comparison = (typeof COMPARISONS)[number];

export interface Expectation {
  /** As it was written, blanks trimmed. */
  readonly text: string;
  readonly name: string;
  readonly comparison: Comparison;
  readonly value: number;
}

export interface ExpectationProblem {
  readonly kind: 'problem';
  readonly text: string;
  /** Column of the wrong part in `text`, from 1. */
  readonly column: number;
  readonly message: string;
  /** What was probably meant; null = no idea. */
  readonly suggestion: string | null;
}

const PARTS = /^(\s*)([^\s=!<>]*)(\s*)([=!<>]*)(\s*)(.*?)\s*$/;
const NUMBER = /^-?\d+(?:\.\d+)?$/;

export function parseExpectation(text: string): Expectation | ExpectationProblem {
  const [, lead = '', name = '', gap = '', comparison = '', gap2 = '', number = ''] =
    PARTS.exec(text) ?? [];
  const nameColumn = lead.length + 1;
  const comparisonColumn = nameColumn + name.length + gap.length;
  const problem = (
    column: number,
    message: string,
    suggestion: string | null,
  ): ExpectationProblem => ({
    kind: 'problem',
    text,
    column,
    message,
    suggestion,
  });
  if (name === '')
    return problem(nameColumn, 'expected "<name> <op> <number>"', 'filledShare >= 0.99');
  const wrongName = checkMetricName(name);
  if (wrongName !== null) {
    return problem(nameColumn + wrongName.offset, wrongName.message, wrongName.suggestion);
  }
  if (!isComparison(comparison)) {
    const message = `expected one of ${COMPARISONS.join(' ')} after "${name}"`;
    return problem(
      comparisonColumn,
      message,
      COMPARISON_SLIPS.get(comparison) ?? nearestComparison(comparison),
    );
  }
  if (!NUMBER.test(number)) {
    const column = comparisonColumn + comparison.length + gap2.length;
    return problem(column, `"${number}" is not a plain number`, numberWithin(number));
  }
  return { text: text.trim(), name, comparison, value: Number(number) };
}

export const isProblem = (parsed: Expectation | ExpectationProblem): parsed is ExpectationProblem =>
  'kind' in parsed;

/** One line for people: what, where, and what was meant. */
export const describeProblem = ({
  text,
  column,
  message,
  suggestion,
}: ExpectationProblem): string =>
  `${message} (column ${column} of "${text}")${suggestion === null ? '' : `; did you mean "${suggestion}"?`}`;

const isComparison = (text: string): text is Comparison =>
  (COMPARISONS as readonly string[]).includes(text);

const COMPARISON_SLIPS: ReadonlyMap<string, string> = new Map([
  ['=', '=='],
  ['===', '=='],
  ['!==', '!='],
  ['<>', '!='],
  ['=<', '<='],
  ['=>', '>='],
]);

const nearestComparison = (text: string): string | null =>
  text === '' ? null : nearestWord(text, COMPARISONS);

/** "25bps" probably means 25. */
const numberWithin = (text: string): string | null => /-?\d+(?:\.\d+)?/.exec(text)?.[0] ?? null;

const HOLDS: Readonly<Record<Comparison, (actual: number, wanted: number) => boolean>> = {
  '==': (actual, wanted) => actual === wanted,
  '!=': (actual, wanted) => actual !== wanted,
  '<=': (actual, wanted) => actual <= wanted,
  '>=': (actual, wanted) => actual >= wanted,
  '<': (actual, wanted) => actual < wanted,
  '>': (actual, wanted) => actual > wanted,
};

export function evaluateExpectation(expectation: Expectation, report: Report): ExpectationResult {
  const actual = metricOf(report, expectation.name);
  const ok = actual !== null && HOLDS[expectation.comparison](actual, expectation.value);
  return { text: expectation.text, ok, actual };
}
