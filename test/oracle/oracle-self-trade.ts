/**
 * F19, own orders that could meet: how far an arriving order gets before it would trade with one of ours, and which of
 * them the venue's mode lets expire.
 */
import type { VenueProfile } from '../../src/sim/exchange/venue-options.js';
import { byPriceThenTime, takerPlan } from './oracle-rules.js';
import type { BookSide, OracleSide } from './oracle-side.js';
import { type OracleOrder, leavesOf, least } from './oracle-types.js';

export interface OwnMeeting {
  /** By price, best first. */
  readonly plan: Map<number, bigint>;
  /** Once the plan was taken, in turn. */
  readonly expiring: readonly OracleOrder[];
}

export function meetingOf(
  taker: OracleOrder,
  restingOrders: Readonly<Record<BookSide, ReadonlySet<OracleOrder>>>,
  book: Readonly<Record<BookSide, OracleSide>>,
  { mode, now }: { readonly mode: VenueProfile['selfTrade']; readonly now: number },
): OwnMeeting {
  const across = taker.side === 'buy' ? 'ask' : 'bid';
  const opposite = book[across];
  const plan = takerPlan(taker, opposite, now);
  const expiring: OracleOrder[] = [];
  const inTurn = mode === 'none' ? [] : byPriceThenTime([...restingOrders[across]], opposite);
  for (const maker of inTurn) {
    if (taker.limit !== null && opposite.better(taker.limit, maker.limit!)) break;
    const until = upTo(maker, plan, opposite);
    const has = [...until.values()].reduce((sum, quantity) => sum + quantity, 0n);
    if (has === leavesOf(taker)) break;
    if (mode === 'expire-taker') return { plan: until, expiring: [taker] };
    if (mode === 'expire-both') return { plan: until, expiring: [maker, taker] };
    expiring.push(maker);
  }
  return { plan, expiring };
}

/** What is better than the maker's price, and at its price the whole lots of its queue. */
function upTo(maker: OracleOrder, plan: Map<number, bigint>, side: OracleSide) {
  const part = new Map<number, bigint>();
  for (const [price, quantity] of plan) {
    if (side.better(price, maker.limit!)) part.set(price, quantity);
    if (price !== maker.limit) continue;
    const queue = maker.ahead === 'unknown' ? quantity : side.wholeLots(maker.ahead);
    if (queue > 0n) part.set(price, least(queue, quantity));
  }
  return part;
}
