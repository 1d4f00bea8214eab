/**
 * The report of one run in full, for a terminal or a file of 100 columns. What was asked, what came of it and the
 * verdicts first; then what the orders cost, what the engine believed against what was true, what broke, what was expected,
 * and what about all this is not real.
 */
import type { EpochMicros } from '../../core/ground/units.js';
import { openOrderWords } from './open-order-words.js';
import { parentText } from './text-parent.js';
import type { Report } from '../schema/report.js';
import { fullAttributionLines } from './attribution-lines.js';
import { faultLines } from './fault-lines.js';
import { invariantLines } from './invariant-lines.js';
import { labeled } from './layout.js';
import { monitorLines } from './monitor-lines.js';
import { formatOffset, grouped } from './numbers.js';
import { type Page, pageOf } from './page.js';
import { positionLines } from './position-lines.js';
import { reconciliationLines } from './reconciliation-lines.js';
import { signalLines } from './signal-lines.js';
import { orderLines } from './text-verdict.js';
import { type Told, tonedTitle, tonedVerdicts } from './told.js';
import { type TonedLine, plain, toned, untoned } from './toned.js';

const HASH_SHOWN = 12;
const LIST_SHOWN = 10;

/** As it is written to a file: no color. `quoteAssets`: symbol -> currency of its prices, for the heads of the money columns. */
export const textReport = (
  report: Report,
  quoteAssets: ReadonlyMap<string, string> = new Map(),
  program = 'squall',
): string => untoned(fullReport(report, { page: pageOf(null), quoteAssets, program }));

export function fullReport(report: Report, told: Told): readonly TonedLine[] {
  const { page, program, quoteAssets } = told;
  const start = report.virtual.startMicros as EpochMicros;
  const parents = report.parents.flatMap((parent) => [
    ...parentText(parent, start, { page, quoteAsset: quoteAssets.get(parent.symbol) ?? 'money' }),
    '',
  ]);
  return [
    ...headerLines(report, page),
    ...plain(['', ...orderLines(report, page)]),
    ...tonedVerdicts(report, page),
    ...plain(['', ...(report.parents.length === 0 ? ['no orders', ''] : parents)]),
    ...toned('warn', refusedText(report, start, page)),
    ...plain(signalLines(report, page, LIST_SHOWN)),
    ...plain(positionLines(report, page)),
    ...plain(reconciliationLines(report, page)),
    ...plain(truthText(report, page)),
    ...plain(monitorLines(report, page)),
    ...toned(
      isBroken(report) ? 'bad' : 'plain',
      invariantLines(report, { start, page, shown: LIST_SHOWN }),
    ),
    ...plain(countsText(report, page)),
    ...alertText(report, start, page),
    ...toned('warn', warningText(report, page)),
    ...plain(fidelityText(report, page)),
    ...expectationText(report, page),
    ...toned('quiet', nextText(report, page, program)),
  ];
}

const line = (label: string, text: string, { label: wide, width }: Page): readonly string[] =>
  labeled(label, text, wide, width);

function headerLines(report: Report, page: Page): readonly TonedLine[] {
  const { startMicros, endMicros } = report.virtual;
  const from = new Date(startMicros / 1_000).toISOString();
  const hash =
    report.journalHash === null ? '' : `, journal ${report.journalHash.slice(0, HASH_SHOWN)}`;
  const time = `${from}, ${(endMicros - startMicros) / 1_000_000} s of run time`;
  return [...tonedTitle(report, page), ...plain([`${time}, run ${report.runId}${hash}`])];
}

function refusedText({ refused }: Report, start: EpochMicros, page: Page): readonly string[] {
  return refused.flatMap(({ atMicros, code, problems }) => {
    const faults = problems.map(({ field, text }) => `${field}: ${text}`).join('; ');
    return line(
      'Refused',
      `${formatOffset(atMicros as EpochMicros, start)}  ${code}  ${faults}`,
      page,
    );
  });
}

function truthText({ truth, detection }: Report, page: Page): readonly string[] {
  if (truth.executions === null) {
    return line(
      'Truth',
      `not known here; ${detection.orders} orders sent, ${detection.timeouts} timed out`,
      page,
    );
  }
  const unpriced = isSome(truth.fillsUnpriced) ? `${truth.fillsUnpriced} without a price, ` : '';
  const fills =
    `${detection.orders} orders sent, ${truth.ordersAccepted} accepted; ${truth.executions} executions: ` +
    `${truth.fillsDetected} detected (${truth.fillsLate} late), ${truth.fillsMissed} missed, ${unpriced}` +
    `${truth.fillsPhantom} phantom, ${truth.fillsDoubled} doubled${openOrderWords(truth)}; ` +
    `position wrong for ${truth.positionErrorSeconds} s`;
  const delay =
    detection.meanMs === null
      ? 'nothing to detect'
      : `known after ${detection.meanMs} ms in the mean, ${detection.p50Ms} ms median, ${detection.p99Ms} ms p99`;
  const orders =
    `${detection.fillable} orders had fills: ${detection.detected} detected (${detection.late} late), ` +
    `${detection.fillableTimeouts} timed out; ${detection.falsePositives} false positives`;
  return [...line('Truth', fills, page), ...line('Detection', `${delay}; ${orders}`, page)];
}

const isSome = (amount: number | null): boolean => amount !== null && amount > 0;

const isBroken = ({ invariants: { violations } }: Report): boolean =>
  violations !== null && violations.length > 0;

const moreText = (count: number, label: number): readonly string[] =>
  count > LIST_SHOWN ? [`${' '.repeat(label)}... and ${count - LIST_SHOWN} more`] : [];

function countsText(report: Report, page: Page): readonly string[] {
  const { calls, performance } = report;
  const listed = (counts: Readonly<Record<string, number>>): string =>
    Object.entries(counts)
      .map(([name, count]) => `${name} ${grouped(count)}`)
      .join(', ');
  const { submit, cancel, query, openOrders, positions } = calls;
  const speed =
    performance.marketEventsPerSecond === null
      ? ''
      : ` (${grouped(performance.marketEventsPerSecond)} a second)`;
  const events =
    performance.marketEvents === null
      ? ''
      : `, ${grouped(performance.marketEvents)} market events${speed}`;
  return [
    ...faultLines(report, page, Infinity),
    ...fullAttributionLines(report, page),
    ...line('Calls', listed({ submit, cancel, query, 'open orders': openOrders, positions }), page),
    ...line(
      'Work',
      `${grouped(performance.engineInputs)} inputs, ${grouped(performance.journalEntries)} entries, ` +
        `${performance.fills} fills, ${grouped(performance.polls)} polls${events}`,
      page,
    ),
  ];
}

function alertText({ alerts }: Report, start: EpochMicros, page: Page): readonly TonedLine[] {
  const shown = alerts
    .slice(0, LIST_SHOWN)
    .flatMap(({ level, code, subject, text, count, firstMicros, state }) =>
      toned(
        level === 'info' ? 'plain' : 'warn',
        line(
          'Alert',
          `${level} ${code} (${subject}), ${count} x from ${formatOffset(firstMicros as EpochMicros, start)}, ${state}: ${text}`,
          page,
        ),
      ),
    );
  return [...shown, ...plain(moreText(alerts.length, page.label))];
}

const warningText = ({ warnings }: Report, page: Page): readonly string[] =>
  warnings.flatMap(({ subject, text }) =>
    line('Warning', subject === null ? text : `${subject} ${text}`, page),
  );

function expectationText({ expectations }: Report, page: Page): readonly TonedLine[] {
  const lines = expectations.flatMap(({ text, ok, actual }) =>
    toned(
      ok ? 'plain' : 'bad',
      line('Expected', `${ok ? 'ok     ' : 'FAILED '}${text} (${actual ?? 'not measured'})`, page),
    ),
  );
  return lines.length === 0 ? [] : [...plain(['']), ...lines];
}

function fidelityText({ fidelity }: Report, page: Page): readonly string[] {
  const { market, models, options, counts, fills, unrealistic } = fidelity;
  const values = Object.entries(options).map(([name, value]) => `${name} ${value}`);
  return [
    '',
    ...line('Market', [market, ...models].join('; '), page),
    ...line('Options', values.length === 0 ? 'none' : values.join('; '), page),
    ...line('Counted', countedText(counts), page),
    ...line('Fills by', fills === null ? 'not known here' : causesText(fills), page),
    ...unrealistic.flatMap((text, index) => line(index === 0 ? 'Not real' : '', text, page)),
  ];
}

function countedText(counts: Report['fidelity']['counts']): string {
  const some = Object.entries(counts).filter(([, count]) => count > 0);
  if (some.length === 0) return 'nothing odd';
  // `lateDiffs` as words.
  return some
    .map(([name, count]) => `${grouped(count)} ${name.replace(/[A-Z]/g, ' $&').toLowerCase()}`)
    .join(', ');
}

function causesText(fills: NonNullable<Report['fidelity']['fills']>): string {
  const some = Object.entries(fills).filter(([, { executions }]) => executions > 0);
  if (some.length === 0) return 'nothing filled';
  return some
    .map(([cause, { executions, quantities }]) => {
      const amounts = Object.entries(quantities).map(([symbol, amount]) => `${amount} ${symbol}`);
      return `${cause} ${grouped(executions)} (${amounts.join(', ')})`;
    })
    .join(', ');
}

function nextText({ runId, parents }: Report, page: Page, program: string): readonly string[] {
  const [child] = parents.flatMap((parent) => parent.children);
  if (child === undefined) return [];
  return [
    '',
    ...line(
      'Next',
      `${program} explain ${runId} ${child.name}   (why it was sent, why it filled, when we knew)`,
      page,
    ),
  ];
}
