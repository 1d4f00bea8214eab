/**
 * Prints summed up by minute, hour or day of the wall clock: a bar each in which there was a print. Prices and quantities are exact
 * until they become numbers. Pure.
 */
import type { EpochMicros } from '../../../core/ground/units.js';
import type { WallTime } from '../wire/wall-time.js';
import type { Prints } from './prints.js';

export interface Bar {
  /** On the wall clock. */
  readonly start: EpochMicros;
  readonly open: number;
  readonly high: number;
  readonly low: number;
  readonly close: number;
  readonly volume: number;
  readonly trades: number;
  readonly vwap: number;
}

export interface BarsAsked {
  readonly wall: WallTime;
  /** Of prints in [from, to) on the wall clock. */
  readonly from: EpochMicros;
  readonly to: EpochMicros;
  /** And not beyond this time of the market. */
  readonly now: EpochMicros;
  /** The start of the bar that a time on the wall clock belongs to. */
  readonly startOf: (wall: EpochMicros) => EpochMicros;
}

/** In quanta of the tape. */
interface Sum {
  readonly start: EpochMicros;
  readonly open: number;
  high: number;
  low: number;
  close: number;
  quantity: number;
  value: bigint;
  trades: number;
}

/** In order of time. */
export function barsOf(
  prints: Prints,
  { wall, from, to, now, startOf }: BarsAsked,
): readonly Bar[] {
  const sums: Sum[] = [];
  const end = prints.countTo(now);
  // Several times of a compressed market are one on the wall clock: the first place is looked for a little before.
  for (
    let place = prints.countTo((wall.toMarket(from) - 1) as EpochMicros);
    place < end;
    place += 1
  ) {
    const { at, price, quantity } = prints.at(place);
    const time = wall.toWall(at);
    if (time >= to) break;
    if (time < from) continue;
    const start = startOf(time);
    let sum = sums.at(-1);
    if (sum?.start !== start) {
      sum = {
        start,
        open: price,
        high: price,
        low: price,
        close: price,
        quantity: 0,
        value: 0n,
        trades: 0,
      };
      sums.push(sum);
    }
    sum.high = Math.max(sum.high, price);
    sum.low = Math.min(sum.low, price);
    sum.close = price;
    sum.quantity += quantity;
    sum.value += BigInt(price) * BigInt(quantity);
    sum.trades += 1;
  }
  return sums.map((sum) => barOf(prints, sum));
}

const barOf = (prints: Prints, { start, quantity, value, trades, ...prices }: Sum): Bar => ({
  start,
  open: prints.priceOf(prices.open),
  high: prints.priceOf(prices.high),
  low: prints.priceOf(prices.low),
  close: prints.priceOf(prices.close),
  volume: prints.quantityOf(quantity),
  trades,
  vwap: quantity === 0 ? prints.priceOf(prices.close) : prints.priceOf(value, BigInt(quantity)),
});
