/** Every operation of the futures exchange under its address. */
import { PING, TIME } from '../operations/general.js';
import type { Routes } from '../operations/operation.js';
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
import type { UsdmTerms } from './terms.js';

export const usdmRoutes = (terms: UsdmTerms): Routes => ({
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
