/** What Binance's USD-M futures say, written by hand after their documents: one of each, to be changed by a test. */
import type { Instrument } from '../../../../src/core/ground/instrument.js';
import { lots, ticks } from '../../../../src/core/ground/units.js';
import type { OrderTerms } from '../../../../src/core/order/order.js';

export const PERP: Instrument = {
  symbol: 'BTCUSDT',
  tickSize: '0.1',
  lotSize: '0.001',
  minNotional: '50',
  calendar: 'always-open',
  adv: null,
  baseAsset: 'BTC',
  quoteAsset: 'USDT',
};

/** Short 0.5 BTC at 50000. */
export const SHORT: OrderTerms = {
  symbol: 'BTCUSDT',
  side: 'sell',
  quantity: lots(500),
  type: 'limit',
  limitPrice: ticks(500_000),
  stopPrice: null,
  timeInForce: 'gtc',
  postOnly: false,
};

/** A row of `order`, `openOrders` and `allOrders`, and all replies to what changes one. */
export const order = (more: object = {}): object => ({
  avgPrice: '0.00',
  clientOrderId: 'my-1',
  cumQuote: '0.00000',
  executedQty: '0.000',
  orderId: 1001,
  origQty: '0.500',
  origType: 'LIMIT',
  price: '50000.00',
  reduceOnly: false,
  side: 'SELL',
  positionSide: 'BOTH',
  status: 'NEW',
  stopPrice: '0.00',
  closePosition: false,
  symbol: 'BTCUSDT',
  time: 1_704_207_600_000,
  timeInForce: 'GTC',
  type: 'LIMIT',
  updateTime: 1_704_207_600_123,
  workingType: 'CONTRACT_PRICE',
  priceProtect: false,
  priceMatch: 'NONE',
  selfTradePreventionMode: 'EXPIRE_MAKER',
  goodTillDate: 0,
  ...more,
});

export const trade = (more: object = {}): object => ({
  buyer: false,
  commission: '0.80000000',
  commissionAsset: 'USDT',
  id: 77,
  maker: false,
  orderId: 1001,
  price: '50000.00',
  qty: '0.040',
  quoteQty: '2000.00',
  realizedPnl: '-0.91539999',
  side: 'SELL',
  positionSide: 'BOTH',
  symbol: 'BTCUSDT',
  time: 1_704_207_600_123,
  ...more,
});

export const update = (more: object = {}): object => ({
  e: 'ORDER_TRADE_UPDATE',
  E: 1_704_207_600_124,
  T: 1_704_207_600_123,
  o: {
    s: 'BTCUSDT',
    c: 'my-1',
    S: 'SELL',
    o: 'LIMIT',
    f: 'GTC',
    q: '0.500',
    p: '50000.00',
    ap: '0.00',
    sp: '0.00',
    x: 'NEW',
    X: 'NEW',
    i: 1001,
    l: '0.000',
    z: '0.000',
    L: '0.00',
    T: 1_704_207_600_123,
    t: 0,
    b: '0',
    a: '0',
    m: false,
    R: false,
    wt: 'CONTRACT_PRICE',
    ot: 'LIMIT',
    ps: 'BOTH',
    cp: false,
    rp: '0',
    pP: false,
    si: 0,
    ss: 0,
    V: 'EXPIRE_MAKER',
    pm: 'NONE',
    gtd: 0,
    er: '0',
    ...more,
  },
});

/** The same execution as `trade`. */
export const traded = (more: object = {}): object =>
  update({
    ...{ x: 'TRADE', X: 'PARTIALLY_FILLED', l: '0.040', z: '0.040', L: '50000.00' },
    ...{ n: '0.80000000', N: 'USDT', t: 77, rp: '-0.91539999' },
    ...more,
  });

export const position = (more: object = {}): object => ({
  symbol: 'BTCUSDT',
  positionSide: 'BOTH',
  positionAmt: '-0.500',
  entryPrice: '50000.0',
  breakEvenPrice: '49990.0',
  markPrice: '50010.00000000',
  unRealizedProfit: '-5.00000000',
  liquidationPrice: '0',
  marginAsset: 'USDT',
  adl: 2,
  ...more,
});

export const exchangeInfo = (more: object = {}): object => ({
  timezone: 'UTC',
  serverTime: 1_704_207_600_000,
  futuresType: 'U_MARGINED',
  rateLimits: [],
  exchangeFilters: [],
  assets: [{ asset: 'USDT', marginAvailable: true, autoAssetExchange: '-10000' }],
  symbols: [
    {
      symbol: 'BTCUSDT',
      pair: 'BTCUSDT',
      contractType: 'PERPETUAL',
      deliveryDate: 4_133_404_800_000,
      onboardDate: 1_569_398_400_000,
      status: 'TRADING',
      baseAsset: 'BTC',
      quoteAsset: 'USDT',
      marginAsset: 'USDT',
      pricePrecision: 2,
      quantityPrecision: 3,
      baseAssetPrecision: 8,
      quotePrecision: 8,
      filters: [
        { filterType: 'PRICE_FILTER', minPrice: '556.80', maxPrice: '4529764', tickSize: '0.10' },
        { filterType: 'LOT_SIZE', minQty: '0.001', maxQty: '1000', stepSize: '0.001' },
        { filterType: 'MIN_NOTIONAL', notional: '50' },
      ],
      orderTypes: ['LIMIT', 'MARKET', 'STOP', 'STOP_MARKET'],
      timeInForce: ['GTC', 'IOC', 'FOK', 'GTX'],
      ...more,
    },
  ],
});
