/**
 * REC-8: what reconciliation has come to, counted from entries alone: any host of an engine, and any reader of its journal, has the same
 * figures. Pure.
 */
import type { EpochMicros } from '../ground/units.js';
import { MICROS_PER_SECOND } from '../ground/units.js';
import { isConflict } from '../order/merge.js';
import type { Entry } from '../state/entry.js';

export interface ReconciliationMetrics {
  /** Orders that the store had otherwise, and positions that differed: each once. */
  readonly mismatches: number;
  /** When a pass or a start ended well last; null = never. */
  readonly lastRunAt: EpochMicros | null;
  /** Updates that reconciliation brought and that were older or weaker than what was known. */
  readonly conflictsSkipped: number;
  /** Times something put a symbol in quarantine: a ruling, or an order that nobody here placed. */
  readonly symbolsQuarantined: number;
  readonly slicesRecovered: number;
  readonly slicesSkippedParentInvalid: number;
}

export const NO_RECONCILIATION_METRICS: ReconciliationMetrics = {
  mismatches: 0,
  lastRunAt: null,
  conflictsSkipped: 0,
  symbolsQuarantined: 0,
  slicesRecovered: 0,
  slicesSkippedParentInvalid: 0,
};

/** @returns the same object where the entry counts for nothing. */
export function reconciliationMetricsAfter(
  known: ReconciliationMetrics,
  entry: Entry,
  at: EpochMicros,
): ReconciliationMetrics {
  switch (entry.kind) {
    case 'open-orders-compared': {
      const more = entry.lacking.length + entry.unexpected.length;
      return more === 0 ? known : { ...known, mismatches: known.mismatches + more };
    }
    case 'history-page':
      return entry.changed === 0
        ? known
        : { ...known, mismatches: known.mismatches + entry.changed };
    case 'order-updated':
    case 'update-skipped':
      return entry.source === 'reconciliation' ? skipped(known, entry) : known;
    case 'orphan-found': {
      const { mismatches, symbolsQuarantined } = known;
      return {
        ...known,
        mismatches: mismatches + 1,
        symbolsQuarantined: symbolsQuarantined + 1,
      };
    }
    case 'quarantine':
      return entry.held ? { ...known, symbolsQuarantined: known.symbolsQuarantined + 1 } : known;
    case 'alert': {
      const isNew = entry.code === 'position-differs' && entry.state === 'raised';
      return isNew ? { ...known, mismatches: known.mismatches + 1 } : known;
    }
    case 'recovery-begun': {
      const slices = entry.resumed.reduce((sum, one) => sum + one.slices, 0);
      return {
        ...known,
        slicesRecovered: known.slicesRecovered + slices,
        slicesSkippedParentInvalid: known.slicesSkippedParentInvalid + entry.invalid.length,
      };
    }
    case 'reconciliation-done':
    case 'gate-opened':
      return { ...known, lastRunAt: at };
    default:
      return known;
  }
}

function skipped(
  known: ReconciliationMetrics,
  entry: Extract<Entry, { kind: 'order-updated' | 'update-skipped' }>,
): ReconciliationMetrics {
  const conflicts = entry.skipped.filter(isConflict).length;
  if (conflicts === 0) return known;
  return { ...known, conflictsSkipped: known.conflictsSkipped + conflicts };
}

export interface NamedMetric {
  readonly name: string;
  readonly help: string;
  readonly type: 'counter' | 'gauge';
  /** Null = there is none yet: left out of an exposition. */
  readonly value: number | null;
}

/** By the names under which they are exposed; a time is in seconds since the epoch. */
export const namedReconciliationMetrics = ({
  mismatches,
  lastRunAt,
  conflictsSkipped,
  symbolsQuarantined,
  slicesRecovered,
  slicesSkippedParentInvalid,
}: ReconciliationMetrics): readonly NamedMetric[] => [
  {
    name: 'reconciliation_mismatches_total',
    help: 'Orders and positions in which the broker and the store differed.',
    type: 'counter',
    value: mismatches,
  },
  {
    name: 'reconciliation_last_run_timestamp',
    help: 'When reconciliation succeeded last, in seconds since the epoch.',
    type: 'gauge',
    value: lastRunAt === null ? null : lastRunAt / MICROS_PER_SECOND,
  },
  {
    name: 'reconciliation_conflicts_skipped_total',
    help: 'Updates from reconciliation that were weaker than what was known.',
    type: 'counter',
    value: conflictsSkipped,
  },
  {
    name: 'symbols_quarantined_total',
    help: 'Times a symbol was put in quarantine.',
    type: 'counter',
    value: symbolsQuarantined,
  },
  {
    name: 'twap_slices_recovered_total',
    help: 'Slices taken up again after a restart.',
    type: 'counter',
    value: slicesRecovered,
  },
  {
    name: 'twap_slices_skipped_parent_invalid',
    help: 'Slices not taken up after a restart, since their parent does not live.',
    type: 'counter',
    value: slicesSkippedParentInvalid,
  },
];
