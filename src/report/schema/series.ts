/** The series for the page of a run as they are served and drawn: columns of plain numbers, one row an index. */
import { z } from 'zod';
import { type Told, listOf, micros, number, text } from './fields.js';
import { fillSchema } from './fill.js';

const numbers = listOf(number);
const times = listOf(micros);

/** Steps of a cumulative quantity: from `atMicros[i]` on it is `quantity[i]`. */
const stepsSchema = z.strictObject({ atMicros: times, quantity: numbers });

/** An execution as a mark on a chart: of a `Fill` what is drawn, in the numbers of the chart. */
const fillMarkSchema = z.strictObject({
  name: fillSchema.shape.name,
  atMicros: fillSchema.shape.atMicros,
  knownAtMicros: fillSchema.shape.detectedAt,
  price: number,
  quantity: number,
  liquidity: fillSchema.shape.liquidity,
  cause: fillSchema.shape.cause,
  /** Known only after its order's own deadline (SIM-5). Series of earlier builds do not say. */
  late: z.boolean().default(false),
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
  fills: listOf(fillMarkSchema),
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
export type FillMark = ParentSeries['fills'][number];
