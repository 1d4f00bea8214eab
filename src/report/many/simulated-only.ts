/**
 * Figures that only a simulated run has: they are held against the venue's own ledger, its market as it truly was, or the faults that were
 * made to act. A session at a venue in another process, or at a broker, has a journal and nothing beside it. Names only.
 */

/** A name, or what stands above it; `*` is any index. */
const SIMULATED_ONLY: readonly string[] = [
  'seed',
  'fidelity',
  'truth',
  'invariants',
  'reached',
  'faults',
  'faultWindows',
  'attribution',
  'calls',
  'verdict.engine',
  'detection.fillable',
  'detection.detected',
  'detection.late',
  'detection.fillableTimeouts',
  'detection.falsePositives',
  'detection.meanMs',
  'detection.p50Ms',
  'detection.p99Ms',
  'performance.marketEvents',
  'performance.marketEventsPerSecond',
  'performance.wallMs',
  'parents.*.executedShare',
  'parents.*.markoutBps',
  'parents.*.markoutShare',
  'parents.*.cost.triggerBps',
  // Of a stop: when its trigger let it go is not known, and what that cost stands in here.
  'parents.*.cost.impactBps',
  'parents.*.vsTwapBps',
  'parents.*.vsVwapBps',
  'parents.*.participationShare',
  'parents.*.children.*.participationShare',
  'invariantViolations',
  'fillsMissed',
  'fillsUnpriced',
  'fillsPhantom',
  'fillsDoubled',
  'fillsLate',
  'ordersLeftOpen',
];

const PATHS = SIMULATED_ONLY.map((name) => name.split('.'));

/** Whether nobody but a simulation can say the figure of a checked name. */
export function isSimulatedOnly(name: string): boolean {
  const parts = name.split('.');
  return PATHS.some((path) =>
    path.every((part, level) => part === parts[level] || (part === '*' && level < parts.length)),
  );
}
