/** A request of a client to a venue behind a wire, as a promise of what the client shall get. */
import type { ReplyLoss, VenueReply, VenueRequest } from '../../../core/order/venue-message.js';
import type { WireVenue } from './wire-venue.js';

export const asked = (venue: WireVenue, request: VenueRequest): Promise<VenueReply | ReplyLoss> =>
  new Promise((heard) => {
    venue.catchUp();
    venue.ask(request, heard);
  });
