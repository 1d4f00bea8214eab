/**
 * What is stored of a run beside its journal, held against what the run gives when it is run again: its row, orders, fills, report,
 * ledger and series. All of it is a function of the plan; only run id, host, build and the speed of that day are not, and those
 * are for the seal.
 */
import { readSeries } from '../../report/schema/read-report.js';
import { wholeText } from '../../store/long-text.js';
import type { ResultsStore } from '../../store/results-store.js';
import type { RunSummary, StoredRun } from '../../store/stored-run.js';
import { furtherRuns } from '../attribution.js';
import type { EndedRun } from '../ended-run.js';
import { compareRows } from './compare-rows.js';
import { differenceText, firstDifference, shown } from './first-difference.js';
import type { VerifyCheck } from './verify-check.js';

/** Where it is read from. */
export type StoredSide = Pick<
  ResultsStore,
  'plan' | 'report' | 'truth' | 'series' | 'orders' | 'fills'
>;

export function compareStored(
  store: StoredSide,
  summary: RunSummary,
  run: EndedRun,
): readonly VerifyCheck[] {
  const { runId } = summary;
  const again = run.stored();
  return [
    compareRow(summary, store.plan(runId), again),
    compareRows({
      name: 'orders',
      stored: store.orders(runId),
      again: again.orders,
      keyOf: ({ orderId }) => orderId,
    }),
    compareRows({
      name: 'fills',
      stored: store.fills(runId),
      again: again.fills,
      keyOf: ({ orderId, execId, bustOf }) =>
        `${orderId} ${execId}${bustOf === '' ? '' : ` undoing ${bustOf}`}`,
    }),
    compareReport(summary, store.report(runId), run),
    compareText('truth', store.truth(runId), again.truth),
    compareText('series', store.series(runId), again.series, { read: asServed }),
  ];
}

/** What of a row is a function of the plan. */
function compareRow(summary: RunSummary, plan: string | null, again: StoredRun): VerifyCheck {
  const columns = ['scenario', 'seed', 'mode', 'status'] as const;
  const other = columns.find((name) => summary[name] !== again[name]);
  if (other === undefined) return compareText('row', plan, again.plan, { within: 'plan' });
  const text = `${other}: stored ${shown(summary[other])}, again ${shown(again[other])}`;
  return { name: 'row', ok: false, text };
}

/** Run id, build and speed as they are stored: they are those of another process. */
function compareReport(
  { runId, build }: RunSummary,
  text: string | null,
  { report, plan }: EndedRun,
): VerifyCheck {
  const stored = recordOf(parsed(text));
  const { wallMs, marketEventsPerSecond } = recordOf(stored['performance']);
  // What each fault cost takes further runs: where those were not made, or make too much of it, it is the seal's alone.
  const { attribution } = furtherRuns(plan.faults.length) === 0 ? report : stored;
  const again = {
    ...report,
    runId,
    build,
    performance: { ...report.performance, wallMs, marketEventsPerSecond },
    attribution: report.attribution ?? attribution,
  };
  return compareText('report', text, JSON.stringify(again));
}

/** Whether a stored report says what each fault cost. */
export const hasAttribution = (text: string | null): boolean =>
  Array.isArray(recordOf(parsed(text))['attribution']);

function compareText(
  name: VerifyCheck['name'],
  stored: string | null,
  again: StoredRun['report' | 'truth'],
  { within = '', read = parsed }: { within?: string; read?: (text: string | null) => unknown } = {},
): VerifyCheck {
  const text = again === null ? null : wholeText(again);
  if (stored === text) {
    const length = stored === null ? 'not kept' : `${stored.length} characters`;
    return { name, ok: true, text: `${length}, the same` };
  }
  const difference = firstDifference(read(stored), read(text), within);
  // Spaces, or the order of keys: nobody is told another thing, and it is not what was written.
  const told =
    difference === null ? 'the same values, written otherwise' : differenceText(difference);
  return { name, ok: false, text: told };
}

/** Series are packed: a difference is told of what they say. */
function asServed(text: string | null): unknown {
  try {
    return text === null ? null : readSeries(text);
  } catch {
    return parsed(text);
  }
}

/** Undefined for what is no JSON. */
function parsed(text: string | null): unknown {
  try {
    return text === null ? null : JSON.parse(text);
  } catch {
    return undefined;
  }
}

const recordOf = (value: unknown): Readonly<Record<string, unknown>> =>
  typeof value === 'object' && value !== null ? (value as Readonly<Record<string, unknown>>) : {};
