/**
 * A finished run to its report. Pure: no clock, no storage. Linear in the journal; the market is asked a handful of
 * questions per order and never walked.
 */
import { MICROS_PER_MS, MICROS_PER_SECOND } from '../../core/ground/units.js';
import type { ClientOrderId } from '../../core/order/order.js';
import { buildMonitor } from './build-monitor.js';
import { buildDetection, buildInvariants, buildTruth } from './build-detection.js';
import { buildParent } from './build-parent.js';
import type { FaultWindow } from '../../core/order/fault-record.js';
import type { FinishedRun } from '../projection/finished-run.js';
import type { ParentReport, WarningReport } from '../schema/parent-report.js';
import type { ProjectedAlert, RunProjection } from '../projection/projection.js';
import { type ReportContext, contextOf } from './report-context.js';
import { oneSidedOrders } from './one-sided.js';
import { unknownFills } from './unknown-fills.js';
import { buildVerdict, tallyOf } from './verdict.js';
import {
  type AlertReport,
  type ExpectationResult,
  type FaultWindowReport,
  type PerformanceFigures,
  REPORT_SCHEMA_VERSION,
  type Report,
  type SignalsReport,
} from '../schema/report.js';

export function buildReport(run: FinishedRun): Report {
  const context = contextOf(run);
  const { projection } = context;
  const parents = [...projection.parents.values()].map((parent) => buildParent(context, parent));
  return {
    schemaVersion: REPORT_SCHEMA_VERSION,
    runId: run.runId,
    scenario: run.scenarioName,
    seed: run.seed,
    mode: run.mode,
    engine: run.engine ?? 'robust',
    build: run.build,
    journalHash: run.journalHash,
    stateHash: run.stateHash,
    virtual: { startMicros: run.virtual.start, endMicros: run.virtual.end },
    verdict: buildVerdict(context),
    fidelity: run.fidelity,
    parents,
    refused: projection.refusals.map(({ at, code, problems }) => ({
      atMicros: at,
      code,
      problems,
    })),
    ...signalsReport(projection),
    ...positionsReport(projection),
    ...reconciliationReport(projection),
    ...skippedReport(projection),
    detection: buildDetection(context),
    monitor: buildMonitor(projection),
    truth: buildTruth(run.audit),
    invariants: buildInvariants(run.audit),
    reached: run.audit?.reached ?? null,
    faults: Object.fromEntries([...run.faults].sort(([a], [b]) => (a < b ? -1 : 1))),
    faultWindows: run.faultRecord.windows.map(windowReport),
    attribution: null,
    calls: run.calls,
    alerts: [...projection.alerts.values()].map(alertReport),
    warnings: allWarnings(context, parents),
    expectations: run.expectations,
    performance: performanceOf(context, parents),
  };
}

/** The same report with its expectations answered: they are evaluated against the report itself. */
export const withExpectations = (
  report: Report,
  expectations: readonly ExpectationResult[],
): Report => ({
  ...report,
  verdict: { ...report.verdict, expectations: tallyOf(expectations) },
  expectations,
});

const windowReport = ({ from, to, ...window }: FaultWindow): FaultWindowReport => ({
  kind: window.kind,
  symbol: window.symbol,
  paths: window.paths,
  fromMicros: from,
  toMicros: to,
  acts: window.acts,
});

function positionsReport({ positions }: RunProjection): Pick<Report, 'positions'> {
  if (positions === null) return {};
  const { orders, ...counts } = positions;
  return { positions: { ...counts, ordersConfirmed: orders } };
}

function reconciliationReport({
  reconciliation,
  children,
}: RunProjection): Pick<Report, 'reconciliation'> {
  const { isShown, passes, failed, starts, found, metrics } = reconciliation;
  if (!isShown) return {};
  const { lastRunAt, ...counts } = metrics;
  const told = starts.map(({ downSince, gatedAt, forcedAt, recoveringAt, readyAt, slices }) => ({
    downSinceMicros: downSince,
    gatedAtMicros: gatedAt,
    forcedAtMicros: forcedAt,
    recoveringAtMicros: recoveringAt,
    readyAtMicros: readyAt,
    slicesRecovered: slices,
  }));
  const differences = found.map(({ at, what, subject, text }) => ({
    atMicros: at,
    what,
    subject: children.get(subject as ClientOrderId)?.name ?? subject,
    text,
  }));
  return {
    reconciliation: {
      passes,
      failed,
      starts: told,
      ...counts,
      found: differences,
      lastRunMicros: lastRunAt,
    },
  };
}

function skippedReport({ skips, children }: RunProjection): Pick<Report, 'skippedUpdates'> {
  const { count, first } = skips;
  if (count === 0) return {};
  const list = first.map(({ at, clientOrderId, source, code, text }) => ({
    atMicros: at,
    order: children.get(clientOrderId)?.name ?? clientOrderId,
    source,
    reason: code,
    text,
  }));
  return { skippedUpdates: { count, list } };
}

function signalsReport({ signals, parents }: RunProjection): { readonly signals?: SignalsReport } {
  if (signals === null) return {};
  const { first, ...counts } = signals;
  const list = first.map(({ at, id, as, parentId, ageMicros, why }) => ({
    atMicros: at,
    id,
    as,
    parent: parentId === null ? null : (parents.get(parentId)?.name ?? null),
    ageMs: ageMicros === null ? null : ageMicros / MICROS_PER_MS,
    why,
  }));
  return { signals: { ...counts, list } };
}

const alertReport = ({ first, last, ...alert }: ProjectedAlert): AlertReport => ({
  code: alert.code,
  level: alert.level,
  subject: alert.subject,
  text: alert.text,
  state: alert.state,
  firstMicros: first,
  lastMicros: last,
  count: alert.count,
});

function allWarnings(
  context: ReportContext,
  parents: readonly ParentReport[],
): readonly WarningReport[] {
  const { run, projection } = context;
  return [
    ...run.warnings.map(({ code, text }) => ({ code, subject: null, text })),
    ...projection.duplicates.map(({ duplicateOf }) => ({
      code: 'duplicate-request',
      subject: projection.parents.get(duplicateOf)?.name ?? null,
      text: 'was requested again: recognized, nothing was created',
    })),
    ...parents.flatMap((parent) => parent.warnings),
    ...unknownFills(context),
    ...oneSidedOrders(context),
  ];
}

function performanceOf(
  { run, projection }: ReportContext,
  parents: readonly ParentReport[],
): PerformanceFigures {
  const { marketEvents, wallMs } = run.performance;
  const children = parents.flatMap((parent) => parent.children);
  return {
    marketEvents,
    engineInputs: projection.inputs,
    journalEntries: projection.entries,
    orders: children.filter((child) => child.sentAtMicros !== null).length,
    fills: projection.fills,
    polls: children.reduce((sum, child) => sum + child.polls, 0),
    wallMs,
    marketEventsPerSecond: perSecond(marketEvents, wallMs),
  };
}

function perSecond(count: number | null, wallMs: number | null): number | null {
  if (count === null || wallMs === null || wallMs <= 0) return null;
  return Math.round((count * (MICROS_PER_SECOND / MICROS_PER_MS)) / wallMs);
}
