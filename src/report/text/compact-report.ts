/** A report in a few lines, for when several scenarios are run at once. */
import type { ParentReport } from '../schema/parent-report.js';
import type { Report } from '../schema/report.js';
import { engineWords } from './engine-words.js';
import { wrap } from './layout.js';
import { openOrderWords } from './open-order-words.js';
import { type Page, pageOf } from './page.js';
import { TONES } from './told.js';
import { positionWords } from './position-lines.js';
import { reconciliationWords } from './reconciliation-lines.js';
import { countsText } from './signal-lines.js';
import { type TonedLine, plain, toned, untoned } from './toned.js';
import { SIGNS, headlines, levelOf } from './verdict-words.js';

const INDENT = '  ';
const HANGING = '    ';

/** As it is written to a file: no color. */
export const compactText = (report: Report, title: string = report.scenario): string =>
  untoned(compactLines(report, title, pageOf(null)));

/** `title`: the name of the scenario, and what it shows where it says so. */
export function compactLines(report: Report, title: string, { width }: Page): readonly TonedLine[] {
  const fold: Fold = (text, indent) => wrap(text, indent, indent + HANGING, width);
  const tone = TONES[levelOf(report)];
  return [
    ...toned(tone, fold(`${SIGNS[levelOf(report)]} ${title}`, '')),
    ...toned(tone, fold(headlines(report).join(', '), INDENT)),
    ...plain(resultLines(report, fold)),
    ...toned('warn', clientLines(report, fold)),
    ...toned(
      'warn',
      report.warnings.flatMap(({ subject, text }) =>
        fold(`warning: ${subject === null ? '' : `${subject} `}${text}`, INDENT),
      ),
    ),
    ...report.expectations.flatMap(({ text, ok, actual }) =>
      toned(ok ? 'plain' : 'bad', [
        `${INDENT}${ok ? 'as expected' : 'NOT AS EXPECTED'}: ${text} (${actual ?? 'not measured'})`,
      ]),
    ),
  ];
}

type Fold = (text: string, indent: string) => readonly string[];

function resultLines(report: Report, fold: Fold): readonly string[] {
  return [
    ...report.parents.flatMap((parent) => fold(parentLine(parent), INDENT)),
    ...report.refused.map(
      ({ code, problems }) =>
        `${INDENT}refused (${code}): ${problems.map(({ text }) => text).join('; ')}`,
    ),
    ...[report.verdict.trade.why ?? [], report.verdict.engine.wrong]
      .flat()
      .flatMap((text) => fold(text, INDENT)),
    ...(report.signals === undefined ? [] : fold(`signals: ${countsText(report.signals)}`, INDENT)),
    ...(report.positions === undefined
      ? []
      : fold(`positions: ${positionWords(report.positions)}`, INDENT)),
    ...(report.reconciliation === undefined
      ? []
      : fold(`reconciliation: ${reconciliationWords(report.reconciliation)}`, INDENT)),
    ...fold(truthLine(report), INDENT),
    ...fold(faultLine(report), INDENT),
  ];
}

function clientLines(report: Report, fold: Fold): readonly string[] {
  const words = engineWords(report);
  return words === null ? [] : fold(`followed by ${words}`, INDENT);
}

function parentLine(parent: ParentReport): string {
  const { side, quantity, filledQuantity, symbol, algo, type, averagePrice, status, slices } =
    parent;
  const price = averagePrice === null ? '' : ` at ${averagePrice}`;
  const filled =
    Number(filledQuantity) === 0 ? 'nothing filled' : `${filledQuantity} filled${price}`;
  const stop = parent.stop === null ? '' : ` (${parent.stop.code})`;
  const sent = algo === 'direct' ? '' : `, ${slices.sent} of ${slices.planned} slices sent`;
  return `${parent.name} ${side} ${quantity} ${symbol}, ${algo} ${type}: ${status}${stop}, ${filled}${sent}; ${costText(parent)}`;
}

function costText({ shortfallBps, filledCostBps, unfilledQuantity, cost }: ParentReport): string {
  if (shortfallBps === null) return 'cost not measured';
  if (Number(unfilledQuantity) > 0)
    return `cost of what filled ${filledCostBps ?? '-'} bps; opportunity of the rest ${cost.opportunityBps ?? '-'} bps of the order`;
  const parts = Object.entries(cost)
    .filter(([, bps]) => bps !== null && bps !== 0)
    .map(([name, bps]) => `${name.replace(/Bps$/, '')} ${bps}`);
  return `shortfall ${shortfallBps} bps${parts.length === 0 ? '' : ` = ${parts.join(', ')}`}`;
}

function truthLine({ truth, detection, invariants }: Report): string {
  const broken = invariants.violations?.length ?? 0;
  const held = broken === 0 ? 'all invariants held' : `${broken} INVARIANT VIOLATIONS`;
  const known =
    detection.meanMs === null
      ? ''
      : `, known after ${detection.meanMs} ms (p99 ${detection.p99Ms ?? '-'})`;
  return (
    `truth: ${truth.executions ?? 0} executions, ${truth.fillsMissed ?? 0} missed, ${unpriced(truth.fillsUnpriced)}${truth.fillsPhantom ?? 0} phantom, ` +
    `${truth.fillsDoubled ?? 0} doubled, ${truth.fillsLate ?? 0} late${known}${openOrderWords(truth)}; ` +
    `position wrong for ${truth.positionErrorSeconds ?? 0} s; ${held}`
  );
}

const unpriced = (fills: number | null): string =>
  fills === null || fills === 0 ? '' : `${fills} without a price, `;

function faultLine({ faults, calls, alerts }: Report): string {
  const acted = Object.entries(faults).map(([kind, count]) => `${kind} ${count}`);
  const { submit, cancel, query } = calls;
  const said =
    alerts.length === 0
      ? ''
      : `; alerts: ${alerts.map(({ code, count }) => `${code} ${count}`).join(', ')}`;
  return `faults: ${acted.length === 0 ? 'none' : acted.join(', ')}; calls: ${submit} submit, ${cancel} cancel, ${query} query${said}`;
}
