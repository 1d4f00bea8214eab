/**
 * The report of one run on one screen: what was asked, what came of it and the verdicts, what it cost, what the engine knew,
 * what was broken, and whatever warns. Rounded; `--full` has every figure, every order and the whole fidelity sheet.
 */
import { lengthText } from '../../core/ground/length-text.js';
import { MICROS_PER_MS } from '../../core/ground/units.js';
import type { ParentReport } from '../schema/parent-report.js';
import type { Report } from '../schema/report.js';
import { alarmLines } from './alarm-lines.js';
import { attributionLines } from './attribution-lines.js';
import { costLines } from './cost-lines.js';
import { FAULTS_ON_SCREEN, faultLines } from './fault-lines.js';
import { labeled } from './layout.js';
import { grouped } from './numbers.js';
import { openOrderWords } from './open-order-words.js';
import { sentText } from './order-lines.js';
import type { Page } from './page.js';
import { positionLines } from './position-lines.js';
import { reconciliationLines } from './reconciliation-lines.js';
import { severalOrders } from './several-orders.js';
import { signalLines } from './signal-lines.js';
import { orderLines } from './text-verdict.js';
import { type Told, tonedTitle, tonedVerdicts } from './told.js';
import { type TonedLine, plain, toned } from './toned.js';

export function screenReport(report: Report, told: Told): readonly TonedLine[] {
  const { page } = told;
  return [
    ...tonedTitle(report, page),
    ...plain(orderLines(report, page)),
    ...tonedVerdicts(report, page),
    ...plain(['', ...figures(report, told), '', ...knownLines(report, page)]),
    ...plain(positionLines(report, page)),
    ...plain(reconciliationLines(report, page)),
    ...plain(signalLines(report, page, 0)),
    ...plain(faultLines(report, page, FAULTS_ON_SCREEN)),
    ...plain(attributionLines(report, page)),
    ...alarmLines(report, page),
    ...toned('quiet', unrealLines(report, page)),
    ...toned('quiet', ['', ...nextLines(report, told)]),
  ];
}

function figures({ parents }: Report, { page, quoteAssets }: Told): readonly string[] {
  const [only, ...others] = parents;
  if (only === undefined) return ['no orders'];
  return others.length > 0
    ? severalOrders(parents)
    : costLines(only, quoteAssets.get(only.symbol) ?? 'money', page);
}

function knownLines(report: Report, { label, width }: Page): readonly string[] {
  const { parents, invariants } = report;
  const broken = invariants.violations?.length ?? null;
  const checks = invariants.checks === null ? '' : `${grouped(invariants.checks)} checks, `;
  const held = broken === 0 ? `${checks}all held` : `${checks}${broken ?? 0} BROKEN`;
  return [
    ...labeled('Orders', sentText(parents), label, width),
    ...labeled('Truth', truthWords(report), label, width),
    ...labeled('Invariants', broken === null ? 'not checked' : held, label, width),
  ];
}

function truthWords(report: Report): string {
  const { truth, detection } = report;
  if (truth.executions === null) return `not known here; ${detection.timeouts} orders timed out`;
  const { fillsDetected, fillsLate, fillsMissed, fillsUnpriced, fillsPhantom, fillsDoubled } =
    truth;
  const some = (count: number | null, words: string): string =>
    count === null || count === 0 ? '' : `${grouped(count)} ${words}, `;
  return (
    `${grouped(truth.executions)} executions: ${grouped(fillsDetected ?? 0)} detected (${fillsLate} late), ` +
    `${fillsMissed} missed, ${some(fillsUnpriced, 'without a price')}${some(detection.falsePositives, 'believed and not true')}` +
    `${fillsPhantom} phantom, ${fillsDoubled} doubled${openOrderWords(truth)}${delayWords(report)}`
  );
}

function delayWords({ detection: { p50Ms, p99Ms } }: Report): string {
  const of = (ms: number | null): string => (ms === null ? '-' : lengthText(ms * MICROS_PER_MS));
  return p50Ms === null ? '' : `; known after ${of(p50Ms)} (median), ${of(p99Ms)} (p99)`;
}

function unrealLines({ fidelity }: Report, { label, width }: Page): readonly string[] {
  const [first, ...others] = fidelity.unrealistic;
  if (first === undefined) return [];
  const more = others.length === 0 ? '' : `; ${others.length} more things (--full)`;
  return labeled('Not real', `${first}${more}`, label, width);
}

function nextLines(report: Report, { page, program }: Told): readonly string[] {
  const { runId, parents } = report;
  const child = tellingOrder(parents);
  const why =
    child === null ? [] : labeled('', `${program} explain ${runId} ${child}`, page.label, Infinity);
  return [...labeled('Next', `${program} report ${runId} --full`, page.label, Infinity), ...why];
}

/** The order that is worth explaining: one that did not fill, else the one that was known the latest, else the first. */
function tellingOrder(parents: readonly ParentReport[]): string | null {
  const sent = parents
    .flatMap(({ children }) => children)
    .filter(({ sentAtMicros }) => sentAtMicros !== null);
  const unfilled = sent.find(({ status }) => status !== 'filled');
  const delay = ({ sentAtMicros, firstFillAtMicros }: (typeof sent)[number]): number =>
    (firstFillAtMicros ?? 0) - (sentAtMicros ?? 0);
  const [latest] = sent.toSorted((a, b) => delay(b) - delay(a));
  return (unfilled ?? latest)?.name ?? null;
}
