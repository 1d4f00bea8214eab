/** Folds the passes over what the venue knows and the starts of processes (REC-1, REC-5), and counts what they came to (REC-8). */
import {
  NO_RECONCILIATION_METRICS,
  reconciliationMetricsAfter,
} from '../../core/engine/reconciliation-metrics.js';
import type { EpochMicros } from '../../core/ground/units.js';
import type { Entry } from '../../core/state/entry.js';
import type { GateEntry } from '../../core/state/gate.js';
import type { ReconciliationEntry } from '../../core/state/reconciliation.js';
import { type Folds, type ReconciliationDraft, type RunDraft, pass } from './draft.js';
import type { ProjectedStart } from './projection.js';

const NOTHING: ReconciliationDraft = {
  isShown: false,
  passes: 0,
  failed: 0,
  starts: [],
  found: [],
  metrics: NO_RECONCILIATION_METRICS,
};

export const newReconciliation = (): ReconciliationDraft => ({ ...NOTHING, starts: [], found: [] });

/** Each entry counts, also one that another fold reads. */
export function countReconciliation(
  { reconciliation }: RunDraft,
  entry: Entry,
  at: EpochMicros,
): void {
  reconciliation.metrics = reconciliationMetricsAfter(reconciliation.metrics, entry, at);
}

export const RECONCILIATION_FOLDS: Folds<ReconciliationEntry> = {
  'reconciliation-due': pass,
  'reconciliation-begun': ({ reconciliation }) => {
    reconciliation.isShown = true;
  },
  'reconciliation-asked': pass,
  'reconciliation-heard': pass,
  'reconciliation-failed': ({ reconciliation }) => {
    reconciliation.failed += 1;
  },
  'reconciliation-done': ({ reconciliation }) => {
    reconciliation.passes += 1;
  },
};

export const GATE_FOLDS: Folds<GateEntry> = {
  'gate-shut': ({ reconciliation, lastAt: downSince }, _, gatedAt) => {
    reconciliation.isShown = true;
    reconciliation.starts.push({
      downSince,
      gatedAt,
      forcedAt: null,
      recoveringAt: null,
      readyAt: null,
      slices: 0,
    });
  },
  'gate-heard': pass,
  'gate-late': pass,
  'gate-forced': (draft, _, forcedAt) => {
    changeLast(draft, { forcedAt });
  },
  'recovery-begun': (draft, { resumed }, recoveringAt) => {
    const slices = resumed.reduce((sum, one) => sum + one.slices, 0);
    changeLast(draft, { recoveringAt, slices });
  },
  'gate-opened': (draft, _, readyAt) => {
    changeLast(draft, { readyAt });
  },
};

function changeLast({ reconciliation }: RunDraft, change: Partial<ProjectedStart>): void {
  const last = reconciliation.starts.pop();
  if (last !== undefined) reconciliation.starts.push({ ...last, ...change });
}
