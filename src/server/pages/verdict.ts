/**
 * What a reader should know after ten seconds: what the run cost, and whether the engine knew the truth. Sentences from
 * the report's figures; the level is the worst of what they say. Judges nothing that the report has not measured.
 */
import type { ParentReport } from '../../report/schema/parent-report.js';
import type { Report } from '../../report/schema/report.js';
import { bps, count, decimalText, milliseconds, percent, plural } from './format.js';

export type Level = 'good' | 'warn' | 'bad' | 'unknown';

export interface Verdict {
  readonly level: Level;
  readonly headline: string;
  readonly sentences: readonly string[];
}

export function verdictOf(report: Report): Verdict {
  const { level, headline } = judgement(report);
  return {
    level,
    headline,
    sentences: [
      ...report.parents.slice(0, PARENTS_TOLD).map(costSentence),
      ...moreParents(report.parents.length - PARENTS_TOLD),
      beliefSentence(report),
      invariantSentence(report),
      ...expectationSentences(report),
    ],
  };
}

const PARENTS_TOLD = 3;

const moreParents = (left: number): readonly string[] =>
  left > 0 ? [`${plural(left, 'more order')} below.`] : [];

interface Judgement {
  readonly level: Level;
  readonly headline: string;
}

/** The worst first: what is true of the run decides. */
function judgement({ truth, invariants, expectations }: Report): Judgement {
  const { fillsMissed, fillsUnpriced, fillsPhantom, fillsDoubled, fillsLate, executions } = truth;
  const faults: readonly (readonly [amount: number | null | undefined, headline: string])[] = [
    [invariants.violations?.length, 'An invariant was broken'],
    [fillsMissed, 'The engine missed fills'],
    [fillsUnpriced, 'The engine does not know the price of fills'],
    [fillsDoubled, 'The engine counted fills twice'],
    [fillsPhantom, 'The engine believed in fills that never were'],
    [expectations.filter(({ ok }) => !ok).length, 'The run did not do what was expected of it'],
  ];
  const worst = faults.find(([amount]) => isSome(amount));
  if (worst !== undefined) return { level: 'bad', headline: worst[1] };
  if (executions === null) {
    return { level: 'unknown', headline: 'Nobody knows the truth of this run' };
  }
  if (isSome(fillsLate)) return { level: 'warn', headline: 'The engine learned the truth late' };
  return executions === 0
    ? { level: 'warn', headline: 'Nothing was filled' }
    : { level: 'good', headline: 'The engine knew the truth' };
}

const isSome = (amount: number | null | undefined): boolean => (amount ?? 0) > 0;

const DONE = { buy: 'Bought', sell: 'Sold' } as const;

function costSentence(parent: ParentReport): string {
  const { side, quantity, symbol, filledQuantity, filledShare, averagePrice, shortfallBps } =
    parent;
  const done = `${DONE[side]} ${decimalText(filledQuantity)} of ${decimalText(quantity)} ${symbol} (${percent(filledShare)})`;
  if (averagePrice === null) return `${done}.`;
  const price = `${done} at ${decimalText(averagePrice, 2)} on average`;
  if (shortfallBps === null) return `${price}.`;
  const cost =
    shortfallBps >= 0 ? `a cost of ${bps(shortfallBps)}` : `a gain of ${bps(-shortfallBps)}`;
  return `${price}: ${cost} bps against the price on arrival.`;
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
