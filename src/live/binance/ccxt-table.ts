/** Where in ccxt a market of Binance's is: its class, its addresses, and how a venue of this machine stands in for them. */
import type ccxt from 'ccxt';
import type { CcxtApi } from './ccxt-sockets.js';

export interface CcxtTable {
  readonly make: (of: typeof ccxt, config: object) => CcxtApi;
  /** Of ccxt, beside those of all markets. */
  readonly options: object;
  /** To the network on which nothing is real. */
  readonly toTestnet: (api: CcxtApi) => void;
  /** `http` and `ws`: a venue of this machine. */
  readonly leadTo: (urls: CcxtUrls, at: { readonly http: string; readonly ws: string }) => void;
  /** Whether a socket is of orders; any other is of market streams. */
  readonly isOfOrders: (url: string) => boolean;
}

export interface CcxtUrls {
  public: string;
  private: string;
  fapiPublic: string;
  fapiPrivate: string;
  fapiPrivateV3: string;
  readonly ws: { spot: string; future: string; readonly 'ws-api': { spot: string } };
}

export const SPOT_IN_CCXT: CcxtTable = {
  make: ({ pro }, config) => new pro.binance(config),
  options: { defaultType: 'spot', fetchMarkets: { types: ['spot'] } },
  toTestnet: (api) => api.setSandboxMode(true),
  leadTo: (urls, { http, ws }) => {
    urls.public = urls.private = `${http}/api/v3`;
    urls.ws.spot = `${ws}/stream/ws`;
    urls.ws['ws-api'].spot = `${ws}/ws-api/v3`;
  },
  isOfOrders: (url) => url.includes('/ws-api/'),
};

export const USDM_IN_CCXT: CcxtTable = {
  make: ({ pro }, config) => new pro.binanceusdm(config),
  options: {
    fetchMarkets: { types: ['linear'] },
    // With the stream of orders it would ask for all positions, and for the brackets of all contracts.
    watchPositions: { fetchPositionsSnapshot: false, awaitPositionsSnapshot: false },
  },
  // ccxt signs nothing for the older test network of futures any more.
  toTestnet: (api) => api.enableDemoTrading(true),
  leadTo: (urls, { http, ws }) => {
    urls.fapiPublic = urls.fapiPrivate = `${http}/fapi/v1`;
    urls.fapiPrivateV3 = `${http}/fapi/v3`;
    urls.ws.future = `${ws}/ws`;
  },
  isOfOrders: (url) => url.includes('/private/'),
};
