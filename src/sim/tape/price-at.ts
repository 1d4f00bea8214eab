/**
 * What a market stood at when a run began: its last eligible trade by then, else its first one after, in whole ticks,
 * rounded down; null where nothing was traded. Pure.
 */
import { type Ticks, ticks } from '../../core/ground/units.js';
import { eligibleTrades } from './eligible-trades.js';
import type { Tape } from './tape.js';

export function priceAt(tape: Tape, at: number): Ticks | null {
  const { time, price, quantaPerTick } = tape;
  let found: number | null = null;
  for (const row of eligibleTrades(tape).rows) {
    if (time[row]! > at && found !== null) break;
    found = price[row]!;
  }
  return found === null ? null : ticks(Math.floor(found / quantaPerTick));
}
