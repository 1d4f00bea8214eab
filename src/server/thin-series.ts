/** Stored series thinned for a smaller chart: the last row of every stretch stays, as when they were made. */
import { thin } from '../report/figures/series.js';
import type { ParentSeries, PriceSeries, RunSeries, StepSeries } from '../report/schema/series.js';

/** `points` >= 2 rows of every series at most; fills are never thinned. */
export const thinSeries = (series: RunSeries, points: number): RunSeries => ({
  ...series,
  prices: series.prices.map((prices) => thinPrices(prices, points)),
  parents: series.parents.map((parent) => thinParent(parent, points)),
});

const keptRows = (length: number, points: number): readonly number[] =>
  thin(
    Array.from({ length }, (_, index) => index),
    points,
  );

const at = (column: readonly number[], rows: readonly number[]): readonly number[] =>
  rows.map((row) => column[row] ?? Number.NaN);

function thinPrices({ symbol, atMicros, bid, ask }: PriceSeries, points: number): PriceSeries {
  const rows = keptRows(atMicros.length, points);
  return { symbol, atMicros: at(atMicros, rows), bid: at(bid, rows), ask: at(ask, rows) };
}

function thinSteps({ atMicros, quantity }: StepSeries, points: number): StepSeries {
  const rows = keptRows(atMicros.length, points);
  return { atMicros: at(atMicros, rows), quantity: at(quantity, rows) };
}

const thinParent = (parent: ParentSeries, points: number): ParentSeries => ({
  ...parent,
  scheduled: thinSteps(parent.scheduled, points),
  believed: thinSteps(parent.believed, points),
  actual: thinSteps(parent.actual, points),
});
