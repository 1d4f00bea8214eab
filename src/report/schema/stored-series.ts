/**
 * The series of a run as they are stored: the top of the book as integers, each the difference to the one before. That is
 * a third of the text of `series.ts`, and three quarters of what is saved of a short run were those numbers.
 */
import { z } from 'zod';
import { decimal, formatDecimal } from '../../core/ground/decimal.js';
import { type Told, count, decimalText, listOf, text } from './fields.js';
import { type PriceSeries, type RunSeries, seriesSchema } from './series.js';

const differences = listOf(count);

const storedPricesSchema = z.strictObject({
  symbol: text,
  tickSize: decimalText,
  /** The first of each column as it is, every other one less its neighbor; in ticks. */
  atMicros: differences,
  bid: differences,
  /** Ask less bid of the row itself. */
  spread: differences,
});

export const storedSeriesSchema = seriesSchema.extend({ prices: listOf(storedPricesSchema) });

export type StoredSeries = Told<typeof storedSeriesSchema>;
export type StoredPrices = StoredSeries['prices'][number];

/** As they are served. */
export const servedSeries = (stored: StoredSeries): RunSeries => ({
  ...stored,
  prices: stored.prices.map(servedPrices),
});

function servedPrices({ symbol, tickSize, atMicros, bid, spread }: StoredPrices): PriceSeries {
  const price = floatsOn(tickSize);
  const bids = sums(bid);
  return {
    symbol,
    atMicros: sums(atMicros),
    bid: bids.map(price),
    ask: bids.map((ticks, row) => price(ticks + (spread[row] ?? 0))),
  };
}

function sums(column: readonly number[]): number[] {
  let sum = 0;
  return column.map((difference) => {
    sum += difference;
    return sum;
  });
}

/** The largest power of ten that a double holds exactly. */
const EXACT_SCALE_MAX = 22;

/**
 * Multiples of a grid as floats, the ones nearest to their decimal text: the quotient of two integers that a double
 * holds is rounded once.
 */
export function floatsOn(step: string): (multiple: number) => number {
  const grid = decimal(step);
  const numerator = Number(grid.mantissa);
  const denominator = Number(`1e${grid.scale}`);
  return (multiple) => {
    const product = multiple * numerator;
    if (Number.isSafeInteger(product) && grid.scale <= EXACT_SCALE_MAX)
      return product / denominator;
    const exact = { mantissa: grid.mantissa * BigInt(multiple), scale: grid.scale };
    return Number(formatDecimal(exact));
  };
}
