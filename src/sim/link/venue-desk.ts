/**
 * Where a request that arrived becomes a call of the venue. A query sees the venue's state as of its arrival. Nothing
 * is decided here.
 */
import type { EpochMicros } from '../../core/ground/units.js';
import type { ClientOrderId } from '../../core/order/order.js';
import {
  type OrderEntry,
  type VenueQuery,
  type VenueReply,
  type VenueRequest,
  isOrderEntry,
} from '../../core/order/venue-message.js';
import type { SimulatedVenue, VenueDepth } from '../exchange/venue-port.js';

/** What of a venue a link needs. */
export type DeskVenue = Pick<
  SimulatedVenue,
  | 'submit'
  | 'cancel'
  | 'replace'
  | 'order'
  | 'executionsOf'
  | 'bustsOf'
  | 'openOrders'
  | 'history'
  | 'positions'
  | 'depth'
  | 'interrupt'
>;

/** The venue's side of a link: called as the request arrives, replies at once. */
export type VenueDesk = (request: VenueRequest, now: EpochMicros) => VenueReply;

/** Orders per page of history, as Alpaca's and Binance's own maximum. */
const HISTORY_PAGE = 500;

export const venueDesk =
  (venue: DeskVenue): VenueDesk =>
  (request, now) =>
    isOrderEntry(request) ? entered(venue, request, now) : found(venue, request, now);

function entered(venue: DeskVenue, request: OrderEntry, now: EpochMicros): VenueReply {
  switch (request.kind) {
    case 'submit':
      return venue.submit(request, now);
    case 'cancel':
      return venue.cancel(request, now);
    case 'replace':
      return venue.replace(request, now);
  }
}

function found(venue: DeskVenue, query: VenueQuery, now: EpochMicros): VenueReply {
  switch (query.kind) {
    case 'query-order':
      return { kind: 'order', order: venue.order(query.clientOrderId, now) };
    case 'query-executions':
      return executionsReply(venue, query.clientOrderId, now);
    case 'query-open-orders':
      return { kind: 'open-orders', ...venue.openOrders(query.limit, query.cursor, now) };
    case 'query-history':
      return {
        kind: 'history',
        ...venue.history(query.after, query.limit ?? HISTORY_PAGE, query.cursor, now),
      };
    case 'query-positions':
      return { kind: 'positions', positions: venue.positions() };
    case 'query-time':
      return { kind: 'time', venueTime: now };
    case 'query-depth':
      return depthReply(venue.depth(query.symbol, query.levels));
  }
}

function executionsReply(
  venue: DeskVenue,
  clientOrderId: ClientOrderId,
  now: EpochMicros,
): VenueReply {
  const executions = venue.executionsOf(clientOrderId, now);
  const busts = venue.bustsOf(clientOrderId, now);
  return { kind: 'executions', executions, ...(busts.length === 0 ? {} : { busts }) };
}

/** A venue that shows neither side does not know its book (a gap in the recording): that is not an empty book. */
const depthReply = (depth: VenueDepth): VenueReply =>
  depth.bids.length === 0 && depth.asks.length === 0
    ? { kind: 'unavailable', text: 'the book is not known' }
    : { kind: 'depth', ...depth };
