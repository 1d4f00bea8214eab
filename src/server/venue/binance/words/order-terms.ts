/** The terms of an order in Binance's words, and which of its types the venue knows. Tables, shared by all of Binance's markets. Pure. */
import type { OrderTerms, OrderType, TimeInForce } from '../../../../core/order/order.js';
import type { Side } from '../../../../core/ground/units.js';

/** As a request names them. */
export type SpotType = 'LIMIT' | 'LIMIT_MAKER' | 'MARKET' | 'STOP_LOSS' | 'STOP_LOSS_LIMIT';
/** Types of Binance's that the simulated venue cannot play: it has no stop that triggers the other way. */
export type UnsupportedType = 'TAKE_PROFIT' | 'TAKE_PROFIT_LIMIT';

const TYPE_WORDS: Readonly<Record<OrderType, SpotType>> = {
  limit: 'LIMIT',
  market: 'MARKET',
  stop: 'STOP_LOSS',
  'stop-limit': 'STOP_LOSS_LIMIT',
};

export const typeWord = ({ type, postOnly }: Pick<OrderTerms, 'type' | 'postOnly'>): SpotType =>
  postOnly ? 'LIMIT_MAKER' : TYPE_WORDS[type];

const TIF_WORDS: Readonly<Record<TimeInForce, 'GTC' | 'IOC' | 'FOK'>> = {
  gtc: 'GTC',
  day: 'GTC',
  ioc: 'IOC',
  fok: 'FOK',
};

/** An order without a limit says GTC, whatever becomes of its remainder. */
export const tifWord = ({ timeInForce, type }: Pick<OrderTerms, 'timeInForce' | 'type'>): string =>
  type === 'market' || type === 'stop' ? 'GTC' : TIF_WORDS[timeInForce];

export const TIF_OF: Readonly<Record<'GTC' | 'IOC' | 'FOK', TimeInForce>> = {
  GTC: 'gtc',
  IOC: 'ioc',
  FOK: 'fok',
};

const SIDE_WORDS: Readonly<Record<Side, 'BUY' | 'SELL'>> = { buy: 'BUY', sell: 'SELL' };
export const sideWord = (side: Side): 'BUY' | 'SELL' => SIDE_WORDS[side];
export const SIDE_OF: Readonly<Record<'BUY' | 'SELL', Side>> = { BUY: 'buy', SELL: 'sell' };
