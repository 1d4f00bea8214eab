/**
 * What a reader should know after five seconds: whether the trade is complete, whether the engine knew the truth, what was
 * expected, and what it cost. Sentences from the report's figures; judges nothing that the report does not.
 */
import { metricOf } from '../../report/many/metric.js';
import type { ParentReport } from '../../report/schema/parent-report.js';
import type { Report } from '../../report/schema/report.js';
import { filledCostWords } from '../../report/text/cost-words.js';
import { openOrderWords } from '../../report/text/open-order-words.js';
import { type Level, headlines, levelOf } from '../../report/text/verdict-words.js';
import { bps, count, decimalText, milliseconds, percent, plural } from './format.js';

/** One answer: a figure or a word to be seen, and sentences to be read. */
export interface Answer {
  readonly name: string;
  /** Null for what is neither good nor bad. */
  readonly level: Level | null;
  readonly value: string;
  readonly sentences: readonly string[];
}

export interface ToldVerdict {
  readonly level: Level;
  readonly headline: string;
  readonly answers: readonly Answer[];
}

export function verdictOf(report: Report): ToldVerdict {
  return {
    level: levelOf(report),
    headline: titled(headlines(report).join(' · ')),
    answers: [
      tradeAnswer(report),
      engineAnswer(report),
      costAnswer(report),
      ...expectationAnswer(report),
    ],
  };
}

const titled = (text: string): string => text.charAt(0).toUpperCase() + text.slice(1);

const PARENTS_TOLD = 3;

const moreParents = (left: number): readonly string[] =>
  left > 0 ? [`${plural(left, 'more order')} below.`] : [];

const DONE = { buy: 'Bought', sell: 'Sold' } as const;

function tradeAnswer(report: Report): Answer {
  const { trade } = report.verdict;
  return {
    name: 'Trade',
    level: trade.complete ? 'good' : 'warn',
    value: `${percent(metricOf(report, 'filledShare'))} filled`,
    sentences: [
      ...report.parents.slice(0, PARENTS_TOLD).map(doneSentence),
      ...moreParents(report.parents.length - PARENTS_TOLD),
      ...(trade.why === null ? [] : [`Missing: ${trade.why}.`]),
    ],
  };
}

function doneSentence(parent: ParentReport): string {
  const { side, quantity, symbol, filledQuantity, filledShare, averagePrice } = parent;
  const done = `${DONE[side]} ${decimalText(filledQuantity)} of ${decimalText(quantity)} ${symbol} (${percent(filledShare)})`;
  return averagePrice === null
    ? `${done}.`
    : `${done} at ${decimalText(averagePrice, 2)} on average.`;
}

const ENGINE_VALUES: ReadonlyMap<boolean | null, string> = new Map([
  [true, 'knew the truth'],
  [false, 'was wrong'],
  [null, 'not known'],
]);
const ENGINE_LEVELS: ReadonlyMap<boolean | null, Level> = new Map([
  [true, 'good'],
  [false, 'warn'],
  [null, 'unknown'],
]);

function engineAnswer(report: Report): Answer {
  const { engine } = report.verdict;
  const wrongBooks = levelOf(report) === 'bad' && engine.knewTruth === false;
  return {
    name: 'Engine',
    level:
      wrongBooks && report.verdict.expectations.failed === 0
        ? 'bad'
        : (ENGINE_LEVELS.get(engine.knewTruth) ?? 'unknown'),
    value: ENGINE_VALUES.get(engine.knewTruth) ?? '',
    sentences: [
      ...(engine.wrong.length === 0 ? [] : [`Wrong: ${engine.wrong.join('; ')}.`]),
      beliefSentence(report),
      invariantSentence(report),
    ],
  };
}

function costAnswer(report: Report): Answer {
  const cost = metricOf(report, 'filledCostBps');
  return {
    name: 'Cost of what filled',
    level: null,
    value: cost === null ? 'not measured' : `${bps(cost)} bps`,
    sentences: report.parents.slice(0, PARENTS_TOLD).map(costSentence),
  };
}

function costSentence(parent: ParentReport): string {
  const { name, filledQuantity } = parent;
  if (Number(filledQuantity) === 0) return `${name} bought or sold nothing${restWords(parent)}.`;
  const words = filledCostWords(parent, bps, 'the price on arrival');
  return words === null
    ? `What ${name} cost was not measured${restWords(parent)}.`
    : `${name}: ${words}${restWords(parent)}.`;
}

/** Of what was not bought there is neither cost nor gain: only where the price went. */
function restWords({ unfilledQuantity, cost: { opportunityBps } }: ParentReport): string {
  if (Number(unfilledQuantity) <= 0 || opportunityBps === null) return '';
  const way = opportunityBps >= 0 ? 'against it' : 'its way';
  return `; for the rest the price went ${bps(Math.abs(opportunityBps))} bps of the order ${way}`;
}

function beliefSentence({ truth, detection }: Report): string {
  const { executions, fillsDetected, fillsMissed, fillsLate, fillsDoubled, fillsPhantom } = truth;
  const orders = openOrderWords(truth);
  if (executions === null) return 'The venue keeps no ledger that this run could be held against.';
  if (executions === 0) return `The venue executed nothing${orders}.`;
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
  return `The venue made ${plural(executions, 'fill')} and the engine found ${count(fillsDetected)}${speed}; ${rest}${orders}.`;
}

function invariantSentence({ invariants: { checks, violations } }: Report): string {
  if (checks === null || violations === null) return 'The invariants were not checked.';
  return violations.length === 0
    ? `${plural(checks, 'check')} of the invariants, and all held.`
    : `${plural(violations.length, 'invariant violation')} in ${plural(checks, 'check')}.`;
}

function expectationAnswer({ expectations }: Report): readonly Answer[] {
  if (expectations.length === 0) return [];
  const failed = expectations.filter(({ ok }) => !ok);
  return [
    {
      name: 'Expected',
      level: failed.length === 0 ? 'good' : 'bad',
      value: `${count(expectations.length - failed.length)} of ${count(expectations.length)} held`,
      sentences: failed.map(
        ({ text, actual }) =>
          `Not met: ${text}; it is ${actual === null ? 'not measured' : decimalText(String(actual))}.`,
      ),
    },
  ];
}
