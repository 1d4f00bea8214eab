/** Every operation under its address and under its name: two ways to the same. */
import { ACCOUNT, ORDER_COUNT } from './account.js';
import { EXCHANGE, PING, TIME } from './general.js';
import {
  AGG_TRADES,
  AVERAGE_PRICE,
  DEPTH,
  HISTORICAL_TRADES,
  KLINES,
  TICKER_BOOK,
  TICKER_DAY,
  TICKER_PRICE,
  TRADES_OF,
} from './market.js';
import type { Operation, Routes } from './operation.js';
import { ALL_ORDERS, OPEN_ORDERS, ORDER_STATUS } from './orders.js';
import { MY_TRADES } from './trades.js';
import {
  CANCEL_REPLACE,
  OPEN_ORDERS_CANCEL,
  ORDER_CANCEL,
  ORDER_PLACE,
  ORDER_TEST,
} from './trading.js';
import { STREAM_PING, STREAM_START, STREAM_STOP } from './user-stream.js';

export const ROUTES: Routes = {
  '/api/v3/ping': { GET: PING },
  '/api/v3/time': { GET: TIME },
  '/api/v3/exchangeInfo': { GET: EXCHANGE },
  '/api/v3/depth': { GET: DEPTH },
  '/api/v3/trades': { GET: TRADES_OF },
  '/api/v3/historicalTrades': { GET: HISTORICAL_TRADES },
  '/api/v3/aggTrades': { GET: AGG_TRADES },
  '/api/v3/klines': { GET: KLINES },
  '/api/v3/uiKlines': { GET: KLINES },
  '/api/v3/avgPrice': { GET: AVERAGE_PRICE },
  '/api/v3/ticker/24hr': { GET: TICKER_DAY },
  '/api/v3/ticker/price': { GET: TICKER_PRICE },
  '/api/v3/ticker/bookTicker': { GET: TICKER_BOOK },
  '/api/v3/account': { GET: ACCOUNT },
  '/api/v3/rateLimit/order': { GET: ORDER_COUNT },
  '/api/v3/order': { GET: ORDER_STATUS, POST: ORDER_PLACE, DELETE: ORDER_CANCEL },
  '/api/v3/order/test': { POST: ORDER_TEST },
  '/api/v3/order/cancelReplace': { POST: CANCEL_REPLACE },
  '/api/v3/openOrders': { GET: OPEN_ORDERS, DELETE: OPEN_ORDERS_CANCEL },
  '/api/v3/allOrders': { GET: ALL_ORDERS },
  '/api/v3/myTrades': { GET: MY_TRADES },
  '/api/v3/userDataStream': { POST: STREAM_START, PUT: STREAM_PING, DELETE: STREAM_STOP },
};

/** Of the WebSocket API, but for what is about its own connection. */
export const METHODS: Readonly<Record<string, Operation>> = {
  ping: PING,
  time: TIME,
  exchangeInfo: EXCHANGE,
  depth: DEPTH,
  'trades.recent': TRADES_OF,
  'trades.historical': HISTORICAL_TRADES,
  'trades.aggregate': AGG_TRADES,
  klines: KLINES,
  uiKlines: KLINES,
  avgPrice: AVERAGE_PRICE,
  'ticker.24hr': TICKER_DAY,
  'ticker.price': TICKER_PRICE,
  'ticker.book': TICKER_BOOK,
  'account.status': ACCOUNT,
  'account.rateLimits.orders': ORDER_COUNT,
  'order.place': ORDER_PLACE,
  'order.test': ORDER_TEST,
  'order.status': ORDER_STATUS,
  'order.cancel': ORDER_CANCEL,
  'order.cancelReplace': CANCEL_REPLACE,
  'openOrders.status': OPEN_ORDERS,
  'openOrders.cancelAll': OPEN_ORDERS_CANCEL,
  allOrders: ALL_ORDERS,
  myTrades: MY_TRADES,
  'userDataStream.start': STREAM_START,
  'userDataStream.ping': STREAM_PING,
  'userDataStream.stop': STREAM_STOP,
};
