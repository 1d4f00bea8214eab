/**
 * ccxt's Binance client as this adapter uses it, unmodified: it builds, signs and sends requests, and opens, signs and subscribes sockets.
 * Nothing of what it makes of an answer is used. Requests go through its implicit interface, one method a route, which sends parameters as
 * they are: `createOrder` would round a price half up.
 *
 * The package takes half a second to load: it is loaded when a client is opened. Key and secret are in private fields alone, and what ccxt
 * throws (its messages hold signed addresses) goes no further than this folder.
 */
import { watchedFetch } from '../rest/exchange.js';
import type { Method } from './ccxt-methods.js';
import { type CcxtApi, CcxtSockets, type OpenSocket, type SocketEars } from './ccxt-sockets.js';
import type { CcxtTable, CcxtUrls } from './ccxt-table.js';
import type { Params } from './order-params.js';

/** Sends one request; what it resolves to or throws is not to be used. */
export type Call = (method: Method, params: Params) => Promise<unknown>;

export interface ClientOptions {
  readonly table: CcxtTable;
  readonly apiKey: string;
  readonly secret: string;
  readonly network: 'live' | 'testnet';
  /** A venue on this machine in place of the network, as `http://127.0.0.1:4010`; null = none. */
  readonly loopback: string | null;
  /** What a request is stamped with that states no time itself: milliseconds. */
  readonly stamp: () => number;
}

export interface BinanceClient {
  readonly call: Call;
  /** Asks for what is traded, which ccxt keeps. As `call`. */
  loadMarkets(params: Params): Promise<unknown>;
  /** Dials, and subscribes to the account's events; by the key to listen with, where a market has one. */
  openOrders(ears: SocketEars, listenKey: string | null): OpenSocket;
  /** Dials, and subscribes to the best prices of the symbols. */
  openQuotes(symbols: readonly string[], ears: SocketEars): OpenSocket;
  close(): Promise<void>;
}

export async function openClient(options: ClientOptions): Promise<BinanceClient> {
  const { default: ccxt } = await import('ccxt');
  const { table, network, loopback } = options;
  const api = table.make(ccxt, configOf(options));
  if (network === 'testnet' && loopback === null) table.toTestnet(api);
  if (loopback !== null) await leadTo(api, table, loopback);
  api.nonce = options.stamp;
  api.fetchImplementation = (url: string, init: RequestInit): Promise<Response> =>
    // Sent on to another address, an order would be placed twice, or be told to a stranger.
    watchedFetch(url, { ...init, redirect: 'error' });
  return new CcxtClient(api, table);
}

const configOf = ({ apiKey, secret, table }: ClientOptions): object => ({
  apiKey,
  secret,
  // The core's budget says how much may be asked for (S22).
  enableRateLimit: false,
  options: {
    ...table.options,
    // Each would be a request more, of other products.
    fetchCurrencies: false,
    fetchMargins: false,
    adjustForTimeDifference: false,
    // Would send an order again.
    maxRetriesOnFailure: 0,
    // Whoever dials has waited already.
    ws: { backoff: { base: 0 } },
  },
});

async function leadTo(api: CcxtApi, table: CcxtTable, loopback: string): Promise<void> {
  const { api: urls } = api.urls as unknown as { readonly api: CcxtUrls };
  table.leadTo(urls, { http: loopback, ws: loopback.replace(/^http/, 'ws') });
  // Without it ccxt opens no socket without TLS; no proxy takes part.
  await api.loadHttpProxyAgent();
}

class CcxtClient implements BinanceClient {
  readonly #api: CcxtApi;
  readonly #sockets: CcxtSockets;

  constructor(api: CcxtApi, { isOfOrders }: CcxtTable) {
    this.#api = api;
    this.#sockets = new CcxtSockets(api, isOfOrders);
  }

  readonly call: Call = (method, params) => this.#api[method]({ ...params });

  loadMarkets(params: Params): Promise<unknown> {
    return this.#api.loadMarkets(true, { ...params });
  }

  openOrders(ears: SocketEars, listenKey: string | null): OpenSocket {
    // As if ccxt had just got it: it asks for none then, and renews none by a timer of its own.
    if (listenKey !== null)
      this.#api.options['future'] = { listenKey, lastAuthenticatedTime: Number.MAX_SAFE_INTEGER };
    return this.#sockets.open('orders', ears, () => this.#api.watchOrders());
  }

  openQuotes(symbols: readonly string[], ears: SocketEars): OpenSocket {
    return this.#sockets.open('quotes', ears, () => this.#api.watchBidsAsks([...symbols]));
  }

  async close(): Promise<void> {
    await this.#api.close();
  }
}
