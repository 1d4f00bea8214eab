/** What a client of a venue behind a wire asks for, as a promise of what it shall get. */
import type { Lots } from '../../../core/ground/units.js';
import type { ReplyLoss, VenueReply, VenueRequest } from '../../../core/order/venue-message.js';
import type { WireVenue } from './wire-venue.js';

export const asked = (venue: WireVenue, request: VenueRequest): Promise<VenueReply | ReplyLoss> =>
  new Promise((heard) => {
    venue.catchUp();
    venue.ask(request, heard);
  });

/** The average daily volume of an instrument as the venue says it; null = it cannot. */
export const askedVolume = (venue: WireVenue, symbol: string): Promise<Lots | null> =>
  new Promise((heard) => {
    venue.catchUp();
    venue.askVolume(symbol, heard);
  });
