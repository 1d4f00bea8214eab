/** A stored run in one line: what was asked of it, what came of it, and what was put over its scenario. */
import { StoredDocumentError, readReport } from '../report/schema/read-report.js';
import type { ParentReport } from '../report/schema/parent-report.js';
import type { Report } from '../report/schema/report.js';
import { grouped } from '../report/text/numbers.js';
import { SIGNS, levelOf } from '../report/text/verdict-words.js';
import { askedOf } from '../runs/asked.js';
import { metricOf } from '../report/many/metric.js';
import { decodeStoredPlan } from '../runs/stored-plan.js';
import type { ResultsStore } from '../store/results-store.js';
import type { RunSummary } from '../store/stored-run.js';

export interface RunLine extends RunSummary {
  /** What was ordered, as `buy 2.4 BTCUSDT`; null where its report cannot be read. */
  readonly asked: string | null;
  /** As in the reports; `?` also where the report cannot be read. */
  readonly sign: string;
  readonly filledShare: number | null;
  readonly filledCostBps: number | null;
  /** `key=value`, as they were given. */
  readonly overrides: readonly string[];
}

export function runLine(store: ResultsStore, run: RunSummary): RunLine {
  const report = reportOf(store, run);
  const plan = decodeStoredPlan(store.plan(run.runId) ?? '');
  const overrides = plan === null ? [] : askedOf(plan).overrides;
  if (report === null)
    return { ...run, asked: null, sign: '?', filledShare: null, filledCostBps: null, overrides };
  return {
    ...run,
    asked: askedText(report.parents),
    sign: SIGNS[levelOf(report)],
    filledShare: metricOf(report, 'filledShare'),
    filledCostBps: metricOf(report, 'filledCostBps'),
    overrides,
  };
}

/** A report that is damaged, or of an earlier version, takes nothing from the others. */
function reportOf(store: ResultsStore, { runId }: RunSummary): Report | null {
  try {
    return readReport(store.report(runId) ?? '');
  } catch (error) {
    if (error instanceof StoredDocumentError) return null;
    throw error;
  }
}

export function askedText([first, ...others]: readonly ParentReport[]): string {
  if (first === undefined) return 'nothing';
  const more = others.length === 0 ? '' : `, ${others.length} more`;
  return `${first.side} ${grouped(first.quantity)} ${first.symbol}${more}`;
}
