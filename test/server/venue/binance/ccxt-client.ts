/** The unmodified client of ccxt, pointed at a venue of this machine: REST by another host, sockets by other addresses. */
import ccxt, { type binance } from 'ccxt';
import { KEY, type Served } from './served.js';

export type Client = InstanceType<typeof ccxt.pro.binance>;
/** Of an order that has one, which the library's own type leaves open. */
export type CcxtOrder = Awaited<ReturnType<binance['fetchOrder']>> & { readonly id: string };

export const withIds = (orders: readonly object[]): readonly CcxtOrder[] =>
  orders as readonly CcxtOrder[];

export async function ccxtClient(
  { origin, sockets }: Pick<Served, 'origin' | 'sockets'>,
  changes: object = {},
): Promise<Client> {
  const client = new ccxt.pro.binance({
    ...{ apiKey: KEY.keyId, secret: KEY.secret, enableRateLimit: false, timeout: 5_000 },
    newUpdates: true,
    options: {
      fetchCurrencies: false,
      fetchMargins: false,
      fetchMarkets: { types: ['spot'] },
      adjustForTimeDifference: false,
      maxRetriesOnFailure: 0,
    },
    ...changes,
  });
  // Errors are classed by the address: it has to be that of Binance for the library.
  client.fetchImplementation = (url: string, init: RequestInit) =>
    fetch(url.replace('https://api.binance.com', origin), init);
  const api = client.urls['api'] as { ws: Record<string, unknown> };
  api.ws = {
    ...api.ws,
    spot: `${sockets}/stream/ws`,
    'ws-api': { ...(api.ws['ws-api'] as object), spot: `${sockets}/ws-api/v3` },
  };
  // Sockets without TLS are refused else.
  await client.loadHttpProxyAgent();
  await client.loadMarkets();
  return client;
}

/** What `run` throws. */
export async function thrownBy(run: () => Promise<unknown>): Promise<Error> {
  try {
    await run();
  } catch (error) {
    if (error instanceof Error) return error;
    throw error;
  }
  throw new Error('nothing was thrown');
}
