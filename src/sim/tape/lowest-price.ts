/**
 * The lowest price of the eligible trades of a span of a tape, in whole ticks, rounded down; null without a trade in it.
 * One pass over the trades. Pure.
 */
import { type Ticks, ticks } from '../../core/ground/units.js';
import { eligibleTrades } from './eligible-trades.js';
import type { Tape } from './tape.js';

/** Trades with from <= time < to. */
export function lowestPrice(tape: Tape, from: number, to: number): Ticks | null {
  const { time, price, quantaPerTick } = tape;
  let lowest = Infinity;
  for (const row of eligibleTrades(tape).rows) {
    if (time[row]! >= to) break;
    if (time[row]! >= from && price[row]! < lowest) lowest = price[row]!;
  }
  return lowest === Infinity ? null : ticks(Math.floor(lowest / quantaPerTick));
}
