/**
 * The highest price of the eligible trades of a span of a tape, in whole ticks, rounded up; without a trade in it that of
 * all bids the tape names. One pass over the trades. Pure.
 */
import { type Ticks, ticks } from '../../core/ground/units.js';
import { eligibleTrades } from './eligible-trades.js';
import { ROW_KIND_MASK, ROW_LEVEL, ROW_SELL, type Tape } from './tape.js';

/** Trades with from <= time < to. */
export function highestPrice(tape: Tape, from: number, to: number): Ticks {
  const traded = highestTrade(tape, from, to);
  const highest = traded === 0 ? highestBid(tape) : traded;
  return ticks(Math.ceil(highest / tape.quantaPerTick));
}

function highestTrade(tape: Tape, from: number, to: number): number {
  const { time, price } = tape;
  let highest = 0;
  for (const row of eligibleTrades(tape).rows) {
    if (time[row]! >= to) break;
    if (time[row]! >= from && price[row]! > highest) highest = price[row]!;
  }
  return highest;
}

function highestBid({ rows, kind, price }: Tape): number {
  let highest = 0;
  for (let row = 0; row < rows; row += 1) {
    const flags = kind[row]!;
    if ((flags & ROW_KIND_MASK) !== ROW_LEVEL || (flags & ROW_SELL) !== 0) continue;
    if (price[row]! > highest) highest = price[row]!;
  }
  return highest;
}
