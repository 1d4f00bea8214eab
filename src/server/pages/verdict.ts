/**
 * What a reader should know after ten seconds: whether the trade is complete, whether the engine knew the truth, what
 * was expected, and what it cost. Sentences from the report's figures; judges nothing that the report does not.
 */
import type { ParentReport } from '../../report/schema/parent-report.js';
import type { Report } from '../../report/schema/report.js';
import { type Level, headlines, levelOf } from '../../report/text/verdict-words.js';
import { bps, count, decimalText, milliseconds, percent, plural } from './format.js';

export interface ToldVerdict {
  readonly level: Level;
  readonly headline: string;
  readonly sentences: readonly string[];
}

export function verdictOf(report: Report): ToldVerdict {
  const { trade, engine } = report.verdict;
  return {
    level: levelOf(report),
    headline: titled(headlines(report).join(' · ')),
    sentences: [
      ...report.parents.slice(0, PARENTS_TOLD).map(costSentence),
      ...moreParents(report.parents.length - PARENTS_TOLD),
      ...(trade.why === null ? [] : [`Missing: ${trade.why}.`]),
      ...(engine.wrong.length === 0 ? [] : [`Wrong: ${engine.wrong.join('; ')}.`]),
      beliefSentence(report),
      invariantSentence(report),
      ...expectationSentences(report),
    ],
  };
}

const titled = (text: string): string => text.charAt(0).toUpperCase() + text.slice(1);

const PARENTS_TOLD = 3;

const moreParents = (left: number): readonly string[] =>
  left > 0 ? [`${plural(left, 'more order')} below.`] : [];

const DONE = { buy: 'Bought', sell: 'Sold' } as const;

function costSentence(parent: ParentReport): string {
  const { side, quantity, symbol, filledQuantity, filledShare, averagePrice, filledCostBps } =
    parent;
  const done = `${DONE[side]} ${decimalText(filledQuantity)} of ${decimalText(quantity)} ${symbol} (${percent(filledShare)})`;
  if (averagePrice === null) return `${done}.`;
  const price = `${done} at ${decimalText(averagePrice, 2)} on average`;
  if (filledCostBps === null) return `${price}.`;
  const way = filledCostBps >= 0 ? 'worse' : 'better';
  const cost = `${bps(Math.abs(filledCostBps))} bps ${way} than the price on arrival, fees included`;
  return `${price}: ${cost}${restWords(parent)}.`;
}

/** Of what was not bought there is neither cost nor gain: only where the price went. */
function restWords({ unfilledQuantity, cost: { opportunityBps } }: ParentReport): string {
  if (Number(unfilledQuantity) <= 0 || opportunityBps === null) return '';
  const way = opportunityBps >= 0 ? 'against it' : 'its way';
  return `; for the rest the price went ${bps(Math.abs(opportunityBps))} bps of the order ${way}`;
}

function beliefSentence({ truth, detection }: Report): string {
  const { executions, fillsDetected, fillsMissed, fillsLate, fillsDoubled, fillsPhantom } = truth;
  if (executions === null) return 'The venue keeps no ledger that this run could be held against.';
  if (executions === 0) return 'The venue executed nothing.';
  const speed =
    detection.p50Ms === null ? '' : `, half of them within ${milliseconds(detection.p50Ms)}`;
  const faults = [
    [fillsLate, 'late'],
    [fillsMissed, 'never'],
    [fillsDoubled, 'counted twice'],
    [fillsPhantom, 'imagined'],
  ] as const;
  const named = faults
    .filter(([amount]) => amount !== null && amount > 0)
    .map(([amount, how]) => `${count(amount)} ${how}`);
  const rest = named.length === 0 ? 'none late, none missed, none counted twice' : named.join(', ');
  return `The venue made ${plural(executions, 'fill')} and the engine found ${count(fillsDetected)}${speed}; ${rest}.`;
}

function invariantSentence({ invariants: { checks, violations } }: Report): string {
  if (checks === null || violations === null) return 'The invariants were not checked.';
  return violations.length === 0
    ? `${plural(checks, 'check')} of the invariants, and all held.`
    : `${plural(violations.length, 'invariant violation')} in ${plural(checks, 'check')}.`;
}

function expectationSentences({ expectations }: Report): readonly string[] {
  if (expectations.length === 0) return [];
  const failed = expectations.filter(({ ok }) => !ok);
  if (failed.length === 0) return [`${plural(expectations.length, 'expectation')} met.`];
  return [`Not met: ${failed.map(({ text }) => text).join('; ')}.`];
}
