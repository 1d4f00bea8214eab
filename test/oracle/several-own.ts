/**
 * How often drawn requests put several of our orders at one price: what the rules on the order among own orders (F5,
 * F6, F7) can be tested by.
 */
import type { OrderTerms } from '../../src/core/order/order.js';
import type { TruthEntry, TruthLedger } from '../../src/core/order/truth.js';

/** Of all requests of a ledger, those that came to stand at a price where an earlier order of ours still was open. */
export function joinedRequests({ entries }: TruthLedger): number {
  const open = new Map<string, string>();
  let joined = 0;
  for (const entry of entries) {
    if (entry.kind !== 'accepted') {
      if (isOver(entry)) open.delete(entry.clientOrderId);
      continue;
    }
    const place = placeOf(entry.terms);
    if (place === null) continue;
    if ([...open.values()].includes(place)) joined += 1;
    open.set(entry.clientOrderId, place);
  }
  return joined;
}

/** Side and price of an order that may rest from the start. */
const placeOf = ({ type, timeInForce, side, limitPrice }: OrderTerms): string | null =>
  type === 'limit' && timeInForce === 'gtc' ? `${side} ${limitPrice}` : null;

const isOver = (entry: TruthEntry): boolean =>
  entry.kind === 'executed'
    ? entry.leaves === 0
    : entry.kind === 'canceled' || entry.kind === 'replaced' || entry.kind === 'expired';
