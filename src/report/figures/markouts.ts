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
import type { MarkoutBps, ParentReport } from '../schema/parent-report.js';
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

export type Markouts = Pick<ParentReport, 'markoutBps' | 'markoutShare'>;

interface Markout {
  readonly bps: number | null;
  readonly share: number | null;
}

/** Each delay is over the executions that have a mid that long after them; `markoutShare` says which share of the quantity they are. */
export function markoutsOf(fills: MarkedFills): Markouts {
  const of = (delay: keyof MarkoutBps): Markout => markoutOf(fills, DELAYS[delay]);
  const marks = {
    '100ms': of('100ms'),
    '1s': of('1s'),
    '5s': of('5s'),
    '30s': of('30s'),
    '5m': of('5m'),
  };
  return { markoutBps: each(marks, 'bps'), markoutShare: each(marks, 'share') };
}

const each = (
  marks: Readonly<Record<keyof MarkoutBps, Markout>>,
  field: keyof Markout,
): MarkoutBps => ({
  '100ms': marks['100ms'][field],
  '1s': marks['1s'][field],
  '5s': marks['5s'][field],
  '30s': marks['30s'][field],
  '5m': marks['5m'][field],
});

function markoutOf({ side, executions, market, end }: MarkedFills, delay: Micros): Markout {
  let worse = 0n;
  let marked = 0n;
  let measured = 0;
  let all = 0;
  for (const { price, quantity, venueTime } of executions) {
    all += quantity;
    const at = plus(venueMicros(venueTime), delay);
    const midTwice = market === null || at > end ? null : market.midTwiceAt(at);
    if (midTwice === null) continue;
    measured += quantity;
    worse += BigInt(signOf(side)) * BigInt(2 * price - midTwice) * BigInt(quantity);
    marked += BigInt(midTwice) * BigInt(quantity);
  }
  const bps = bpsOf(worse, marked);
  return { bps, share: bps === null ? null : measured / all };
}
