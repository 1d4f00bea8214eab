/**
 * What the engine believed against what was true (FIL-15, SIM-5): orders counted one by one, detection delay over
 * executions.
 */
import type { AuditResult, FillAudit, TruthLedger, Violation } from '../../core/order/truth.js';
import { MICROS_PER_SECOND } from '../../core/ground/units.js';
import { byOrder } from '../projection/by-order.js';
import { executedByOrder } from '../projection/executed.js';
import type { ProjectedChild } from '../projection/projection.js';
import { type DelayFigures, delayFigures } from './delay-figures.js';
import type { ReportContext } from './report-context.js';
import type {
  DetectionFigures,
  InvariantFigures,
  TruthFigures,
  ViolationReport,
} from '../schema/report.js';

export function buildDetection({ run, projection }: ReportContext): DetectionFigures {
  const sent = [...projection.children.values()].filter((child) => child.sentAt !== null);
  const timedOut = sent.filter((child) => child.result?.outcome === 'timeout');
  const figures = { ...UNMEASURED, orders: sent.length, timeouts: timedOut.length };
  if (run.audit === null || run.ledger === null) return figures;
  const audits = byOrder(run.audit.fills);
  const orders = [...audits.values()];
  const detected = orders.filter((fills) => fills.every((fill) => fill.detectedAt !== null));
  return {
    ...figures,
    fillable: orders.length,
    detected: detected.length,
    late: detected.filter((fills) => fills.some((fill) => fill.late)).length,
    fillableTimeouts: timedOut.filter((child) => audits.has(child.clientOrderId)).length,
    falsePositives: falsePositives(projection.children.values(), run.ledger),
    ...delays(run.audit.fills),
  };
}

/** Stands first in every spread, so that the fields keep this order. */
const UNMEASURED: DetectionFigures = {
  orders: 0,
  fillable: null,
  detected: null,
  late: null,
  timeouts: 0,
  fillableTimeouts: null,
  falsePositives: null,
  meanMs: null,
  p50Ms: null,
  p99Ms: null,
};

function falsePositives(children: Iterable<ProjectedChild>, ledger: TruthLedger): number {
  const truth = executedByOrder(ledger);
  let count = 0;
  for (const child of children) {
    if (child.filled > (truth.get(child.clientOrderId) ?? 0)) count += 1;
  }
  return count;
}

const delays = (fills: readonly FillAudit[]): DelayFigures =>
  delayFigures(
    fills.flatMap(({ at, detectedAt }) => (detectedAt === null ? [] : [detectedAt - at])),
  );

export function buildTruth(audit: AuditResult | null): TruthFigures {
  if (audit === null) return UNMEASURED_TRUTH;
  const detected = audit.fills.filter((fill) => fill.detectedAt !== null);
  return {
    ordersAccepted: audit.ordersAccepted,
    executions: audit.fills.length,
    fillsDetected: detected.length,
    fillsLate: detected.filter((fill) => fill.late).length,
    fillsMissed: audit.fills.length - detected.length,
    fillsUnpriced: detected.filter((fill) => fill.pricedAt === null).length,
    fillsPhantom: audit.phantom,
    fillsDoubled: audit.doubled,
    positionErrorSeconds: audit.positionErrorMicros / MICROS_PER_SECOND,
    ordersLeftOpen: audit.oneSided.filter(({ openFor }) => openFor === 'venue').length,
    ordersGone: audit.oneSided.filter(({ openFor }) => openFor === 'engine').length,
  };
}

const UNMEASURED_TRUTH: TruthFigures = {
  ordersAccepted: null,
  executions: null,
  fillsDetected: null,
  fillsLate: null,
  fillsMissed: null,
  fillsUnpriced: null,
  fillsPhantom: null,
  fillsDoubled: null,
  positionErrorSeconds: null,
  ordersLeftOpen: null,
  ordersGone: null,
};

export const buildInvariants = (audit: AuditResult | null): InvariantFigures => ({
  checks: audit?.checks ?? null,
  violations: audit?.violations.map(violationReport) ?? null,
});

const violationReport = ({ id, at, detail, evidence }: Violation): ViolationReport => ({
  id,
  atMicros: at,
  detail,
  evidence: {
    before: evidence.before.map(({ at: when, side, text }) => ({ atMicros: when, side, text })),
    engine: evidence.engine,
    venue: evidence.venue,
  },
});
