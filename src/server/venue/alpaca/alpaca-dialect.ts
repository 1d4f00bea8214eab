/**
 * Alpaca's Trading API v2, market data and streams, spoken by the simulated venue: what is spoken, and what is not, is in
 * docs/venue-server-alpaca.md. Times are on the wall clock; what a client asks for goes through the link of the scenario, with its
 * latency and its faults.
 */
import { Hono } from 'hono';
import { bodyLimit } from 'hono/body-limit';
import { invariant } from '../../../core/ground/invariant.js';
import type { ExecutionReport } from '../../../core/order/execution-report.js';
import type { WireEnv } from '../wire/lose-reply.js';
import type { WireDialect } from '../wire/serve-wire.js';
import type { WallTime } from '../wire/wall-time.js';
import { type WireApp, appByKey } from '../wire/wire-app.js';
import { activityRoutes } from './activities.js';
import { type AlpacaAccount, AlpacaDesk } from './alpaca-desk.js';
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
import { TradeStream, TradeStreams } from './trade-stream.js';

export interface AlpacaClient extends AlpacaAccount {
  /** Told of each report that goes out to somebody who listens. */
  readonly onTold?: ((report: ExecutionReport) => void) | undefined;
}

export interface AlpacaDialectOptions {
  readonly wall: WallTime;
  /** At least one: the first is the one over whose link goes what needs no keys. */
  readonly accounts: readonly AlpacaClient[];
}

const DATA_PATHS: Readonly<Record<string, AssetClass>> = {
  '/v2/iex': 'us_equity',
  '/v2/sip': 'us_equity',
  '/v1beta3/crypto/us': 'crypto',
};

/** An order has some hundred. */
const BODY_BYTES_MAX = 64 * 1_024;

export function alpacaDialect({ wall, accounts }: AlpacaDialectOptions): WireDialect {
  // Nobody's has no number.
  const offset = accounts[0]?.keys === null ? 0 : 1;
  const desks = accounts.map((account, nth) => new AlpacaDesk(account, wall, nth + offset));
  const [first] = desks;
  invariant(first !== undefined, 'a venue without an account');
  const trades = new TradeStreams(
    desks.map((desk, nth) => new TradeStream(desk, accounts[nth]?.onTold)),
  );
  const isKey = (keyId: unknown, secret: unknown): boolean =>
    desks.some((desk) => desk.isKey(keyId, secret));
  const market = new MarketStream(first, isKey);
  return {
    app: appFor(desks, first),
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

/** A whole application for each account, which knows its desk alone. */
function appFor(desks: readonly AlpacaDesk[], first: AlpacaDesk): WireApp {
  const apps = new Map(desks.map((desk) => [desk.keys?.keyId ?? null, appOf(desk)]));
  const open = apps.get(first.keys?.keyId ?? null);
  invariant(open !== undefined, 'each desk has its application');
  return appByKey('apca-api-key-id', (keyId) => apps.get(keyId) ?? open);
}

/** All routes of an account. */
export function appOf(desk: AlpacaDesk): Hono<WireEnv> {
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
