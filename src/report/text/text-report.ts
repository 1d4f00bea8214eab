/**
 * The report of one run for a terminal: plain text, at most 100 columns, no colors. What was asked, what came of it and the
 * verdicts first; then what the orders cost, what the engine believed against what was true, what broke, what was expected,
 * and what about all this is not real.
 */
import type { EpochMicros } from '../../core/ground/units.js';
import { parentText } from './text-parent.js';
import type { Report } from '../schema/report.js';
import { faultLines } from './fault-lines.js';
import { labeled, wrap } from './layout.js';
import { formatOffset, grouped } from './numbers.js';
import { pageOf } from './page.js';
import { titleLine, verdictText } from './text-verdict.js';

const LABEL = 14;
const HASH_SHOWN = 12;
const LIST_SHOWN = 10;

/** `quoteAssets`: symbol -> currency of its prices, for the heads of the money columns. */
export function textReport(
  report: Report,
  quoteAssets: ReadonlyMap<string, string> = new Map(),
  program = 'squall',
): string {
  const start = report.virtual.startMicros as EpochMicros;
  const parents = report.parents.flatMap((parent) => [
    ...parentText(parent, start, quoteAssets.get(parent.symbol) ?? 'money'),
    '',
  ]);
  const lines = [
    ...headerText(report),
    '',
    ...verdictText(report),
    '',
    ...(report.parents.length === 0 ? ['no orders', ''] : parents),
    ...refusedText(report, start),
    ...truthText(report),
    ...invariantText(report, start),
    ...countsText(report),
    ...alertText(report, start),
    ...warningText(report),
    ...fidelityText(report),
    ...expectationText(report),
    ...nextText(report, program),
  ];
  return `${lines.join('\n')}\n`;
}

function headerText(report: Report): readonly string[] {
  const { startMicros, endMicros } = report.virtual;
  const from = new Date(startMicros / 1_000).toISOString();
  const seed = report.seed === null ? '' : `, seed ${report.seed}`;
  const hash =
    report.journalHash === null ? '' : `, journal ${report.journalHash.slice(0, HASH_SHOWN)}`;
  return [
    ...titleLine(report, `${report.scenario} (${report.mode}${seed})`),
    `${from}, ${(endMicros - startMicros) / 1_000_000} s of run time, run ${report.runId}${hash}`,
  ];
}

function refusedText({ refused }: Report, start: EpochMicros): readonly string[] {
  return refused.flatMap(({ atMicros, code, problems }) => {
    const faults = problems.map(({ field, text }) => `${field}: ${text}`).join('; ');
    return labeled(
      'Refused',
      `${formatOffset(atMicros as EpochMicros, start)}  ${code}  ${faults}`,
      LABEL,
    );
  });
}

function truthText({ truth, detection }: Report): readonly string[] {
  if (truth.executions === null) {
    return labeled(
      'Truth',
      `not known here; ${detection.orders} orders sent, ${detection.timeouts} timed out`,
      LABEL,
    );
  }
  const unpriced = isSome(truth.fillsUnpriced) ? `${truth.fillsUnpriced} without a price, ` : '';
  const fills =
    `${detection.orders} orders sent, ${truth.ordersAccepted} accepted; ${truth.executions} executions: ` +
    `${truth.fillsDetected} detected (${truth.fillsLate} late), ${truth.fillsMissed} missed, ${unpriced}` +
    `${truth.fillsPhantom} phantom, ${truth.fillsDoubled} doubled; position wrong for ${truth.positionErrorSeconds} s`;
  const delay =
    detection.meanMs === null
      ? 'nothing to detect'
      : `known after ${detection.meanMs} ms in the mean, ${detection.p50Ms} ms median, ${detection.p99Ms} ms p99`;
  const orders =
    `${detection.fillable} orders had fills: ${detection.detected} detected (${detection.late} late), ` +
    `${detection.fillableTimeouts} timed out; ${detection.falsePositives} false positives`;
  return [...labeled('Truth', fills, LABEL), ...labeled('Detection', `${delay}; ${orders}`, LABEL)];
}

const isSome = (amount: number | null): boolean => amount !== null && amount > 0;

function invariantText(
  { invariants: { checks, violations } }: Report,
  start: EpochMicros,
): readonly string[] {
  if (violations === null) return ['Invariants    not checked'];
  const checked = `${checks === null ? 'some' : grouped(checks)} checks`;
  if (violations.length === 0) return [`Invariants    ${checked}, all held`];
  const shown = violations
    .slice(0, LIST_SHOWN)
    .flatMap(({ id, atMicros, detail }) =>
      wrap(
        `${id} at ${formatOffset(atMicros as EpochMicros, start)}: ${detail}`,
        ' '.repeat(LABEL),
      ),
    );
  return [
    `Invariants    ${checked}, ${violations.length} BROKEN`,
    ...shown,
    ...moreText(violations.length),
  ];
}

const moreText = (count: number): readonly string[] =>
  count > LIST_SHOWN ? [`${' '.repeat(LABEL)}... and ${count - LIST_SHOWN} more`] : [];

function countsText(report: Report): readonly string[] {
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
    ...faultLines(report, pageOf(null), Infinity),
    ...labeled(
      'Calls',
      listed({ submit, cancel, query, 'open orders': openOrders, positions }),
      LABEL,
    ),
    ...labeled(
      'Work',
      `${grouped(performance.engineInputs)} inputs, ${grouped(performance.journalEntries)} entries, ` +
        `${performance.fills} fills, ${grouped(performance.polls)} polls${events}`,
      LABEL,
    ),
  ];
}

function alertText({ alerts }: Report, start: EpochMicros): readonly string[] {
  const shown = alerts
    .slice(0, LIST_SHOWN)
    .flatMap(({ level, code, subject, text, count, firstMicros, state }) =>
      labeled(
        'Alert',
        `${level} ${code} (${subject}), ${count} x from ${formatOffset(firstMicros as EpochMicros, start)}, ${state}: ${text}`,
        LABEL,
      ),
    );
  return [...shown, ...moreText(alerts.length)];
}

const warningText = ({ warnings }: Report): readonly string[] =>
  warnings.flatMap(({ subject, text }) =>
    labeled('Warning', subject === null ? text : `${subject} ${text}`, LABEL),
  );

function expectationText({ expectations }: Report): readonly string[] {
  const lines = expectations.flatMap(({ text, ok, actual }) =>
    labeled(
      'Expected',
      `${ok ? 'ok     ' : 'FAILED '}${text} (${actual ?? 'not measured'})`,
      LABEL,
    ),
  );
  return lines.length === 0 ? [] : ['', ...lines];
}

function fidelityText({ fidelity }: Report): readonly string[] {
  const { market, models, options, counts, fills, unrealistic } = fidelity;
  const values = Object.entries(options).map(([name, value]) => `${name} ${value}`);
  return [
    '',
    ...labeled('Market', [market, ...models].join('; '), LABEL),
    ...labeled('Options', values.length === 0 ? 'none' : values.join('; '), LABEL),
    ...labeled('Counted', countedText(counts), LABEL),
    ...labeled('Fills by', fills === null ? 'not known here' : causesText(fills), LABEL),
    ...unrealistic.flatMap((text, index) => labeled(index === 0 ? 'Not real' : '', text, LABEL)),
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

function nextText({ runId, parents }: Report, program: string): readonly string[] {
  const [child] = parents.flatMap((parent) => parent.children);
  if (child === undefined) return [];
  return [
    '',
    ...labeled(
      'Next',
      `${program} explain ${runId} ${child.name}   (why it was sent, why it filled, when we knew)`,
      LABEL,
    ),
  ];
}
