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

const BLANKS = /\s*/y;
const NAME = /[^\s=!<>]*/y;
const COMPARISON = /[=!<>]*/y;
/** No metric's name and number come near it; what is longer is not looked into. */
const TEXT_MAX = 300;
const SHOWN = 60;
const NUMBER = /^-?\d+(?:\.\d+)?$/;

/** The three parts of an expectation, each with its column from 1. */
interface Part {
  readonly text: string;
  readonly column: number;
}

/** Each stretch is found from where the one before ended, and never sought again: time is linear in the text. */
function partsOf(text: string): readonly [name: Part, comparison: Part, number: Part] {
  let at = 0;
  const next = (stretch: RegExp): Part => {
    stretch.lastIndex = at;
    const found = stretch.exec(text)?.[0] ?? '';
    const part = { text: found, column: at + 1 };
    at += found.length;
    return part;
  };
  next(BLANKS);
  const name = next(NAME);
  next(BLANKS);
  const comparison = next(COMPARISON);
  next(BLANKS);
  return [name, comparison, { text: text.slice(at).trimEnd(), column: at + 1 }];
}

export function parseExpectation(text: string): Expectation | ExpectationProblem {
  if (text.length > TEXT_MAX) return tooLong(text);
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

const tooLong = (text: string): ExpectationProblem => ({
  kind: 'problem',
  text: `${text.slice(0, SHOWN)}…`,
  column: 1,
  message: `an expectation has at most ${TEXT_MAX} characters, not ${text.length}`,
  suggestion: null,
});

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

export const evaluateExpectation = (expectation: Expectation, report: Report): ExpectationResult =>
  judgedBy(expectation, metricOf(report, expectation.name));

/** By what its name stands for; null = not measured. */
export function judgedBy(expectation: Expectation, actual: number | null): ExpectationResult {
  const ok = actual !== null && HOLDS[expectation.comparison](actual, expectation.value);
  return { text: expectation.text, ok, actual };
}
