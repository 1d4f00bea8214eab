/**
 * ORD-3's key: the total order by which the strongest of all statuses ever said about an order wins. Only venue clocks
 * are compared; a status of ours carries no time, so that a fast local clock cannot outvote the venue.
 */
import type { Lots } from '../ground/units.js';
import { type VenueNanos, compareVenueNanos } from './order.js';
import {
  type OrderStatus,
  type StatusClass,
  type StatusRank,
  orderOfStatus,
  rankOf,
  statusClassOf,
} from './status.js';
import type { OrderUpdate, OrderUpdateSource } from './update.js';

export interface StatusKey {
  readonly statusClass: StatusClass;
  readonly venueTime: VenueNanos | null;
  /** Of ORD-2's table; 0 for an unknown or missing word. */
  readonly rank: StatusRank | 0;
  readonly cumQty: Lots | null;
  readonly source: OrderUpdateSource;
  readonly status: OrderStatus;
}

/**
 * ORD-3 ranks poll and reconciliation alike. Two keys that differ in nothing else would tie and the first to arrive
 * would stay, which is not confluent; so the very last comparison is by `SOURCE_ORDER`.
 */
const SOURCE_PRIORITY: Readonly<Record<OrderUpdateSource, number>> = {
  ours: 0,
  manual: 1,
  poll: 2,
  reconciliation: 2,
  stream: 3,
};
const SOURCE_ORDER: readonly OrderUpdateSource[] = [
  'ours',
  'manual',
  'poll',
  'reconciliation',
  'stream',
];

/**
 * What an update says about the status. A venue that speaks of the order without a word we know (unknown word, a row
 * of the trade history) still shows that the order lives there: that is the weakest of all venue statuses, without
 * time and of rank 0, so that it revokes our own verdicts and nothing else.
 */
export function keyOf(update: Pick<OrderUpdate, 'source' | 'status'> | OrderUpdate): StatusKey {
  const { source, status } = update;
  const said = 'cumQty' in update ? update : null;
  if (status === null) {
    return {
      statusClass: 2,
      venueTime: null,
      rank: 0,
      cumQty: said?.cumQty ?? null,
      source,
      status: 'accepted',
    };
  }
  return {
    statusClass: statusClassOf(status, source !== 'ours'),
    venueTime: said?.venueTime ?? null,
    rank: rankOf(status),
    cumQty: said?.cumQty ?? null,
    source,
    status,
  };
}

/** Below 0, 0, above 0 as a is weaker than, the same as, stronger than b. */
export function compareStatusKeys(a: StatusKey, b: StatusKey): number {
  if (a.statusClass !== b.statusClass) return a.statusClass - b.statusClass;
  const byTime = compareVenueNanos(a.venueTime, b.venueTime);
  if (byTime !== 0) return byTime;
  if (a.rank !== b.rank) return a.rank - b.rank;
  const byQuantity = (a.cumQty ?? -1) - (b.cumQty ?? -1);
  if (byQuantity !== 0) return byQuantity;
  const bySource = SOURCE_PRIORITY[a.source] - SOURCE_PRIORITY[b.source];
  if (bySource !== 0) return bySource;
  if (a.status !== b.status) return orderOfStatus(a.status) - orderOfStatus(b.status);
  return SOURCE_ORDER.indexOf(a.source) - SOURCE_ORDER.indexOf(b.source);
}
