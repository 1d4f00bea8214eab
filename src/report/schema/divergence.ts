/** The comparison of two runs event by event (`squall runs compare --json`): one shape for stored runs and recorded sessions. */
import { z } from 'zod';
import { STATUS_TABLE } from '../../core/order/status.js';
import { type Told, count, decimalText, listOf, micros, nullable, number, text } from './fields.js';
import { fittedSchema } from './fitted.js';

export const COST_CAUSES = [
  'latency',
  'queue',
  'trigger',
  'partials',
  'rejects',
  'unsent',
  'overfilled',
  'rounding',
  'plan',
  'fees',
  'market',
] as const;
export type CostCause = (typeof COST_CAUSES)[number];

export const DELAY_CAUSES = [
  'schedule',
  'resends',
  'latency',
  'queue',
  'partials',
  'rejects',
  'unsent',
] as const;
export type DelayCause = (typeof DELAY_CAUSES)[number];

/** Microseconds between two instants; below 0 where the clock was set back between them. */
const length = micros;

const sliceSchema = z.strictObject({
  orders: count,
  quantity: decimalText,
  /** Since the start of the parent. */
  sentAfterMicros: nullable(length),
  /** These since it was sent. */
  acknowledgedAfterMicros: nullable(length),
  firstFillAfterMicros: nullable(length),
  lastFillAfterMicros: nullable(length),
  filledQuantity: decimalText,
  averagePrice: nullable(decimalText),
  /** Codes of the venue. */
  rejects: listOf(text),
  cancels: count,
  status: z.enum(STATUS_TABLE.map(({ status }) => status)),
});

const firstSchema = z.strictObject({ slice: count, in: text, a: text, b: text });

/**
 * What a figure of B is above that of A, and by what: the causes add up to it. Null = not measured, and `why` says what is missing.
 */
const splitSchema = <T extends z.ZodType, C extends readonly [string, ...string[]]>(
  value: T,
  causes: C,
) =>
  z.strictObject({
    a: nullable(value),
    b: nullable(value),
    difference: nullable(value),
    causes: listOf(
      z.strictObject({ cause: z.enum(causes), value: nullable(value), why: nullable(text) }),
    ),
    why: nullable(text),
  });

const parentSchema = z.strictObject({
  /** As each run calls it. */
  a: text,
  b: text,
  strategy: text,
  symbol: text,
  side: z.enum(['buy', 'sell']),
  first: z.strictObject({
    event: nullable(firstSchema),
    amount: nullable(firstSchema),
    time: nullable(firstSchema),
  }),
  costBps: splitSchema(number, COST_CAUSES),
  /** Of the lots that filled, on average. */
  delayMicros: splitSchema(length, DELAY_CAUSES),
  slices: listOf(
    z.strictObject({
      slice: count,
      kind: z.enum(['slice', 'catch-up']),
      a: nullable(sliceSchema),
      b: nullable(sliceSchema),
    }),
  ),
});

const loneSchema = z.strictObject({
  run: z.enum(['a', 'b']),
  parent: text,
  strategy: text,
  symbol: text,
  side: z.enum(['buy', 'sell']),
  why: text,
});

export const divergenceSchema = z.strictObject({
  parents: listOf(parentSchema),
  /** Orders that only one of them has. */
  alone: listOf(loneSchema),
  /** Null where nobody asked for it. */
  fitted: nullable(fittedSchema),
});

export type Divergence = Told<typeof divergenceSchema>;
export type ParentDivergence = Divergence['parents'][number];
export type SliceDivergence = ParentDivergence['slices'][number];
export type DivergedSlice = NonNullable<SliceDivergence['a']>;
export type FirstDiffering = NonNullable<ParentDivergence['first']['event']>;
