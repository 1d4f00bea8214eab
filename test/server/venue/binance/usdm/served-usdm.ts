/** A futures venue of Binance's on a port of this machine, and the unmodified client of ccxt pointed at it. */
import ccxt from 'ccxt';
import type { EpochMicros } from '../../../../../src/core/ground/units.js';
import { SystemClock } from '../../../../../src/live/clock/system-clock.js';
import { usdmDialect } from '../../../../../src/server/venue/binance/usdm/usdm.js';
import { withRequestWindows } from '../../../../../src/server/venue/binance/request-windows.js';
import { accountTerms } from '../../../../../src/server/venue/binance/words/account-terms.js';
import { pacedWire } from '../../../../../src/server/venue/wire/paced-wire.js';
import { serveWire } from '../../../../../src/server/venue/wire/serve-wire.js';
import { wallTime } from '../../../../../src/server/venue/wire/wall-time.js';
import type { AccountOptions } from '../../../../../src/sim/exchange/venue-options.js';
import { PLAIN_VENUE } from '../../../../support/plain-venue.js';
import { INSTRUMENT, planOf } from '../../../../support/simulation-plan.js';
import { KEY, type ServeChanges, type Served } from '../served.js';

export const SYMBOL = 'BTC/USDT:USDT';

export interface UsdmChanges extends ServeChanges {
  readonly account?: Partial<AccountOptions>;
}

export async function servedUsdm({
  keys = [KEY],
  speed = 5,
  account,
  ...changes
}: UsdmChanges = {}): Promise<Served> {
  const plan = planOf({
    ...changes,
    venue: {
      fees: { makerBps: '2', takerBps: '5', asset: 'quote' },
      account: {
        ...PLAIN_VENUE.account,
        ...{ cash: '10000', shorting: false, marginLeverage: 5 },
        derivatives: new Set([INSTRUMENT.symbol]),
        ...account,
      },
      ...{ idempotency: 'open-only', profile: { stopAlreadyThrough: 'reject', selfTrade: 'none' } },
      ...changes.venue,
    },
  });
  const clock = new SystemClock({ shows: plan.start, speed });
  const wall = wallTime(plan.start, (Date.now() * 1_000) as EpochMicros, speed);
  const venue = pacedWire(withRequestWindows(plan, speed), { clock, speed });
  const terms = accountTerms(plan.venue);
  const dialect = usdmDialect({
    wall,
    accounts: [{ venue, keys, terms, account: plan.venue.account }],
  });
  const { port, close } = await serveWire({ venue, dialect, clock, speed, port: 0 });
  return {
    origin: `http://127.0.0.1:${port}`,
    sockets: `ws://127.0.0.1:${port}`,
    venue,
    close,
  };
}

export type UsdmClient = InstanceType<typeof ccxt.pro.binanceusdm>;

export async function usdmClient(
  { origin, sockets }: Pick<Served, 'origin' | 'sockets'>,
  changes: object = {},
): Promise<UsdmClient> {
  const client = new ccxt.pro.binanceusdm({
    ...{ apiKey: KEY.keyId, secret: KEY.secret, enableRateLimit: false, timeout: 5_000 },
    newUpdates: true,
    options: {
      ...{ fetchCurrencies: false, maxRetriesOnFailure: 0 },
      watchPositions: { fetchPositionsSnapshot: false, awaitPositionsSnapshot: false },
    },
    ...changes,
  });
  // Errors are classed by the address: it has to be that of Binance for the library.
  client.fetchImplementation = (url: string, init: RequestInit) =>
    fetch(url.replace('https://fapi.binance.com', origin), init);
  const api = client.urls['api'] as { ws: Record<string, unknown> };
  api.ws = { ...api.ws, future: `${sockets}/ws` };
  // Sockets without TLS are refused else.
  await client.loadHttpProxyAgent();
  await client.loadMarkets();
  return client;
}
