/**
 * The price collar (RSK-3): how much worse than the mid an order may trade. A limit is what it allows at worst, an order
 * at the market takes the other side's best. What waits for a trigger is held against its own trigger price as well.
 */
import type { Side, Ticks } from '../ground/units.js';
import type { OrderTerms } from '../order/order.js';
import type { TopOfBook } from '../order/outcome.js';

const BPS = 10_000n;

/** What is wrong with its price; null = nothing, or it has none yet. */
export function collarProblem(
  limitBps: number,
  terms: Pick<OrderTerms, 'side' | 'type' | 'limitPrice' | 'stopPrice'>,
  quote: Pick<TopOfBook, 'bid' | 'ask'> | null,
): string | null {
  const price = worstPriceOf(terms, quote);
  if (price === null) return null;
  if (quote === null) return 'no price is known to hold its limit against';
  const reference = referenceTwiceOf(terms, quote);
  const beyond = terms.side === 'buy' ? 2 * price - reference : reference - 2 * price;
  if (BigInt(beyond) * BPS <= BigInt(limitBps) * BigInt(reference)) return null;
  const bps = ((beyond * Number(BPS)) / reference).toFixed(2);
  return `price collar: ${bps} bps worse than the mid, the limit is ${limitBps} bps`;
}

function worstPriceOf(
  { type, side, limitPrice }: { type: OrderTerms['type']; side: Side; limitPrice: Ticks | null },
  quote: Pick<TopOfBook, 'bid' | 'ask'> | null,
): Ticks | null {
  if (limitPrice !== null) return limitPrice;
  if (type !== 'market' || quote === null) return null;
  return side === 'buy' ? quote.ask : quote.bid;
}

/** A stop trades where it triggers, if that is further on. */
function referenceTwiceOf(
  { side, stopPrice }: Pick<OrderTerms, 'side' | 'stopPrice'>,
  { bid, ask }: Pick<TopOfBook, 'bid' | 'ask'>,
): number {
  const mid = bid + ask;
  if (stopPrice === null) return mid;
  return side === 'buy' ? Math.max(mid, 2 * stopPrice) : Math.min(mid, 2 * stopPrice);
}
