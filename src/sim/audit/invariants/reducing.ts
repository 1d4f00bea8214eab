/**
 * S12: what leaves while the gate is shut, because it only reduces, does: by the venue's ledger its quantity is on the other side of the position
 * and, with all that is open or on its way on its own side, no larger than that. Kept by the judge himself, from the truth.
 */
import type { OrderEntry } from '../../../core/order/venue-message.js';
import type { CheckerFactory } from '../checker.js';
import { VenueBooks } from '../venue-books.js';

type Submit = Extract<OrderEntry, { kind: 'submit' }>;

export const reducing: CheckerFactory = (context) => {
  const { check, broken } = context;
  const venue = new VenueBooks(context.config);
  let isShut = false;
  return {
    id: 'S12',
    onEntry(entry) {
      if (entry.kind === 'gate-shut') isShut = true;
      else if (entry.kind === 'gate-opened' || entry.kind === 'gate-forced') isShut = false;
    },
    onTruth(entry) {
      venue.note(entry);
    },
    onDeparture(request) {
      if (request.kind !== 'submit') return;
      const free = freeFor(venue, request);
      venue.leaving(request);
      if (!isShut || check(request.terms.quantity <= free)) return;
      broken({
        id: 'S12',
        at: request.sentAt,
        of: { order: request.clientOrderId },
        detail: `${request.clientOrderId}, ${request.terms.side} ${request.terms.quantity} lots, left while the gate was shut, and ${free} would reduce the position`,
      });
    },
  };
};

/** How much of an order would only reduce the position, whatever else of its side fills. */
function freeFor(venue: VenueBooks, { clientOrderId, terms }: Submit): number {
  const position = venue.position(terms.symbol);
  if (position === 0 || (terms.side === 'sell') !== position > 0) return 0;
  const others = venue.working(terms) - venue.leavesOf(clientOrderId);
  return Math.max(0, Math.abs(position) - others);
}
