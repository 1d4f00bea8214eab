/** Binance USD-M futures: linear contracts on margin, long and short, in one-way mode. */
import { textIn, fieldsOf, needText } from '../../rest/fields.js';
import { USDM_METHODS } from '../ccxt-methods.js';
import type { TradeWords } from '../execution-mapping.js';
import { differing } from '../grid-check.js';
import type { OrderWords } from '../order-mapping.js';
import type { Product } from '../product.js';
import { USDM_ERRORS, isTakenAtUsdm } from './errors.js';
import { usdmOrderParams } from './order-params.js';
import { positionsOf } from './positions.js';
import { USDM_EXECUTIONS, USDM_TYPES, expiryText, isForced } from './words.js';

const ORDERS: OrderWords = {
  types: USDM_TYPES,
  paid: 'cumQuote',
  repliedAt: 'updateTime',
  canceledId: 'clientOrderId',
};

const TRADES: TradeWords = {
  isMaker: 'maker',
  event: 'ORDER_TRADE_UPDATE',
  fieldsOf: (event) => fieldsOf(event['o'], 'the order of an update'),
  execTypes: USDM_EXECUTIONS,
  // A cancel has no name of its own.
  nameIn: (fields) => needText(fields, 'c'),
  isTriggered: () => false,
  reasonIn: (fields) => expiryText(textIn(fields, 'er') ?? ''),
  isForced,
};

/** How many levels of a book may be asked for. */
const LEVELS = [5, 10, 20, 50, 100, 500] as const;
const LEVELS_MOST = 1_000;

export const USDM: Product = {
  name: 'Binance USD-M',
  dialect: 'binance-usdm',
  routes: USDM_METHODS,
  errors: USDM_ERRORS,
  isTaken: isTakenAtUsdm,
  orders: ORDERS,
  trades: TRADES,
  orderParams: usdmOrderParams,
  wholeReply: { newOrderRespType: 'RESULT' },
  positionsOf,
  // Orders are kept for 90 days, and those that ended unfilled for three.
  history: { windowDays: 7, daysMost: 89, beyond: 'oldest-kept' },
  depthOf: (levels) => LEVELS.find((most) => levels <= most) ?? LEVELS_MOST,
  rules: {
    // It tells of all its symbols at once.
    params: () => ({}),
    leastWorth: ({ told }) => told('MIN_NOTIONAL', 'notional') ?? '0',
    problems: ({ symbol, quoteAsset }, { fields }) =>
      differing(symbol, 'margin asset', [quoteAsset, textIn(fields, 'marginAsset')]),
  },
  unfit: () => null,
};
