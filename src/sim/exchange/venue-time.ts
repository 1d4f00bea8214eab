/**
 * Several markets advanced in venue-time order, so that reports come in the order in which they happened; at one instant
 * in the order of the listings. A market without an order of ours cannot report, and quotes of different instruments
 * know nothing of each other; but who has orders changes only between calls, and a whole instant costs far more than
 * asking who is next, so all are treated alike.
 */
import type { EpochMicros } from '../../core/ground/units.js';
import type { Listing } from './listing.js';

type Advancing = Pick<Listing, 'nextTime' | 'advance'>;

/** Returns the time of the first instant that gave a reason to stop, all markets being at its end; else `until`. */
export function advanceInOrder(
  listings: readonly Advancing[],
  until: EpochMicros,
  stops: () => number,
): EpochMicros {
  const [only, ...more] = listings;
  if (only !== undefined && more.length === 0) return only.advance(until);
  const before = stops();
  for (;;) {
    const { first, limit } = nextOf(listings, until);
    if (first === null) break;
    const reached = first.advance(limit);
    if (stops() === before) continue;
    // The instant is over when every market has been through it.
    for (const other of listings) if (other !== first) other.advance(reached);
    return reached;
  }
  for (const listing of listings) listing.advance(until);
  return until;
}

/** The market with the earliest event, and how far it may go before another one has its turn; ties by their order. */
function nextOf(
  listings: readonly Advancing[],
  until: EpochMicros,
): { readonly first: Advancing | null; readonly limit: EpochMicros } {
  let first: Advancing | null = null;
  let earliest = Infinity;
  let second = Infinity;
  for (const listing of listings) {
    const at = listing.nextTime;
    if (at < earliest) {
      second = earliest;
      earliest = at;
      first = listing;
    } else if (at < second) second = at;
  }
  if (earliest > until) return { first: null, limit: until };
  const limit = Math.max(earliest, Math.min(second - 1, until));
  return { first, limit: limit as EpochMicros };
}
