/**
 * Where a request that arrived becomes a call of the venue, and the venue's answer one of the core's. A query sees the
 * venue's state as of its arrival. Nothing is decided here.
 */
import type { EpochMicros } from '../../core/ground/units.js';
import type { SimulatedVenue, VenueDepth } from '../venue/venue-port.js';
import type { LinkAnswer, LinkCommand } from './messages.js';
import type { VenueDesk } from './request-line.js';

/** What of a venue a link needs. */
export type DeskVenue = Pick<
  SimulatedVenue,
  | 'submit'
  | 'cancel'
  | 'replace'
  | 'order'
  | 'executionsOf'
  | 'openOrders'
  | 'history'
  | 'positions'
  | 'depth'
>;

/** Orders per page of history, as Alpaca's and Binance's own maximum. */
const HISTORY_PAGE = 500;

export const venueDesk =
  (venue: DeskVenue): VenueDesk =>
  (command, sentAt, now) =>
    command.kind === 'submit' || command.kind === 'cancel' || command.kind === 'replace'
      ? effectAnswer(venue, command, { sentAt, now })
      : queryAnswer(venue, command, now);

type Effect = Extract<LinkCommand, { kind: 'submit' | 'cancel' | 'replace' }>;

function effectAnswer(
  venue: DeskVenue,
  command: Effect,
  { sentAt, now }: { readonly sentAt: EpochMicros; readonly now: EpochMicros },
): LinkAnswer {
  switch (command.kind) {
    case 'submit': {
      const { kind, clientOrderId, terms, validUntil } = command;
      return venue.submit({ kind, clientOrderId, terms, sentAt, validUntil }, now);
    }
    case 'cancel':
      return venue.cancel({ kind: 'cancel', clientOrderId: command.clientOrderId, sentAt }, now);
    case 'replace': {
      const { kind, clientOrderId, newClientOrderId, quantity, limitPrice } = command;
      return venue.replace(
        { kind, clientOrderId, newClientOrderId, quantity, limitPrice, sentAt },
        now,
      );
    }
  }
}

function queryAnswer(
  venue: DeskVenue,
  command: Exclude<LinkCommand, Effect>,
  now: EpochMicros,
): LinkAnswer {
  switch (command.kind) {
    case 'read-order':
      return { kind: 'order', order: venue.order(command.clientOrderId, now) };
    case 'read-executions':
      return { kind: 'executions', executions: venue.executionsOf(command.clientOrderId, now) };
    case 'read-open-orders':
      return { kind: 'open-orders', orders: venue.openOrders(now) };
    case 'read-history':
      return {
        kind: 'history',
        ...venue.history(command.after, HISTORY_PAGE, command.cursor, now),
      };
    case 'read-positions':
      return { kind: 'positions', positions: venue.positions() };
    case 'read-depth':
      return depthAnswer(venue.depth(command.levels));
  }
}

/** A venue that shows neither side does not know its book (a gap in the recording): a failed read, not an empty book. */
const depthAnswer = (depth: VenueDepth): LinkAnswer =>
  depth.bids.length === 0 && depth.asks.length === 0
    ? { kind: 'failed', failure: 'ambiguous', retryAfter: null, text: 'the book is not known' }
    : { kind: 'depth', ...depth };
