/** Binance Spot: what is bought is paid for and held. */
import type { Instrument } from '../../core/ground/instrument.js';
import { type Fields, needText, textIn } from '../rest/fields.js';
import { positionsOf } from './account-mapping.js';
import { SPOT_METHODS } from './ccxt-methods.js';
import { SPOT_ERRORS, isTakenAtSpot } from './error-words.js';
import type { TradeWords } from './execution-mapping.js';
import { truthIn } from './fields.js';
import type { OrderWords } from './order-mapping.js';
import { spotOrderParams } from './order-params.js';
import type { Product } from './product.js';
import { SPOT_EXECUTIONS, SPOT_TYPES } from './words.js';

const ORDERS: OrderWords = {
  types: SPOT_TYPES,
  paid: 'cummulativeQuoteQty',
  repliedAt: 'transactTime',
  canceledId: 'origClientOrderId',
};

const TRADES: TradeWords = {
  isMaker: 'isMaker',
  event: 'executionReport',
  fieldsOf: (event) => event,
  execTypes: SPOT_EXECUTIONS,
  // On a cancel `c` names the cancel, and `C` the order.
  nameIn: (fields, word) =>
    (word === 'CANCELED' ? textIn(fields, 'C') : null) ?? needText(fields, 'c'),
  isTriggered: (fields) =>
    needText(fields, 'o').startsWith('STOP_LOSS') && truthIn(fields, 'w') === true,
  reasonIn,
  isForced: () => false,
};

function reasonIn(fields: Fields): string {
  const reason = textIn(fields, 'r') ?? 'NONE';
  return reason === 'NONE' ? '' : reason;
}

const LEVELS_MOST = 5_000;

export const SPOT: Product = {
  name: 'Binance Spot',
  dialect: 'binance',
  routes: SPOT_METHODS,
  errors: SPOT_ERRORS,
  isTaken: isTakenAtSpot,
  orders: ORDERS,
  trades: TRADES,
  orderParams: spotOrderParams,
  wholeReply: { newOrderRespType: 'FULL' },
  positionsOf,
  history: { windowDays: 1, daysMost: 30, beyond: 'first-number' },
  depthOf: (levels) => Math.min(levels, LEVELS_MOST),
  rules: {
    params: (instruments) => ({ symbols: JSON.stringify(instruments.map(({ symbol }) => symbol)) }),
    // The older of the two filters has gone from most symbols.
    leastWorth: ({ told }) =>
      told('NOTIONAL', 'minNotional') ?? told('MIN_NOTIONAL', 'minNotional') ?? '0',
    problems: () => [],
  },
  unfit: sharedBase,
};

function sharedBase(instruments: readonly Instrument[]): string | null {
  const held = new Map<string, string>();
  for (const { symbol, baseAsset } of instruments) {
    const other = held.get(baseAsset);
    if (other !== undefined)
      return `${other} and ${symbol} both trade ${baseAsset}: the account has one balance of it, which would be either's position\n  fix: trade one of them on this account`;
    held.set(baseAsset, symbol);
  }
  return null;
}
