/** The tour as a table: one scenario a line, what it showed in figures of its own run, and the verdicts. */
import { lengthText } from '../core/ground/length-text.js';
import { MICROS_PER_SECOND } from '../core/ground/units.js';
import type { Report } from '../report/schema/report.js';
import { left, right, table } from '../report/text/layout.js';
import { grouped, percentOf, roundBps } from '../report/text/numbers.js';
import { TONES } from '../report/text/told.js';
import { type TonedLine, plain, toned } from '../report/text/toned.js';
import { SIGNS, levelOf } from '../report/text/verdict-words.js';

interface Stop {
  /** Of the scenario and of its file. */
  readonly name: string;
  readonly showed: (report: Report) => string;
}

const faultTime = ({ faultWindows: [first] }: Report): string =>
  first === undefined ? 'a while' : lengthText(first.toMicros - first.fromMicros);

const failedSlices = ({ parents: [first] }: Report): number => first?.slices.failed ?? 0;

/** In the order of a tour: nothing goes wrong, the wire, the venue, the market. */
export const TOUR: readonly Stop[] = [
  { name: 'calm', showed: () => 'what the others are measured against' },
  {
    name: 'outage',
    showed: (report) =>
      `${faultTime(report)} dark: ${report.truth.fillsLate ?? 0} fill late, ${report.truth.fillsMissed ?? 0} lost`,
  },
  {
    name: 'lost-acknowledgements',
    showed: ({ faults }) => `${grouped(faults['ack-lost'] ?? 0)} answers lost, nothing sent twice`,
  },
  {
    name: 'rate-limit',
    showed: ({ calls, truth }) =>
      `429: ${calls.submit} submits, ${truth.ordersAccepted ?? 0} orders`,
  },
  {
    name: 'halt',
    showed: (report) => `${faultTime(report)} halt: ${failedSlices(report)} slices caught up later`,
  },
  {
    name: 'spread-shift',
    showed: ({ parents: [first] }) =>
      `stopped at a spread of ${first?.stop?.measured ?? 'too much'}`,
  },
];

const COLUMNS = [
  left('  scenario'),
  left('what it showed'),
  left('trade'),
  left('engine'),
  right('cost bps'),
];

export function tourTable(reports: readonly Report[]): readonly TonedLine[] {
  const [head = '', ...rows] = table(COLUMNS, reports.map(row));
  const held = reports.reduce((sum, { verdict }) => sum + verdict.expectations.held, 0);
  const failed = reports.reduce((sum, { verdict }) => sum + verdict.expectations.failed, 0);
  const told =
    failed === 0
      ? `All ${held} expectations of the ${reports.length} scenarios held.`
      : `${failed} of ${held + failed} expectations FAILED.`;
  return [
    ...plain([
      'Six scenarios, an order in each: what goes wrong, and what the engine makes of it.',
      '',
    ]),
    ...plain([head]),
    ...reports.flatMap((report, index) => toned(TONES[levelOf(report)], [rows[index] ?? ''])),
    ...plain(['']),
    ...toned(failed === 0 ? 'plain' : 'bad', [told]),
    ...plain([
      `${SIGNS.good} all is well, ${SIGNS.warn} short of what was asked or known too late, ${SIGNS.bad} failed; cost of what filled, with fees`,
    ]),
  ];
}

function row(report: Report): readonly string[] {
  const { scenario, verdict, truth, parents } = report;
  const { trade, engine } = verdict;
  const wrong = lengthText((truth.positionErrorSeconds ?? 0) * MICROS_PER_SECOND);
  const missing =
    trade.missingShare === null ? 'not complete' : `${percentOf(trade.missingShare)} % missing`;
  const showed = TOUR.find(({ name }) => name === scenario)?.showed(report) ?? '';
  return [
    `${SIGNS[levelOf(report)]} ${scenario}`,
    showed,
    trade.complete ? 'complete' : missing,
    engine.knewTruth === false ? `wrong ${wrong}` : 'knew',
    roundBps(parents[0]?.filledCostBps ?? null),
  ];
}
