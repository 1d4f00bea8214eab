/**
 * The lowest price of the eligible trades of a span of a tape, in whole ticks, rounded down; null without a trade in it.
 * Pure.
 */
import { type Ticks, ticks } from '../../core/ground/units.js';
import { eligibleTrades } from './eligible-trades.js';
import type { Tape } from './tape.js';

/** Trades with from <= time < to. */
export function lowestPrice(tape: Tape, from: number, to: number): Ticks | null {
  const { lowest } = eligibleTrades(tape).pricesBetween(tape, from, to);
  return lowest === Infinity ? null : ticks(Math.floor(lowest / tape.quantaPerTick));
}
