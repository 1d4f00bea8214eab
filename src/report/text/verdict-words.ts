/** The verdicts of a report in words and in one sign, for the text and the pages. Judges nothing that is not in them. */
import { UNKNOWN_CODES } from '../schema/unknown-codes.js';
import type { Report } from '../schema/report.js';
import { percentOf } from './numbers.js';

/** `bad`: the run failed or the engine's books are wrong; `warn`: short of what was asked, or known too late. */
export type Level = 'good' | 'warn' | 'bad' | 'unknown';

export const SIGNS: Readonly<Record<Level, string>> = {
  good: '✓',
  warn: '!',
  bad: '✗',
  unknown: '?',
};

/** Good only where trade, engine and every expectation hold. */
export function levelOf(report: Report): Level {
  const { trade, engine, expectations } = report.verdict;
  if (expectations.failed > 0 || hasWrongBooks(report)) return 'bad';
  if (!trade.complete || engine.knewTruth === false) return 'warn';
  return engine.knewTruth === null ? 'unknown' : 'good';
}

const hasWrongBooks = ({ truth, invariants, warnings }: Report): boolean =>
  (truth.fillsPhantom ?? 0) > 0 ||
  (truth.fillsDoubled ?? 0) > 0 ||
  (invariants.violations?.length ?? 0) > 0 ||
  warnings.some(({ code }) => UNKNOWN_CODES.has(code));

/** In the order in which they are asked about: trade, engine, expectations. */
export function headlines({ verdict, parents, refused }: Report): readonly string[] {
  const { trade, engine, expectations } = verdict;
  const { held, failed } = expectations;
  return [
    parents.length + refused.length === 0 ? 'nothing was ordered' : tradeHeadline(trade),
    ENGINE_HEADLINES.get(engine.knewTruth) ?? '',
    ...(held + failed === 0 ? [] : [`${held} of ${held + failed} expectations held`]),
  ];
}

function tradeHeadline({ complete, missingShare }: Report['verdict']['trade']): string {
  if (complete) return 'the trade is complete';
  if (missingShare === null) return 'the trade is not complete';
  return missingShare > 0
    ? `${percentOf(missingShare)} % of the trade is missing`
    : 'more was traded than was asked';
}

const ENGINE_HEADLINES: ReadonlyMap<boolean | null, string> = new Map([
  [true, 'the engine knew the truth'],
  [false, 'the engine was wrong'],
  [null, 'nobody knows the truth'],
]);
