/**
 * The highest price of the eligible trades of a span of a tape, in whole ticks, rounded up; without a trade in it that of
 * all bids the tape names. Pure.
 */
import { type Ticks, ticks } from '../../core/ground/units.js';
import { eligibleTrades } from './eligible-trades.js';
import { ROW_KIND_MASK, ROW_LEVEL, ROW_SELL, type Tape } from './tape.js';

/** Trades with from <= time < to. */
export function highestPrice(tape: Tape, from: number, to: number): Ticks {
  const { highest } = eligibleTrades(tape).pricesBetween(tape, from, to);
  const dearest = highest === -Infinity ? highestBid(tape) : highest;
  return ticks(Math.ceil(dearest / tape.quantaPerTick));
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
