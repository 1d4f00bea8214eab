/**
 * What the market did while we traded: time-weighted mid, volume-weighted price and eligible volume of an interval, and
 * an average price held against them. From the true market by venue time; null where there is none (paper, live), where
 * the book was not known, and where nothing traded.
 *
 * Unrealistic: on a recorded market our own executions are not part of the volume, so a share can exceed 1.
 */
import { type Instrument, formatAverage } from '../../core/ground/instrument.js';
import type { MarketRecord } from '../../core/order/truth.js';
import type { EpochMicros, Side } from '../../core/ground/units.js';
import { signOf } from '../../core/ground/units.js';
import { bpsOf } from './bps.js';

/** A price as an exact fraction of ticks; denominator > 0. */
export interface AveragePrice {
  readonly numerator: bigint;
  readonly denominator: bigint;
}

/** [from, to) in epoch micros. */
export interface Interval {
  readonly from: EpochMicros;
  readonly to: EpochMicros;
}

export const averageOf = (numerator: bigint, denominator: bigint): AveragePrice | null =>
  denominator > 0n ? { numerator, denominator } : null;

/** Rounded half-even once, at the edge (ORD-7). */
export const printAverage = (instrument: Instrument, price: AveragePrice | null): string | null =>
  price === null ? null : formatAverage(instrument, price.numerator, price.denominator);

const isEmpty = ({ from, to }: Interval): boolean => from >= to;

/** The mid, weighted by the time it stood; time with no known book does not count. */
export function twapOf(market: MarketRecord | null, interval: Interval): AveragePrice | null {
  if (market === null || isEmpty(interval)) return null;
  const { sum, micros } = market.midTwiceIntegral(interval.from, interval.to);
  return averageOf(sum, 2n * micros);
}

export interface TradedVolume {
  /** Lots. */
  readonly quantity: bigint;
  readonly vwap: AveragePrice | null;
}

export function tradedIn(market: MarketRecord | null, interval: Interval): TradedVolume | null {
  if (market === null || isEmpty(interval)) return null;
  const { quantity, notional } = market.traded(interval.from, interval.to);
  return { quantity, vwap: averageOf(notional, quantity) };
}

/** How much worse than `benchmark` the price was, in bps of the benchmark; positive = cost, both sides. */
export function versusBps(
  side: Side,
  price: AveragePrice | null,
  benchmark: AveragePrice | null,
): number | null {
  if (price === null || benchmark === null) return null;
  const left = price.numerator * benchmark.denominator;
  const right = benchmark.numerator * price.denominator;
  return bpsOf(BigInt(signOf(side)) * (left - right), right);
}

/** filled / eligible volume; null when nothing traded or nobody knows. */
export const participationOf = (filled: number, volume: TradedVolume | null): number | null =>
  volume === null || volume.quantity === 0n ? null : filled / Number(volume.quantity);
