/**
 * Markouts: what executions turned out to have cost against the true mid a while after each. A fill that earned half a
 * spread and saw the market go through it was not cheap, and only the mid after it says so.
 *
 * With s = +1 for a buy and -1 for a sell, p and q of each execution and M the true mid at its venue time plus the delay:
 *   markout  sum s (p - M) q / sum M q
 * Positive = cost, for both sides; without fees. The mid when the order was sent in M's place gives `slippageBps`.
 *
 * Unrealistic: on a recorded market our own executions move no mid.
 */
import type { Execution } from '../../core/order/execution-report.js';
import { venueMicros } from '../../core/order/order.js';
import type { MarketRecord } from '../../core/order/truth.js';
import {
  type EpochMicros,
  type Micros,
  type Side,
  micros,
  plus,
  seconds,
  signOf,
} from '../../core/ground/units.js';
import type { MarkoutBps } from '../schema/parent-report.js';
import { bpsOf } from './bps.js';

const DELAYS: Readonly<Record<keyof MarkoutBps, Micros>> = {
  '100ms': micros(100_000),
  '1s': seconds(1),
  '5s': seconds(5),
  '30s': seconds(30),
  '5m': seconds(300),
};

export interface MarkedFills {
  readonly side: Side;
  readonly executions: readonly Pick<Execution, 'price' | 'quantity' | 'venueTime'>[];
  /** Null where nobody knows the true mid. */
  readonly market: MarketRecord | null;
  /** The end of the run: what the mid was after it is not known. */
  readonly end: EpochMicros;
}

/** A delay is null as soon as one of the executions has no mid that long after it: figures of some fills look like those of all. */
export function markoutsOf(fills: MarkedFills): MarkoutBps {
  return {
    '100ms': markoutOf(fills, DELAYS['100ms']),
    '1s': markoutOf(fills, DELAYS['1s']),
    '5s': markoutOf(fills, DELAYS['5s']),
    '30s': markoutOf(fills, DELAYS['30s']),
    '5m': markoutOf(fills, DELAYS['5m']),
  };
}

function markoutOf({ side, executions, market, end }: MarkedFills, delay: Micros): number | null {
  if (market === null) return null;
  let worse = 0n;
  let marked = 0n;
  for (const { price, quantity, venueTime } of executions) {
    const at = plus(venueMicros(venueTime), delay);
    const midTwice = at > end ? null : market.midTwiceAt(at);
    if (midTwice === null) return null;
    worse += BigInt(signOf(side)) * BigInt(2 * price - midTwice) * BigInt(quantity);
    marked += BigInt(midTwice) * BigInt(quantity);
  }
  return bpsOf(worse, marked);
}
