/** What a load asks a venue for, in the words of each dialect: mostly looks, and every tenth an order far from the market, or its cancel. */
import { createHmac } from 'node:crypto';
import type { DialectName } from '../../src/server/venue/dialects.js';

export const LOAD_KEYS = { keyId: 'LOAD', secret: 'load-secret' };

export interface LoadRequest {
  readonly method: 'GET' | 'POST' | 'DELETE';
  readonly path: string;
  readonly headers?: Readonly<Record<string, string>>;
  readonly body?: string;
}

export interface StreamClient {
  readonly path: string;
  /** What it says once it is connected, and again once it has heard so many frames. */
  readonly says: readonly (() => object)[];
}

interface LoadOf {
  /** The nth request. */
  readonly request: (nth: number) => LoadRequest;
  readonly stream: (nth: number) => StreamClient;
}

/** An order in every ten, and the cancel of one long before it, which no answer that takes its time can be behind. */
const ORDER_AT = 2;
const CANCEL_AT = 7;
const TEN = 10;
const TENS_BEHIND = 50;

const hmac = (text: string): string =>
  createHmac('sha256', LOAD_KEYS.secret).update(text).digest('hex');

function signed(method: LoadRequest['method'], path: string, query = ''): LoadRequest {
  const text = `${query === '' ? '' : `${query}&`}timestamp=${Date.now()}`;
  return {
    method,
    path: `/api/v3/${path}?${text}&signature=${hmac(text)}`,
    headers: { 'X-MBX-APIKEY': LOAD_KEYS.keyId },
  };
}

const BINANCE_LOOKS: readonly (() => LoadRequest)[] = [
  () => signed('GET', 'account'),
  () => signed('GET', 'openOrders', 'symbol=BTCUSDT'),
  () => ({ method: 'GET', path: '/api/v3/depth?symbol=BTCUSDT&limit=20' }),
  () => ({ method: 'GET', path: '/api/v3/ticker/bookTicker?symbol=BTCUSDT' }),
];

function binanceRequest(nth: number): LoadRequest {
  const ten = Math.floor(nth / TEN);
  const id = (of: number): string => `load-${of}`;
  if (nth % TEN === ORDER_AT)
    return signed(
      'POST',
      'order',
      `symbol=BTCUSDT&side=BUY&type=LIMIT&timeInForce=GTC&quantity=0.010&price=50000&newClientOrderId=${id(ten)}`,
    );
  if (nth % TEN === CANCEL_AT && ten >= TENS_BEHIND)
    return signed('DELETE', 'order', `symbol=BTCUSDT&origClientOrderId=${id(ten - TENS_BEHIND)}`);
  return BINANCE_LOOKS[nth % BINANCE_LOOKS.length]!();
}

const BINANCE_STREAMS = ['btcusdt@bookTicker', 'btcusdt@trade', 'btcusdt@depth@100ms'];

/** Every fifth hears the account, the others a market stream each. */
function binanceStream(nth: number): StreamClient {
  const stream = BINANCE_STREAMS[nth % BINANCE_STREAMS.length]!;
  if (nth % 5 !== 0) return { path: `/ws/${stream}`, says: [] };
  return {
    path: '/ws-api/v3',
    says: [
      () => {
        const { keyId: apiKey } = LOAD_KEYS;
        const timestamp = Date.now();
        const signature = hmac(`apiKey=${apiKey}&timestamp=${timestamp}`);
        const method = 'userDataStream.subscribe.signature';
        return { id: '1', method, params: { apiKey, timestamp, signature } };
      },
    ],
  };
}

const ALPACA_HEADERS = {
  'APCA-API-KEY-ID': LOAD_KEYS.keyId,
  'APCA-API-SECRET-KEY': LOAD_KEYS.secret,
};

const ALPACA_LOOKS = [
  '/v2/account',
  '/v2/orders?status=open',
  '/v1beta3/crypto/us/latest/orderbooks?symbols=BTC/USDT',
  '/v1beta3/crypto/us/latest/quotes?symbols=BTC/USDT',
];

function alpacaRequest(nth: number): LoadRequest {
  const headers = { ...ALPACA_HEADERS, 'content-type': 'application/json' };
  if (nth % TEN !== ORDER_AT && nth % TEN !== CANCEL_AT)
    return { method: 'GET', path: ALPACA_LOOKS[nth % ALPACA_LOOKS.length]!, headers };
  if (nth % TEN === CANCEL_AT) return { method: 'DELETE', path: '/v2/orders', headers };
  const order = {
    ...{ symbol: 'BTC/USDT', side: 'buy', type: 'limit', time_in_force: 'gtc', qty: '0.01' },
    ...{ limit_price: '50000', client_order_id: `load-${Math.floor(nth / TEN)}` },
  };
  return { method: 'POST', path: '/v2/orders', headers, body: JSON.stringify(order) };
}

/** Every fifth hears the account, the others quotes and trades. */
function alpacaStream(nth: number): StreamClient {
  const { keyId, secret } = LOAD_KEYS;
  if (nth % 5 === 0)
    return {
      path: '/stream',
      says: [
        () => ({ action: 'authenticate', data: { key_id: keyId, secret_key: secret } }),
        () => ({ action: 'listen', data: { streams: ['trade_updates'] } }),
      ],
    };
  return {
    path: '/v1beta3/crypto/us',
    says: [
      () => ({ action: 'auth', key: keyId, secret }),
      () => ({ action: 'subscribe', quotes: ['BTC/USDT'], trades: ['BTC/USDT'] }),
    ],
  };
}

/** Futures go the way of spot, in other words. */
export const LOAD: Readonly<Record<Exclude<DialectName, 'binance-usdm'>, LoadOf>> = {
  alpaca: { request: alpacaRequest, stream: alpacaStream },
  binance: { request: binanceRequest, stream: binanceStream },
};
