/** The series for the page of a run, told once: stored, served and drawn. Columns of plain numbers, one row an index. */
import { z } from 'zod';
import { type Told, listOf, micros, nullable, number, text } from './fields.js';

const numbers = listOf(number);
const times = listOf(micros);

/** Steps of a cumulative quantity: from `atMicros[i]` on it is `quantity[i]`. */
const stepsSchema = z.strictObject({ atMicros: times, quantity: numbers });

const fillPointSchema = z.strictObject({
  name: text,
  /** When it happened; null = only the engine knows of it. */
  atMicros: nullable(micros),
  /** When the engine booked it; null = never. */
  knownAtMicros: nullable(micros),
  price: number,
  quantity: number,
  liquidity: nullable(z.enum(['maker', 'taker'])),
  cause: nullable(text),
});

const parentSeriesSchema = z.strictObject({
  parentId: text,
  name: text,
  symbol: text,
  side: z.enum(['buy', 'sell']),
  /** Filled quantity as planned, as the engine believed, and as it was (empty where nobody knows). */
  scheduled: stepsSchema,
  believed: stepsSchema,
  actual: stepsSchema,
  fills: listOf(fillPointSchema),
});

const priceSeriesSchema = z.strictObject({
  symbol: text,
  atMicros: times,
  bid: numbers,
  ask: numbers,
});

export const seriesSchema = z.strictObject({
  startMicros: micros,
  endMicros: micros,
  prices: listOf(priceSeriesSchema),
  parents: listOf(parentSeriesSchema),
});

export type RunSeries = Told<typeof seriesSchema>;
export type ParentSeries = RunSeries['parents'][number];
export type PriceSeries = RunSeries['prices'][number];
export type StepSeries = ParentSeries['actual'];
export type FillPoint = ParentSeries['fills'][number];
