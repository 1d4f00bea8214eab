/** What Binance says, written by hand after its documents: one of each, to be changed by a test. */
import type { Instrument } from '../../../src/core/ground/instrument.js';
import { lots, ticks } from '../../../src/core/ground/units.js';
import type { ClientOrderId, OrderTerms } from '../../../src/core/order/order.js';

export const BTC: Instrument = {
  symbol: 'BTCUSDT',
  tickSize: '0.01',
  lotSize: '0.00001',
  minNotional: '5',
  calendar: 'always-open',
  adv: null,
  baseAsset: 'BTC',
  quoteAsset: 'USDT',
};
export const ETH: Instrument = {
  ...BTC,
  symbol: 'ETHUSDT',
  lotSize: '0.0001',
  baseAsset: 'ETH',
};

/** 0.12345 BTC at 50000. */
export const LIMIT: OrderTerms = {
  symbol: 'BTCUSDT',
  side: 'buy',
  quantity: lots(12_345),
  type: 'limit',
  limitPrice: ticks(5_000_000),
  stopPrice: null,
  timeInForce: 'gtc',
  postOnly: false,
};

export const idOf = (text: string): ClientOrderId => text as ClientOrderId;

/** A row of `order`, `openOrders` and `allOrders`. */
export const order = (more: object = {}): object => ({
  symbol: 'BTCUSDT',
  orderId: 1001,
  orderListId: -1,
  clientOrderId: 'my-1',
  price: '50000.00000000',
  origQty: '0.12345000',
  executedQty: '0.00000000',
  cummulativeQuoteQty: '0.00000000',
  status: 'NEW',
  timeInForce: 'GTC',
  type: 'LIMIT',
  side: 'BUY',
  stopPrice: '0.00000000',
  icebergQty: '0.00000000',
  time: 1_704_207_600_000,
  updateTime: 1_704_207_600_123,
  isWorking: true,
  workingTime: 1_704_207_600_000,
  origQuoteOrderQty: '0.00000000',
  selfTradePreventionMode: 'EXPIRE_MAKER',
  ...more,
});

/** The whole reply to a new order. */
export const placed = (more: object = {}): object => ({
  symbol: 'BTCUSDT',
  orderId: 1001,
  orderListId: -1,
  clientOrderId: 'my-1',
  transactTime: 1_704_207_600_123,
  price: '50000.00000000',
  origQty: '0.12345000',
  executedQty: '0.10000000',
  origQuoteOrderQty: '0.00000000',
  cummulativeQuoteQty: '4999.00000000',
  status: 'PARTIALLY_FILLED',
  timeInForce: 'GTC',
  type: 'LIMIT',
  side: 'BUY',
  workingTime: 1_704_207_600_123,
  fills: [
    {
      price: '49990.00000000',
      qty: '0.10000000',
      commission: '0.00010000',
      commissionAsset: 'BTC',
      tradeId: 7,
    },
  ],
  selfTradePreventionMode: 'EXPIRE_MAKER',
  ...more,
});

export const canceled = (more: object = {}): object => ({
  symbol: 'BTCUSDT',
  origClientOrderId: 'my-1',
  orderId: 1001,
  orderListId: -1,
  clientOrderId: 'cancel-1',
  transactTime: 1_704_207_601_000,
  price: '50000.00000000',
  origQty: '0.12345000',
  executedQty: '0.00000000',
  cummulativeQuoteQty: '0.00000000',
  status: 'CANCELED',
  timeInForce: 'GTC',
  type: 'LIMIT',
  side: 'BUY',
  ...more,
});

export const trade = (more: object = {}): object => ({
  symbol: 'BTCUSDT',
  id: 77,
  orderId: 1001,
  orderListId: -1,
  price: '50000.00000000',
  qty: '0.04000000',
  quoteQty: '2000.00000000',
  commission: '0.00150000',
  commissionAsset: 'BNB',
  time: 1_704_207_600_123,
  isBuyer: true,
  isMaker: false,
  isBestMatch: true,
  ...more,
});

export const report = (more: object = {}): object => ({
  e: 'executionReport',
  E: 1_704_207_600_124,
  s: 'BTCUSDT',
  c: 'my-1',
  S: 'BUY',
  o: 'LIMIT',
  f: 'GTC',
  q: '0.12345000',
  p: '50000.00000000',
  P: '0.00000000',
  F: '0.00000000',
  g: -1,
  C: '',
  x: 'NEW',
  X: 'NEW',
  r: 'NONE',
  i: 1001,
  l: '0.00000000',
  z: '0.00000000',
  L: '0.00000000',
  n: '0',
  N: null,
  T: 1_704_207_600_123,
  t: -1,
  I: 8_641_984,
  w: true,
  m: false,
  M: false,
  O: 1_704_207_600_000,
  Z: '0.00000000',
  Y: '0.00000000',
  Q: '0.00000000',
  W: 1_704_207_600_000,
  V: 'EXPIRE_MAKER',
  ...more,
});

/** The same execution as `trade`. */
export const traded = (more: object = {}): object =>
  report({
    x: 'TRADE',
    X: 'PARTIALLY_FILLED',
    l: '0.04000000',
    z: '0.04000000',
    L: '50000.00000000',
    n: '0.00150000',
    N: 'BNB',
    t: 77,
    ...more,
  });

const filtersOf = ({ tickSize, lotSize, minNotional }: Instrument): readonly object[] => [
  {
    filterType: 'PRICE_FILTER',
    minPrice: '0.01000000',
    maxPrice: '1000000.00000000',
    tickSize: `${tickSize}000000`,
  },
  {
    filterType: 'LOT_SIZE',
    minQty: `${lotSize}000`,
    maxQty: '9000.00000000',
    stepSize: `${lotSize}000`,
  },
  {
    filterType: 'MARKET_LOT_SIZE',
    minQty: '0.00000000',
    maxQty: '100.00000000',
    stepSize: '0.00000000',
  },
  {
    filterType: 'NOTIONAL',
    minNotional: `${minNotional}.00000000`,
    applyMinToMarket: true,
    maxNotional: '9000000.00000000',
    applyMaxToMarket: false,
    avgPriceMins: 5,
  },
];

export const exchangeInfo = (instruments: readonly Instrument[], more: object = {}): object => ({
  timezone: 'UTC',
  serverTime: 1_704_207_600_000,
  rateLimits: [],
  exchangeFilters: [],
  symbols: instruments.map((instrument) => ({
    symbol: instrument.symbol,
    status: 'TRADING',
    baseAsset: instrument.baseAsset,
    baseAssetPrecision: 8,
    quoteAsset: instrument.quoteAsset,
    quotePrecision: 8,
    quoteAssetPrecision: 8,
    orderTypes: ['LIMIT', 'LIMIT_MAKER', 'MARKET', 'STOP_LOSS', 'STOP_LOSS_LIMIT'],
    isSpotTradingAllowed: true,
    isMarginTradingAllowed: false,
    filters: filtersOf(instrument),
    permissions: [],
    permissionSets: [['SPOT']],
    ...more,
  })),
});
