/**
 * The cumulative quantities a venue stated (ORD-3), kept only as far as they may still decide. A bust lowers every
 * cumulative stated before it, so one number is not enough: an old 10 and a newer 7 trade places when a bust of 4
 * turns up that happened in between. What a later and larger statement covers is dropped for good.
 *
 * Invariant: a frontier is sorted by venue time falling (unknown last) and cumulative strictly rising; it is a function
 * of the set of statements.
 */
import type { Lots } from '../ground/units.js';
import type { CreditedCum } from './belief.js';
import type { Execution } from './execution-report.js';
import { type VenueNanos, compareVenueNanos } from './order.js';

/** Joins one statement; the same array when it can no longer decide anything. */
export function withCredited(
  frontier: readonly CreditedCum[],
  said: { readonly cumQty: Lots | null; readonly venueTime: VenueNanos | null },
): readonly CreditedCum[] {
  const { cumQty, venueTime } = said;
  if (cumQty === null || cumQty === 0) return frontier;
  const stated: CreditedCum = { cumQty, venueTime };
  if (frontier.length === 0) return [stated];
  if (frontier.some((held) => covers(held, stated))) return frontier;
  // Written so, and not by spreading, a row of one has room for one: every order keeps one.
  if (frontier.every((held) => covers(stated, held))) return [stated];
  return [...frontier.filter((held) => !covers(stated, held)), stated].sort((a, b) =>
    compareVenueNanos(b.venueTime, a.venueTime),
  );
}

/** No set of busts can make `b` count for more than `a`. */
const covers = (a: CreditedCum, b: CreditedCum): boolean =>
  a.cumQty >= b.cumQty && compareVenueNanos(a.venueTime, b.venueTime) >= 0;

/** The highest cumulative after lowering each by the busts that came after it, or that it cannot be placed before. */
export function creditedQuantity(
  frontier: readonly CreditedCum[],
  busts: readonly Execution[],
): number {
  let highest = 0;
  for (const { cumQty, venueTime } of frontier) {
    let left: number = cumQty;
    for (const bust of busts) {
      if (compareVenueNanos(venueTime, bust.venueTime) < 0) left += bust.quantity;
    }
    if (left > highest) highest = left;
  }
  return highest;
}
