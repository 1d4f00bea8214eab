/**
 * The report as a schema, for the API description. `satisfies`-style typing holds it against `Report`: a field added
 * there and forgotten here does not compile, and a test parses real reports with it, strictly.
 */
import { z } from '@hono/zod-openapi';
import type { Report } from '../../report/schema/report.js';
import { parentSchema } from './parent-schema.js';
import { count, micros, number, nullable, text, warningSchema } from './report-fields.js';

const textByName = z.record(z.string(), text);
const countByName = z.record(z.string(), count);

const fidelitySchema: z.ZodType<Report['fidelity']> = z.strictObject({
  market: text,
  models: z.array(text).readonly(),
  options: textByName,
  counts: countByName,
  unrealistic: z.array(text).readonly(),
});

const refusalSchema: z.ZodType<Report['refused'][number]> = z.strictObject({
  atMicros: micros,
  code: text,
  problems: z.array(z.strictObject({ field: text, text })).readonly(),
});

const detectionSchema: z.ZodType<Report['detection']> = z.strictObject({
  orders: count,
  fillable: nullable(count),
  detected: nullable(count),
  late: nullable(count),
  timeouts: count,
  fillableTimeouts: nullable(count),
  falsePositives: nullable(count),
  meanMs: nullable(number),
  p50Ms: nullable(number),
  p99Ms: nullable(number),
});

const truthSchema: z.ZodType<Report['truth']> = z.strictObject({
  ordersAccepted: nullable(count),
  executions: nullable(count),
  fillsDetected: nullable(count),
  fillsLate: nullable(count),
  fillsMissed: nullable(count),
  fillsPhantom: nullable(count),
  fillsDoubled: nullable(count),
  positionErrorSeconds: nullable(number),
});

const violationSchema = z.strictObject({ id: text, atMicros: micros, detail: text });

const alertSchema: z.ZodType<Report['alerts'][number]> = z.strictObject({
  code: text,
  level: z.enum(['info', 'warning', 'critical']),
  subject: text,
  text,
  state: z.enum(['raised', 'acknowledged', 'cleared']),
  firstMicros: micros,
  lastMicros: micros,
  count,
});

const performanceSchema: z.ZodType<Report['performance']> = z.strictObject({
  marketEvents: nullable(count),
  engineInputs: count,
  journalEntries: count,
  orders: count,
  fills: count,
  polls: count,
  wallMs: nullable(number),
  marketEventsPerSecond: nullable(number),
});

export const reportSchema: z.ZodType<Report> = z
  .strictObject({
    schemaVersion: z.literal(1),
    runId: text,
    scenario: text,
    seed: nullable(number),
    mode: z.enum(['sim', 'paper', 'live']),
    build: text,
    journalHash: nullable(text),
    stateHash: nullable(text),
    virtual: z.strictObject({ startMicros: micros, endMicros: micros }),
    fidelity: fidelitySchema,
    parents: z.array(parentSchema).readonly(),
    refused: z.array(refusalSchema).readonly(),
    detection: detectionSchema,
    truth: truthSchema,
    invariants: z.strictObject({
      checks: nullable(count),
      violations: nullable(z.array(violationSchema).readonly()),
    }),
    faults: countByName,
    calls: z.strictObject({
      submit: count,
      cancel: count,
      query: count,
      openOrders: count,
      positions: count,
    }),
    alerts: z.array(alertSchema).readonly(),
    warnings: z.array(warningSchema).readonly(),
    expectations: z
      .array(z.strictObject({ text, ok: z.boolean(), actual: nullable(number) }))
      .readonly(),
    performance: performanceSchema,
  })
  .openapi('Report');
