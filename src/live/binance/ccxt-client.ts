/**
 * ccxt's Binance client as this adapter uses it, unmodified: it builds, signs and sends requests, and opens, signs and subscribes sockets.
 * Nothing of what it makes of an answer is used. Requests go through its implicit interface, one method a route, which sends parameters as
 * they are: `createOrder` would round a price half up.
 *
 * The package takes half a second to load: it is loaded when a client is opened. Key and secret are in private fields alone, and what ccxt
 * throws (its messages hold signed addresses) goes no further than this folder.
 */
import { watchedFetch } from '../rest/exchange.js';
import { type CcxtApi, CcxtSockets, type OpenSocket, type SocketEars } from './ccxt-sockets.js';
import type { Params } from './order-params.js';

/** Which route of spot is which implicit method. Another product of the venue is another table. */
const SPOT = {
  time: 'publicGetTime',
  depth: 'publicGetDepth',
  days: 'publicGetKlines',
  account: 'privateGetAccount',
  order: 'privateGetOrder',
  openOrders: 'privateGetOpenOrders',
  allOrders: 'privateGetAllOrders',
  myTrades: 'privateGetMyTrades',
  newOrder: 'privatePostOrder',
  cancelOrder: 'privateDeleteOrder',
  replaceOrder: 'privatePostOrderCancelReplace',
} as const satisfies Record<string, keyof CcxtApi>;

export type Route = keyof typeof SPOT;

/** Sends one request; what it resolves to or throws is not to be used. */
export type Call = (route: Route, params: Params) => Promise<unknown>;

export interface ClientOptions {
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
  loadMarkets(symbols: readonly string[]): Promise<unknown>;
  /** Dials, and subscribes to the account's events. */
  openOrders(ears: SocketEars): OpenSocket;
  /** Dials, and subscribes to the best prices of the symbols. */
  openQuotes(symbols: readonly string[], ears: SocketEars): OpenSocket;
  close(): Promise<void>;
}

export async function openClient(options: ClientOptions): Promise<BinanceClient> {
  const { default: ccxt } = await import('ccxt');
  const api = new ccxt.pro.binance(configOf(options));
  const { network, loopback } = options;
  if (network === 'testnet' && loopback === null) api.setSandboxMode(true);
  if (loopback !== null) await leadTo(api, loopback);
  api.nonce = options.stamp;
  api.fetchImplementation = (url: string, init: RequestInit): Promise<Response> =>
    // Sent on to another address, an order would be placed twice, or be told to a stranger.
    watchedFetch(url, { ...init, redirect: 'error' });
  return new CcxtClient(api);
}

const configOf = ({ apiKey, secret }: ClientOptions): object => ({
  apiKey,
  secret,
  // The core's budget says how much may be asked for (S22).
  enableRateLimit: false,
  options: {
    defaultType: 'spot',
    // Each would be a request more, of other products.
    fetchCurrencies: false,
    fetchMargins: false,
    fetchMarkets: { types: ['spot'] },
    adjustForTimeDifference: false,
    // Would send an order again.
    maxRetriesOnFailure: 0,
    // Whoever dials has waited already.
    ws: { backoff: { base: 0 } },
  },
});

async function leadTo(api: CcxtApi, loopback: string): Promise<void> {
  const { api: urls } = api.urls as unknown as { readonly api: Urls };
  urls.public = urls.private = `${loopback}/api/v3`;
  const host = loopback.replace(/^http/, 'ws');
  urls.ws.spot = `${host}/stream/ws`;
  urls.ws['ws-api'].spot = `${host}/ws-api/v3`;
  // Without it ccxt opens no socket without TLS; no proxy takes part.
  await api.loadHttpProxyAgent();
}

interface Urls {
  public: string;
  private: string;
  readonly ws: { spot: string; readonly 'ws-api': { spot: string } };
}

class CcxtClient implements BinanceClient {
  readonly #api: CcxtApi;
  readonly #sockets: CcxtSockets;

  constructor(api: CcxtApi) {
    this.#api = api;
    this.#sockets = new CcxtSockets(api);
  }

  readonly call: Call = (route, params) => this.#api[SPOT[route]]({ ...params });

  loadMarkets(symbols: readonly string[]): Promise<unknown> {
    return this.#api.loadMarkets(true, { symbols: JSON.stringify(symbols) });
  }

  openOrders(ears: SocketEars): OpenSocket {
    return this.#sockets.open('orders', ears, () => this.#api.watchOrders());
  }

  openQuotes(symbols: readonly string[], ears: SocketEars): OpenSocket {
    return this.#sockets.open('quotes', ears, () => this.#api.watchBidsAsks([...symbols]));
  }

  async close(): Promise<void> {
    await this.#api.close();
  }
}
