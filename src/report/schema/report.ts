/**
 * The report of one run: one schema for `--json`, the API and the store. Types only.
 *
 * Quantities, prices and money are decimal strings; basis points, shares and durations are numbers; instants are epoch
 * microseconds. What was not measured is null, never 0. Every figure is defined in docs/metrics.md. The order of the
 * fields is the order in which they are printed.
 */
import type { AlertLevel, AlertState } from '../../core/state/entry.js';
import type { RequestProblem } from '../../core/order/order-request.js';
import type { ParentReport } from './parent-report.js';

export const REPORT_SCHEMA_VERSION = 1;

export type RunMode = 'sim' | 'paper' | 'live';

/** F17: what kind of market this was, and what about it is not real. */
export interface Fidelity {
  readonly market: string;
  readonly models: readonly string[];
  /** Option -> value, as text. */
  readonly options: Readonly<Record<string, string>>;
  /** Counts of the tape: late diffs, ineligible prints, dust and the like. */
  readonly counts: Readonly<Record<string, number>>;
  readonly unrealistic: readonly string[];
}

/** Orders are children that left for the venue; the truth columns are null where there is no truth. */
export interface DetectionFigures {
  readonly orders: number;
  /** Orders with at least one true execution. */
  readonly fillable: number | null;
  /** Fillable orders all of whose executions the engine came to believe. */
  readonly detected: number | null;
  /** Of the detected: at least one execution only after the order's own timeout (SIM-5). */
  readonly late: number | null;
  /** Orders the engine concluded as `timeout`. */
  readonly timeouts: number;
  /** Of the timeouts: orders that had a true execution (FIL-15's numerator). */
  readonly fillableTimeouts: number | null;
  /** Orders believed filled further than they were. */
  readonly falsePositives: number | null;
  /** From execution at the venue to belief, over detected executions; milliseconds, exact to the microsecond. */
  readonly meanMs: number | null;
  readonly p50Ms: number | null;
  readonly p99Ms: number | null;
}

export interface TruthFigures {
  readonly ordersAccepted: number | null;
  readonly executions: number | null;
  readonly fillsDetected: number | null;
  readonly fillsLate: number | null;
  readonly fillsMissed: number | null;
  readonly fillsPhantom: number | null;
  readonly fillsDoubled: number | null;
  readonly positionErrorSeconds: number | null;
}

export interface InvariantFigures {
  readonly checks: number | null;
  /** Null = nobody checked; empty = checked and held. */
  readonly violations: readonly ViolationReport[] | null;
}

export interface ViolationReport {
  readonly id: string;
  readonly atMicros: number;
  readonly detail: string;
}

export interface CallCounts {
  readonly submit: number;
  readonly cancel: number;
  readonly query: number;
  readonly openOrders: number;
  readonly positions: number;
}

/** ALR-1; one row per code and subject. */
export interface AlertReport {
  readonly code: string;
  readonly level: AlertLevel;
  readonly subject: string;
  readonly text: string;
  readonly state: AlertState;
  readonly firstMicros: number;
  readonly lastMicros: number;
  /** Times raised. */
  readonly count: number;
}

export interface WarningReport {
  readonly code: string;
  /** A parent's short name, or null for the run as a whole. */
  readonly subject: string | null;
  readonly text: string;
}

/** An order that never became a parent. */
export interface RefusalReport {
  readonly atMicros: number;
  readonly code: string;
  readonly problems: readonly RequestProblem[];
}

export interface ExpectationResult {
  readonly text: string;
  readonly ok: boolean;
  /** What the name stood for; null = not measured (never satisfies). */
  readonly actual: number | null;
}

export interface PerformanceFigures {
  readonly marketEvents: number | null;
  readonly engineInputs: number;
  readonly journalEntries: number;
  readonly orders: number;
  readonly fills: number;
  readonly polls: number;
  readonly wallMs: number | null;
  readonly marketEventsPerSecond: number | null;
}

export interface Report {
  readonly schemaVersion: typeof REPORT_SCHEMA_VERSION;
  readonly runId: string;
  readonly scenario: string;
  readonly seed: number | null;
  readonly mode: RunMode;
  readonly build: string;
  readonly journalHash: string | null;
  readonly stateHash: string | null;
  readonly virtual: { readonly startMicros: number; readonly endMicros: number };
  readonly fidelity: Fidelity;
  readonly parents: readonly ParentReport[];
  readonly refused: readonly RefusalReport[];
  readonly detection: DetectionFigures;
  readonly truth: TruthFigures;
  readonly invariants: InvariantFigures;
  readonly faults: Readonly<Record<string, number>>;
  readonly calls: CallCounts;
  readonly alerts: readonly AlertReport[];
  readonly warnings: readonly WarningReport[];
  readonly expectations: readonly ExpectationResult[];
  readonly performance: PerformanceFigures;
}
