/** One order of the tour from beginning to end: sent into an outage, filled unseen, found, and never sent twice. From the run's own facts. */
import { lengthText } from '../core/ground/length-text.js';
import type { EpochMicros } from '../core/ground/units.js';
import type { FinishedRun } from '../report/projection/finished-run.js';
import type { ChildReport, ParentReport } from '../report/schema/parent-report.js';
import type { Report } from '../report/schema/report.js';
import { wrap } from '../report/text/layout.js';
import { formatClock, grouped, shortDecimal } from '../report/text/numbers.js';

const INDENT = ' '.repeat(16);

/** Nothing where the run has no such order: a changed scenario has another story. */
export function storyOf(finished: FinishedRun, report: Report): readonly string[] {
  const found = foundLate(report);
  const [fault] = report.faultWindows;
  const executions = finished.ledger?.executions ?? [];
  const filled = executions.find(
    ({ clientOrderId }) => clientOrderId === found?.child.clientOrderId,
  );
  if (found === null || fault === undefined || filled === undefined) return [];
  const { child, sent, known, parent } = found;
  const { side, symbol, slices } = parent;
  const since = (at: number): string =>
    formatClock(at as EpochMicros, report.virtual.startMicros as EpochMicros);
  const line = (at: number, text: string): readonly string[] =>
    wrap(text, `  ${since(at)}  `, INDENT);
  return [
    '',
    `One story, of order ${child.name} in ${report.scenario}:`,
    ...line(sent, `${child.name} is sent: ${side} ${child.quantity} ${symbol} at market.`),
    ...line(
      filled.at,
      `The venue fills it at ${grouped(shortDecimal(child.averagePrice ?? '-'))}, and answers.`,
    ),
    ...line(
      fault.fromMicros,
      `Everything goes dark, the answer with it. Unanswered is not failed: the engine does not send it again, and asks.`,
    ),
    ...line(
      fault.toMicros,
      `The venue is back after ${lengthText(fault.toMicros - fault.fromMicros)}.`,
    ),
    ...line(
      known,
      `A look-up finds the fill, ${lengthText(known - filled.at)} after it happened; it is booked once.`,
    ),
    ...wrap(
      `${skippedText(slices.skipped)}Sent again under another id, it would have traded twice.`,
      INDENT,
    ),
  ];
}

const skippedText = (skipped: number): string =>
  skipped === 0 ? '' : 'The slice that fell due meanwhile is caught up at the end. ';

interface Found {
  readonly parent: ParentReport;
  readonly child: ChildReport;
  readonly sent: number;
  readonly known: number;
}

/** The order whose fill the engine learned of the longest after sending it. */
function foundLate({ parents }: Report): Found | null {
  const all = parents.flatMap((parent) =>
    parent.children.flatMap((child): readonly Found[] => {
      const { sentAtMicros: sent, firstFillAtMicros: known } = child;
      return sent === null || known === null ? [] : [{ parent, child, sent, known }];
    }),
  );
  const [latest] = all.toSorted((a, b) => b.known - b.sent - (a.known - a.sent));
  return latest ?? null;
}
