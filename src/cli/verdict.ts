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
import { UNKNOWN_FILL_CODES } from '../report/schema/unknown-fill-codes.js';
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
const FAILING: ReadonlySet<string> = new Set([...UNKNOWN_FILL_CODES, STRATEGY_FAILED]);

/** Of each, in order. */
export const allFailures = (
  reports: readonly Report[],
  failOn: readonly Expectation[],
): readonly string[] => reports.flatMap((report) => failuresOf(report, failOn));

/** One line for each thing that went wrong. */
export function failuresOf(report: Report, failOn: readonly Expectation[]): readonly string[] {
  const name = `${report.scenario}${report.seed === null ? '' : ` (seed ${report.seed})`}`;
  const broken = report.invariants.violations?.length ?? 0;
  return [
    ...report.expectations
      .filter(({ ok }) => !ok)
      .map(({ text, actual }) => `${name}: expected ${text}, it is ${actual ?? 'not measured'}`),
    ...report.warnings
      .filter(({ code }) => FAILING.has(code))
      .map(({ subject, text }) => `${name}: ${subject === null ? '' : `${subject}: `}${text}`),
    ...(broken === 0 ? [] : [`${name}: ${broken} invariant violations`]),
    ...failOn
      .map((condition) => evaluateExpectation(condition, report))
      .filter(({ ok }) => ok)
      .map(({ text, actual }) => `${name}: --fail-on ${text}, it is ${actual ?? 'not measured'}`),
  ];
}
