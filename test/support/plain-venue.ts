/** A venue that takes every order of a rich account: no fees, no lag, no end of a request's validity. */
import { micros } from '../../src/core/ground/units.js';
import type { VenueOptions } from '../../src/sim/exchange/venue-options.js';

export const PLAIN_VENUE: VenueOptions = {
  profile: { stopAlreadyThrough: 'trigger', selfTrade: 'none' },
  fees: { makerBps: '0', takerBps: '0', asset: 'quote' },
  account: {
    cash: '1000000',
    positions: new Map(),
    shorting: true,
    leverage: 1,
    derivatives: new Set(),
    marginLeverage: 1,
    entryPrices: new Map(),
    funding: { bps: null, times: [] },
  },
  idempotency: 'forever',
  validFor: null,
  visibilityLag: micros(0),
};
