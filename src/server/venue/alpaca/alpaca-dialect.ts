/**
 * Alpaca's Trading API v2, market data and streams, spoken by the simulated venue: what is spoken, and what is not, is in
 * docs/venue-server-alpaca.md. Times are on the wall clock; what a client asks for goes through the link of the scenario, with its
 * latency and its faults.
 */
import { Hono } from 'hono';
import { bodyLimit } from 'hono/body-limit';
import type { ExecutionReport } from '../../../core/order/execution-report.js';
import type { WireEnv } from '../wire/lose-reply.js';
import type { WireDialect } from '../wire/serve-wire.js';
import type { WallTime } from '../wire/wall-time.js';
import type { WireVenue } from '../wire/wire-venue.js';
import { activityRoutes } from './activities.js';
import { AlpacaDesk, type ApiKeys } from './alpaca-desk.js';
import { clockRoutes } from './clock-routes.js';
import type { AssetClass } from './listed-assets.js';
import { marketRoutes } from './market-routes.js';
import { MarketStream } from './market-stream.js';
import { orderListRoutes } from './order-list.js';
import { orderRoutes } from './order-routes.js';
import { positionRoutes } from './position-routes.js';
import { RateHeaders } from './rate-headers.js';
import { badBody, notFound, unauthorized } from './refusal.js';
import { type Ctx, refused } from './reply.js';
import { TradeStream } from './trade-stream.js';

export interface AlpacaDialectOptions {
  readonly venue: WireVenue;
  readonly wall: WallTime;
  readonly keys: ApiKeys;
  /** Told of each report that goes out to somebody who listens. */
  readonly onTold?: ((report: ExecutionReport) => void) | undefined;
}

const DATA_PATHS: Readonly<Record<string, AssetClass>> = {
  '/v2/iex': 'us_equity',
  '/v2/sip': 'us_equity',
  '/v1beta3/crypto/us': 'crypto',
};

/** An order has some hundred. */
const BODY_BYTES_MAX = 64 * 1_024;

export function alpacaDialect({ venue, wall, keys, onTold }: AlpacaDialectOptions): WireDialect {
  const desk = new AlpacaDesk(venue, wall, keys);
  const trades = new TradeStream(desk, onTold);
  const market = new MarketStream(desk);
  return {
    app: appOf(desk),
    socketAt: ({ pathname }, { headers }) => {
      const isPacked = headers['content-type'] === 'application/msgpack';
      if (pathname === '/stream') return (socket) => trades.take(socket, isPacked);
      const assetClass = DATA_PATHS[pathname];
      return assetClass === undefined
        ? null
        : (socket) => market.take(socket, { assetClass, isPacked });
    },
    goOn: () => market.goOn(),
  };
}

function appOf(desk: AlpacaDesk): Hono<WireEnv> {
  const app = new Hono<WireEnv>();
  const rates = new RateHeaders();
  let requests = 0;
  app.use('*', async (c: Ctx, next) => {
    requests += 1;
    const headers = { 'X-Request-ID': requestId(requests), ...rates.next(desk.wallNow()) };
    for (const [name, value] of Object.entries(headers)) c.header(name, value);
    if (isOpenToAll(c.req.path) || isSigned(desk, c)) await next();
    else c.res = refused(c, unauthorized('request is not authorized'));
  });
  app.use(
    '*',
    bodyLimit({
      maxSize: BODY_BYTES_MAX,
      onError: (c: Ctx) => refused(c, badBody('request body is too large')),
    }),
  );
  orderRoutes(app, desk);
  orderListRoutes(app, desk);
  positionRoutes(app, desk);
  activityRoutes(app, desk);
  clockRoutes(app, desk);
  marketRoutes(app, desk);
  app.notFound((c: Ctx) =>
    refused(c, notFound(`endpoint not found: ${c.req.method} ${c.req.path}`)),
  );
  return app;
}

/** Market data of pairs is anybody's: the vendor's client does not send its keys there. */
const isOpenToAll = (path: string): boolean => path.startsWith('/v1beta3/crypto/');

const isSigned = (desk: AlpacaDesk, c: Ctx): boolean =>
  desk.isKey(c.req.header('apca-api-key-id'), c.req.header('apca-api-secret-key'));

const requestId = (nth: number): string => nth.toString(16).padStart(32, '0');
