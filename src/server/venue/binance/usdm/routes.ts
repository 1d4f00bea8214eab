/** Every operation of the futures exchange under its address. */
import { PING, TIME } from '../operations/general.js';
import type { Routes } from '../operations/operation.js';
import { STREAM_START } from '../operations/user-stream.js';
import {
  ACCOUNT_CONFIG,
  ASSETS_MODE,
  COMMISSION_RATE,
  MARGIN_TYPE,
  ORDER_COUNT,
  POSITION_MODE,
  POSITION_MODE_SET,
  account,
  balance,
  leverage,
  leverageBracket,
  positionRisk,
  symbolConfig,
} from './account.js';
import type { Book } from './book.js';
import {
  AGG_TRADES,
  DEPTH,
  HISTORICAL_TRADES,
  KLINES,
  TICKER_BOOK,
  TICKER_DAY,
  TICKER_PRICE,
  TRADES,
  exchange,
  fundingRate,
  premiumIndex,
} from './market-operations.js';
import { income } from './income.js';
import {
  algoStatusOf,
  allAlgoOrders,
  allOrders,
  openAlgoOrders,
  openOrder,
  openOrders,
  orderStatus,
  userTrades,
} from './queries.js';
import type { UsdmTerms } from './terms.js';
import {
  algoCancel,
  algoPlace,
  algosCancel,
  orderCancel,
  orderModify,
  orderPlace,
  orderTest,
  ordersCancel,
} from './trading.js';
import { STREAM_END, STREAM_KEEP } from './user-stream.js';

export const usdmRoutes = (book: Book): Routes => ({
  ...marketRoutes(book.terms),
  ...accountRoutes(book.terms),
  ...orderRoutes(book),
  '/fapi/v1/listenKey': { POST: STREAM_START, PUT: STREAM_KEEP, DELETE: STREAM_END },
});

const marketRoutes = (terms: UsdmTerms): Routes => ({
  '/fapi/v1/ping': { GET: PING },
  '/fapi/v1/time': { GET: TIME },
  '/fapi/v1/exchangeInfo': { GET: exchange(terms) },
  '/fapi/v1/depth': { GET: DEPTH },
  '/fapi/v1/trades': { GET: TRADES },
  '/fapi/v1/historicalTrades': { GET: HISTORICAL_TRADES },
  '/fapi/v1/aggTrades': { GET: AGG_TRADES },
  '/fapi/v1/klines': { GET: KLINES },
  '/fapi/v1/ticker/24hr': { GET: TICKER_DAY },
  '/fapi/v1/ticker/price': { GET: TICKER_PRICE },
  '/fapi/v2/ticker/price': { GET: TICKER_PRICE },
  '/fapi/v1/ticker/bookTicker': { GET: TICKER_BOOK },
  '/fapi/v1/premiumIndex': { GET: premiumIndex(terms) },
  '/fapi/v1/fundingRate': { GET: fundingRate(terms) },
});

const accountRoutes = (terms: UsdmTerms): Routes => ({
  '/fapi/v2/account': { GET: account(terms, 2) },
  '/fapi/v3/account': { GET: account(terms, 3) },
  '/fapi/v2/balance': { GET: balance(terms) },
  '/fapi/v3/balance': { GET: balance(terms) },
  '/fapi/v2/positionRisk': { GET: positionRisk(terms, 2) },
  '/fapi/v3/positionRisk': { GET: positionRisk(terms, 3) },
  '/fapi/v1/leverage': { POST: leverage(terms) },
  '/fapi/v1/marginType': { POST: MARGIN_TYPE },
  '/fapi/v1/positionSide/dual': { GET: POSITION_MODE, POST: POSITION_MODE_SET },
  '/fapi/v1/multiAssetsMargin': { GET: ASSETS_MODE },
  '/fapi/v1/commissionRate': { GET: COMMISSION_RATE },
  '/fapi/v1/leverageBracket': { GET: leverageBracket(terms) },
  '/fapi/v1/symbolConfig': { GET: symbolConfig(terms) },
  '/fapi/v1/accountConfig': { GET: ACCOUNT_CONFIG },
  '/fapi/v1/rateLimit/order': { GET: ORDER_COUNT },
});

const orderRoutes = (book: Book): Routes => ({
  '/fapi/v1/order': {
    ...{ GET: orderStatus(book), POST: orderPlace(book) },
    ...{ PUT: orderModify(book), DELETE: orderCancel(book) },
  },
  '/fapi/v1/order/test': { POST: orderTest(book) },
  '/fapi/v1/openOrder': { GET: openOrder(book) },
  '/fapi/v1/openOrders': { GET: openOrders(book) },
  '/fapi/v1/allOrders': { GET: allOrders(book) },
  '/fapi/v1/allOpenOrders': { DELETE: ordersCancel(book) },
  '/fapi/v1/userTrades': { GET: userTrades(book) },
  '/fapi/v1/income': { GET: income(book) },
  '/fapi/v1/algoOrder': {
    ...{ GET: algoStatusOf(book), POST: algoPlace(book), DELETE: algoCancel(book) },
  },
  '/fapi/v1/openAlgoOrders': { GET: openAlgoOrders(book) },
  '/fapi/v1/allAlgoOrders': { GET: allAlgoOrders(book) },
  '/fapi/v1/algoOpenOrders': { DELETE: algosCancel(book) },
});
