/**
 * Did the runs do what was asked of them: expectations, invariants, the conditions of `--fail-on`, and what is asked of
 * every run: that the engine knows each fill, and its price, and that no strategy failed.
 */
import {
  type Expectation,
  describeProblem,
  evaluateExpectation,
  isProblem,
  parseExpectation,
} from '../report/many/expectation.js';
import { UNKNOWN_CODES } from '../report/schema/unknown-codes.js';
import type { Report } from '../report/schema/report.js';
import { STRATEGY_FAILED } from '../runs/run-warnings.js';
import { UsageError } from './failure.js';

export function parseFailOn(texts: readonly string[]): readonly Expectation[] {
  return texts.map((text) => {
    const parsed = parseExpectation(text);
    if (isProblem(parsed)) throw new UsageError(`--fail-on: ${describeProblem(parsed)}`);
    return parsed;
  });
}

/** Warnings that make a run a failed one. */
const FAILING: ReadonlySet<string> = new Set([...UNKNOWN_CODES, STRATEGY_FAILED]);

/** Of each, in order. */
export const allFailures = (
  reports: readonly Report[],
  failOn: readonly Expectation[],
): readonly string[] => reports.flatMap((report) => failuresOf(report, failOn));

/** One line for each thing that went wrong. */
export const failuresOf = (report: Report, failOn: readonly Expectation[]): readonly string[] => [
  ...unmetOf(report),
  ...failuresAnyhow(report, failOn),
];

/** The expectations of its scenario that a run did not meet. */
export const unmetOf = (report: Report): readonly string[] =>
  report.expectations
    .filter(({ ok }) => !ok)
    .map(
      ({ text, actual }) =>
        `${nameOf(report)}: expected ${text}, it is ${actual ?? 'not measured'}`,
    );

/** What is wrong with a run whatever its scenario expects. */
export function failuresAnyhow(report: Report, failOn: readonly Expectation[]): readonly string[] {
  const name = nameOf(report);
  // A naive client breaks invariants and loses fills: that is the figure it is run for (FIL-12).
  const judged = report.engine !== 'naive';
  const broken = judged ? (report.invariants.violations?.length ?? 0) : 0;
  return [
    ...report.warnings
      .filter(({ code }) => (judged ? FAILING.has(code) : code === STRATEGY_FAILED))
      .map(({ subject, text }) => `${name}: ${subject === null ? '' : `${subject}: `}${text}`),
    ...(broken === 0 ? [] : [`${name}: ${broken} invariant violations`]),
    ...failOn
      .map((condition) => evaluateExpectation(condition, report))
      .filter(({ ok }) => ok)
      .map(({ text, actual }) => `${name}: --fail-on ${text}, it is ${actual ?? 'not measured'}`),
  ];
}

const nameOf = ({ scenario, seed }: Report): string =>
  `${scenario}${seed === null ? '' : ` (seed ${seed})`}`;
