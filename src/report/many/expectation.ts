/**
 * Expectations of a scenario and conditions of `--fail-on`: `<name> <op> <number>`. Parsed at the border, with the place
 * of what is wrong; evaluated against the report. A figure that was not measured satisfies nothing, not even `!=`.
 */
import { checkMetricName, metricOf } from './metric.js';
import type { ExpectationResult, Report } from '../schema/report.js';

const COMPARISONS = ['==', '!=', '<=', '>=', '<', '>'] as const;
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

/** The three parts of an expectation, each with its column from 1. */
interface Part {
  readonly text: string;
  readonly column: number;
}

function partsOf(text: string): readonly [name: Part, comparison: Part, number: Part] {
  const [, lead = '', name = '', gap = '', comparison = '', gap2 = '', number = ''] =
    PARTS.exec(text) ?? [];
  const second = lead.length + name.length + gap.length + 1;
  return [
    { text: name, column: lead.length + 1 },
    { text: comparison, column: second },
    { text: number, column: second + comparison.length + gap2.length },
  ];
}

export function parseExpectation(text: string): Expectation | ExpectationProblem {
  const [name, comparison, number] = partsOf(text);
  const problem =
    nameProblem(name) ?? comparisonProblem(comparison, name.text) ?? numberProblem(number);
  if (problem !== null) return { kind: 'problem', text, ...problem };
  return {
    text: text.trim(),
    name: name.text,
    comparison: comparison.text as Comparison,
    value: Number(number.text),
  };
}

type PartProblem = Pick<ExpectationProblem, 'column' | 'message' | 'suggestion'>;

function nameProblem({ text, column }: Part): PartProblem | null {
  if (text === '') {
    return {
      column,
      message: 'expected "<name> <op> <number>"',
      suggestion: 'filledShare >= 0.99',
    };
  }
  const wrong = checkMetricName(text);
  if (wrong === null) return null;
  return { column: column + wrong.offset, message: wrong.message, suggestion: wrong.suggestion };
}

function comparisonProblem({ text, column }: Part, name: string): PartProblem | null {
  if (isComparison(text)) return null;
  const message = `expected one of ${COMPARISONS.join(' ')} after "${name}"`;
  return { column, message, suggestion: COMPARISON_SLIPS.get(text) ?? null };
}

function numberProblem({ text, column }: Part): PartProblem | null {
  if (NUMBER.test(text)) return null;
  return { column, message: `"${text}" is not a plain number`, suggestion: numberWithin(text) };
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
