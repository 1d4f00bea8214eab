/** Binance Spot: REST under `/api/v3`, market streams under `/ws` and `/stream`, the WebSocket API under `/ws-api/v3`. */
import type { WireDialect } from '../wire/serve-wire.js';
import { type BinanceOptions, dialectOf } from './dialect.js';
import { ROUTES } from './operations/operations.js';
import type { Product } from './product.js';
import { SPOT_LIMITS } from './spot-limits.js';
import { spotEvents } from './streams/spot-events.js';
import { SPOT_STREAMS } from './streams/spot-streams.js';
import { SPOT_REFUSALS } from './words/refused-by-venue.js';

const SPOT: Product = {
  limits: SPOT_LIMITS,
  refusals: SPOT_REFUSALS,
  speaks: (desk) => ({
    routes: ROUTES,
    streams: SPOT_STREAMS,
    eventsOf: spotEvents(desk),
    news: () => [],
    sockets: {
      // `/ws`, `/ws/a/b`, `/stream?streams=a/b`, `/stream/ws/3` of a client that numbers its connections.
      streams: /^\/(ws|stream)(?=\/|$)/,
      params: ['streams'],
      api: '/ws-api/v3',
    },
  }),
};

export const binanceDialect = ({ wall, accounts }: BinanceOptions): WireDialect =>
  dialectOf({ wall, accounts: accounts.map((account) => ({ ...account, product: SPOT })) });
