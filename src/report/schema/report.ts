/**
 * The report of one run, told once: the schema for `--json`, the API and what is stored, and the types inferred from it
 * for the builder, the pages and the text.
 *
 * Quantities, prices and money are decimal strings; basis points, shares and durations are numbers; instants are epoch
 * microseconds. What was not measured is null, never 0. Every figure is defined in docs/metrics.md. The builder writes
 * the fields in this order.
 */
import { z } from 'zod';
import {
  type Told,
  count,
  countByName,
  decimalText,
  listOf,
  micros,
  nullable,
  number,
  text,
  textByName,
} from './fields.js';
import { parentSchema, warningSchema } from './parent-report.js';
import { verdictSchema } from './verdict.js';

export const REPORT_SCHEMA_VERSION = 2;

/** F17: what one of the fill rules made. */
const causeSchema = z.strictObject({
  executions: count,
  /** Symbol -> quantity. */
  quantities: z.record(z.string(), decimalText),
});

/** F17: what kind of market this was, and what about it is not real. */
const fidelitySchema = z.strictObject({
  market: text,
  models: listOf(text),
  /** Option -> value, as text. */
  options: textByName,
  /** Counts of the tape: stale diffs, ineligible prints, dust and the like. */
  counts: countByName,
  /** By what caused them (F4, F6, F8); null where there is no truth. */
  fills: nullable(
    z.strictObject({
      taker: causeSchema,
      queue: causeSchema,
      through: causeSchema,
      crossed: causeSchema,
      hidden: causeSchema,
    }),
  ),
  unrealistic: listOf(text),
});

/** An order that never became a parent. */
const refusalSchema = z.strictObject({
  atMicros: micros,
  code: text,
  problems: listOf(z.strictObject({ field: text, text })),
});

/** Orders are children that left for the venue; the truth columns are null where there is no truth. */
const detectionSchema = z.strictObject({
  orders: count,
  /** Orders with at least one true execution. */
  fillable: nullable(count),
  /** Fillable orders all of whose executions the engine came to believe. */
  detected: nullable(count),
  /** Of the detected: at least one execution only after the order's own timeout (SIM-5). */
  late: nullable(count),
  /** Orders the engine concluded as `timeout`. */
  timeouts: count,
  /** Of the timeouts: orders that had a true execution (FIL-15's numerator). */
  fillableTimeouts: nullable(count),
  /** Orders believed filled further than they were. */
  falsePositives: nullable(count),
  /** From execution at the venue to belief, over detected executions; milliseconds, exact to the microsecond. */
  meanMs: nullable(number),
  p50Ms: nullable(number),
  p99Ms: nullable(number),
});

/** FIL-11: how well fills were found, as the engine itself can say it: by the venue's stamps and its own deadlines. */
const monitorSchema = z.strictObject({
  /** Orders on which there is a verdict. */
  orders: count,
  filled: count,
  /** Of the filled: all executions known by the deadline. */
  inTime: count,
  /** In time of filled; null where none filled. */
  detectionRate: nullable(number),
  /** From the venue's stamp of an execution to its booking. */
  meanMs: nullable(number),
  p99Ms: nullable(number),
  timeouts: count,
  timeoutRate: nullable(number),
  /** Requests that ended, and those of which the end said nothing or could not be had. */
  calls: count,
  callErrors: count,
  callErrorRate: nullable(number),
});

const truthSchema = z.strictObject({
  ordersAccepted: nullable(count),
  executions: nullable(count),
  fillsDetected: nullable(count),
  fillsLate: nullable(count),
  fillsMissed: nullable(count),
  /** Detected as a part of a total, and not known by price when the run ended. */
  fillsUnpriced: nullable(count),
  fillsPhantom: nullable(count),
  fillsDoubled: nullable(count),
  positionErrorSeconds: nullable(number),
  /** Rest at the venue when the run ended, and are over for the engine. */
  ordersLeftOpen: nullable(count),
  /** Open for the engine when the run ended, and over at the venue. */
  ordersGone: nullable(count),
});

/** What shows a broken invariant: the last own events up to it, and what it is about as either side saw it. */
const evidenceSchema = z.strictObject({
  before: listOf(
    z.strictObject({
      atMicros: micros,
      side: z.enum(['told', 'engine', 'wire', 'venue']),
      text,
    }),
  ),
  engine: text,
  venue: text,
});

const violationSchema = z.strictObject({
  id: text,
  atMicros: micros,
  detail: text,
  /** Null where an earlier version made the report, which kept none. */
  evidence: nullable(evidenceSchema),
});

const invariantsSchema = z.strictObject({
  checks: nullable(count),
  /** Null = nobody checked; empty = checked and held. */
  violations: nullable(listOf(violationSchema)),
});

/** A span in which a fault was in force, the end not included; one that hits a single message ends with it. */
const faultWindowSchema = z.strictObject({
  kind: text,
  /** Null = of all instruments. */
  symbol: nullable(text),
  /** Of feed, submit, cancel, query and stream; empty where it acts in the venue itself. */
  paths: listOf(text),
  fromMicros: micros,
  toMicros: micros,
  /** How often it acted meanwhile. */
  acts: count,
});

/**
 * What one fault cost: this run less the same run without it. The last row is the remainder that no single fault explains,
 * so that the rows add up to what all of them cost together.
 */
const attributionSchema = z.strictObject({
  fault: text,
  /** Null for the remainder. */
  kind: nullable(text),
  /** Positive = cost; null where a run did not measure it. */
  shortfallBps: nullable(number),
  /** Null also where the orders are paid in several currencies. */
  shortfallQuote: nullable(decimalText),
  /** How much later orders were known to fill, summed over those that filled in both runs. */
  delayMs: number,
  /** Orders that went otherwise; of the remainder: that no single fault touched. */
  ordersTouched: count,
  text,
});

const callsSchema = z.strictObject({
  submit: count,
  cancel: count,
  query: count,
  openOrders: count,
  positions: count,
});

/** ALR-1; one row per code and subject. */
const alertSchema = z.strictObject({
  code: text,
  level: z.enum(['info', 'warning', 'critical']),
  subject: text,
  text,
  state: z.enum(['raised', 'acknowledged', 'cleared']),
  firstMicros: micros,
  lastMicros: micros,
  /** Times raised. */
  count,
});

/** DED-6: what became of the signals that were given. */
const signalsSchema = z.strictObject({
  taken: count,
  duplicates: count,
  refused: count,
  /** The first hundred, in the order in which they came. */
  list: listOf(
    z.strictObject({
      atMicros: micros,
      id: text,
      as: z.enum(['taken', 'duplicate', 'refused']),
      /** The order it made, or that of the first like it. */
      parent: nullable(text),
      ageMs: nullable(number),
      why: nullable(text),
    }),
  ),
});

/** FIL-7: looks at the venue's positions, against what the fills make of them. */
const positionsSchema = z.strictObject({
  agreed: count,
  differed: count,
  /** The question failed, or orders were under way meanwhile. */
  unclear: count,
  /** Discrepancies that stayed and were booked as adjustments (REC-6). */
  synced: count,
  /** Times one of these was taken back, as what it stood for was known; left out where an earlier version made the report. */
  undone: count.optional(),
  /** Orders whose fills a position confirmed. */
  ordersConfirmed: count,
});

/** REC-1, REC-5, REC-8: passes over what the venue knows, starts of processes, and what they came to. */
const reconciliationSchema = z.strictObject({
  passes: count,
  failed: count,
  /** Gate, forced open, recovery, ready: null = it did not come to that. */
  starts: listOf(
    z.strictObject({
      /** When the process before it wrote last; null = not in this journal, left out where an earlier version made the report. */
      downSinceMicros: nullable(micros).optional(),
      gatedAtMicros: micros,
      forcedAtMicros: nullable(micros),
      recoveringAtMicros: nullable(micros),
      readyAtMicros: nullable(micros),
      slicesRecovered: count,
    }),
  ),
  mismatches: count,
  /** Where the venue and the store differed, the first hundred; left out where an earlier version made the report. */
  found: listOf(
    z.strictObject({
      atMicros: micros,
      what: z.enum(['not-listed', 'listed', 'history', 'orphan', 'position']),
      /** An order by its name, or a symbol; null where it is about several. */
      subject: nullable(text),
      text,
    }),
  ).optional(),
  lastRunMicros: nullable(micros),
  conflictsSkipped: count,
  symbolsQuarantined: count,
  slicesRecovered: count,
  slicesSkippedParentInvalid: count,
});

/** ORD-3: what of updates of orders was not believed, and why. */
const skippedUpdatesSchema = z.strictObject({
  count,
  /** The first hundred, in the order in which they came. */
  list: listOf(
    z.strictObject({
      atMicros: micros,
      order: text,
      source: text,
      reason: text,
      text,
    }),
  ),
});

const expectationSchema = z.strictObject({
  text,
  ok: z.boolean(),
  /** What the name stood for; null = not measured (never satisfies). */
  actual: nullable(number),
});

const performanceSchema = z.strictObject({
  marketEvents: nullable(count),
  engineInputs: count,
  journalEntries: count,
  orders: count,
  fills: count,
  polls: count,
  wallMs: nullable(number),
  marketEventsPerSecond: nullable(number),
});

export const runMode = z.enum(['sim', 'paper', 'live']);

export const reportSchema = z.strictObject({
  schemaVersion: z.literal(REPORT_SCHEMA_VERSION),
  runId: text,
  scenario: text,
  seed: nullable(number),
  mode: runMode,
  /** FIL-12: who followed the orders; an operator may have chosen another one on the way. */
  engine: z.enum(['robust', 'plain', 'naive']),
  build: text,
  journalHash: nullable(text),
  stateHash: nullable(text),
  virtual: z.strictObject({ startMicros: micros, endMicros: micros }),
  verdict: verdictSchema,
  fidelity: fidelitySchema,
  parents: listOf(parentSchema),
  refused: listOf(refusalSchema),
  /** Left out where none was given. */
  signals: signalsSchema.optional(),
  /** Left out where nobody looked. */
  positions: positionsSchema.optional(),
  /** Left out where there was neither a pass nor a start on a stored state. */
  reconciliation: reconciliationSchema.optional(),
  /** Left out where nothing was skipped. */
  skippedUpdates: skippedUpdatesSchema.optional(),
  detection: detectionSchema,
  /** Left out where an earlier version made the report. */
  monitor: monitorSchema.optional(),
  truth: truthSchema,
  invariants: invariantsSchema,
  /** What the run has come past, with counts; null where nobody watched, or an earlier version made the report. */
  reached: nullable(countByName),
  faults: countByName,
  /** In the order of the scenario; empty also where an earlier version made the report, which kept none. */
  faultWindows: listOf(faultWindowSchema),
  /** Null where nobody worked it out: it takes a run for each fault, and one without any. */
  attribution: nullable(listOf(attributionSchema)),
  calls: callsSchema,
  alerts: listOf(alertSchema),
  warnings: listOf(warningSchema),
  expectations: listOf(expectationSchema),
  performance: performanceSchema,
});

export type Report = Told<typeof reportSchema>;
export type RunMode = Report['mode'];
export type Fidelity = Report['fidelity'];
export type DetectionFigures = Report['detection'];
export type TruthFigures = Report['truth'];
export type InvariantFigures = Report['invariants'];
export type ViolationReport = NonNullable<InvariantFigures['violations']>[number];
export type FaultWindowReport = Report['faultWindows'][number];
export type AttributionRow = NonNullable<Report['attribution']>[number];
export type CallCounts = Report['calls'];
export type SignalsReport = NonNullable<Report['signals']>;
export type AlertReport = Report['alerts'][number];
export type ExpectationResult = Report['expectations'][number];
export type PerformanceFigures = Report['performance'];
