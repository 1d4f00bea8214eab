/**
 * The series of a run as they are stored: the top of the book as packed columns of integers, each the difference to the one
 * before. That is a quarter of the text of `series.ts`, and three quarters of what is saved of a short run were those
 * numbers.
 */
import { z } from 'zod';
import { decimal, formatDecimal } from '../../core/ground/decimal.js';
import { type Told, count, decimalText, listOf, micros, text } from './fields.js';
import { unpackIntegers } from './packed-integers.js';
import { type PriceSeries, type RunSeries, seriesSchema } from './series.js';

const packed = text.refine((column) => unpackIntegers(column) !== null, 'no packed column');

const storedPricesSchema = z.strictObject({
  symbol: text,
  tickSize: decimalText,
  /** A row stands at `fromMicros` + `stepMicros` x its step. */
  fromMicros: micros,
  stepMicros: count.positive(),
  /** The first step as it is, every other one less its neighbor; so too the bids, in ticks. */
  steps: packed,
  bid: packed,
  /** Ask less bid of the row itself. */
  spread: packed,
});

export const storedSeriesSchema = seriesSchema.extend({ prices: listOf(storedPricesSchema) });

export type StoredSeries = Told<typeof storedSeriesSchema>;
export type StoredPrices = StoredSeries['prices'][number];

const integers = listOf(count);

/** As builds before stored them: times in microseconds, lists in place of packed columns. */
export const unpackedSeriesSchema = seriesSchema.extend({
  prices: listOf(
    z.strictObject({
      symbol: text,
      tickSize: decimalText,
      atMicros: integers,
      bid: integers,
      spread: integers,
    }),
  ),
});

type UnpackedSeries = Told<typeof unpackedSeriesSchema>;
type UnpackedPrices = UnpackedSeries['prices'][number];

/** As they are served. */
export const servedSeries = (stored: StoredSeries | UnpackedSeries): RunSeries => ({
  ...stored,
  prices: stored.prices.map((prices) =>
    'steps' in prices ? fromPacked(prices) : fromDifferences(prices),
  ),
});

function fromPacked(stored: StoredPrices): PriceSeries {
  const { symbol, tickSize, fromMicros, stepMicros } = stored;
  const [steps, bid, spread] = [stored.steps, stored.bid, stored.spread].map(unpackIntegers);
  return pricesOf({
    symbol,
    tickSize,
    atMicros: sums(steps ?? []).map((step) => fromMicros + stepMicros * step),
    bid: bid ?? [],
    spread: spread ?? [],
  });
}

const fromDifferences = (stored: UnpackedPrices): PriceSeries =>
  pricesOf({ ...stored, atMicros: sums(stored.atMicros) });

/** `bid` and `spread` as stored. */
function pricesOf({ symbol, tickSize, atMicros, bid, spread }: UnpackedPrices): PriceSeries {
  const price = floatsOn(tickSize);
  const bids = sums(bid);
  return {
    symbol,
    atMicros,
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
