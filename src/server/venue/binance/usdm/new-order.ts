/**
 * What a request for a new order of futures asks for: its parameters become terms on the contract's grid, or are refused in Binance's
 * words, filters included, before anything leaves for the matching engine.
 */
import type { Instrument } from '../../../../core/ground/instrument.js';
import type { Side, Ticks } from '../../../../core/ground/units.js';
import type { OrderTerms } from '../../../../core/order/order.js';
import type { Call } from '../desk.js';
import type { Params } from '../request/params.js';
import { SIDE_OF, TIF_OF } from '../words/order-terms.js';
import { illegal, missing, refused } from '../words/refusal.js';
import type { Book } from './book.js';
import {
  ALGO_ORDERS_MOST,
  LIMIT_PRICE,
  ORDERS_MOST,
  STOP_PRICE,
  checkPercent,
  checkWorth,
  priceOn,
  quantityOn,
} from './filters.js';
import { isWaiting } from './orders.js';
import { NOT_ALLOWED } from './refusals.js';
import type { UsdmType } from './order-words.js';

export type ResponseType = 'ACK' | 'RESULT';

export interface NewOrder {
  readonly instrument: Instrument;
  readonly clientOrderId: string;
  readonly terms: OrderTerms;
  readonly responseType: ResponseType;
}

/** What a type needs beside symbol, side and quantity. */
interface Shape {
  readonly type: OrderTerms['type'];
  readonly isPriced: boolean;
  readonly isStopped: boolean;
}

const SHAPES: Readonly<Record<UsdmType, Shape>> = {
  LIMIT: { type: 'limit', isPriced: true, isStopped: false },
  MARKET: { type: 'market', isPriced: false, isStopped: false },
  STOP: { type: 'stop-limit', isPriced: true, isStopped: true },
  STOP_MARKET: { type: 'stop', isPriced: false, isStopped: true },
};

/** Types that Binance takes as conditional orders alone. */
const CONDITIONAL: ReadonlySet<string> = new Set([
  ...['STOP', 'STOP_MARKET', 'TAKE_PROFIT', 'TAKE_PROFIT_MARKET', 'TRAILING_STOP_MARKET'],
]);

const WRONG_TYPE = { code: -1116, msg: 'Invalid orderType.' };

/** What the two ways to an order call the same. */
interface Names {
  readonly id: string;
  readonly stop: string;
}

export function orderAsked(call: Call, book: Book): NewOrder {
  const type = call.params.text('type');
  if (type === null) throw missing('type');
  if (CONDITIONAL.has(type))
    throw refused(
      -4120,
      'Order type not supported for this endpoint. Please use the Algo Order API endpoints instead.',
    );
  return asked(call, book, { id: 'newClientOrderId', stop: 'stopPrice' });
}

const ALGO_TYPES: Readonly<Record<string, true>> = { CONDITIONAL: true };

/** It waits for a price. */
export function algoOrderAsked(call: Call, book: Book): NewOrder {
  const { params } = call;
  const algoType = params.word('algoType', ALGO_TYPES, {
    ...{ code: -1130, msg: "Data sent for parameter 'algoType' is not valid." },
  });
  if (algoType === null) throw missing('algoType');
  const type = params.text('type');
  if (type === null) throw missing('type');
  if (!CONDITIONAL.has(type)) throw refused(WRONG_TYPE.code, WRONG_TYPE.msg);
  if (params.flag('closePosition') === true) throw NOT_ALLOWED;
  return asked(call, book, { id: 'clientAlgoId', stop: 'triggerPrice' });
}

function asked({ desk, params }: Call, book: Book, names: Names): NewOrder {
  const instrument = desk.symbols.needed(params);
  const side = sideAsked(params);
  checkPosition(params);
  const shape = params.word('type', SHAPES, WRONG_TYPE);
  if (shape === null) throw missing('type');
  const clientOrderId = idAsked(params, names.id) ?? desk.nextId();
  const reduceOnly = params.flag('reduceOnly') === true;
  const priced = pricesAsked(params, instrument, shape, names);
  const quantity = quantityOn(instrument, params.needed('quantity', 'amount'));
  const mark = desk.markets.of(instrument).lastPrice(desk.venue.now()) as Ticks | null;
  const { limitPrice } = priced;
  if (limitPrice !== null && !shape.isStopped)
    checkPercent(instrument, { side, price: limitPrice }, mark);
  if (!reduceOnly) checkWorth(instrument, quantity, limitPrice ?? priced.stopPrice ?? mark);
  checkCount(book, instrument, shape);
  const { type } = shape;
  return {
    ...{ instrument, clientOrderId, responseType: responseAsked(params) },
    terms: {
      ...{ symbol: instrument.symbol, side, quantity, type, ...priced },
      ...(reduceOnly ? { reduceOnly } : {}),
    },
  };
}

export function sideAsked(params: Params): Side {
  const side = params.word('side', SIDE_OF, { code: -1117, msg: 'Invalid side.' });
  if (side === null) throw missing('side');
  return side;
}

const SIDES: Readonly<Record<string, boolean>> = { BOTH: true, LONG: false, SHORT: false };

/** The account is in one-way mode. */
function checkPosition(params: Params): void {
  const isBoth = params.word('positionSide', SIDES, { code: -4060, msg: 'Invalid position side.' });
  if (isBoth === false)
    throw refused(-4061, "Order's position side does not match user's setting.");
}

const ID = /^[.A-Z:/a-z0-9_-]{1,36}$/;
const ID_CHARACTERS_MOST = 36;

/** Null = the venue names it. */
export function idAsked(params: Params, name: string): string | null {
  const id = params.text(name);
  if (id === null || ID.test(id)) return id;
  throw id.length > ID_CHARACTERS_MOST
    ? refused(-4015, 'Client order id length should not be more than 36 chars')
    : illegal(name, String.raw`^[\.A-Z\:/a-z0-9_-]{1,36}$`);
}

type Time = Pick<OrderTerms, 'timeInForce' | 'postOnly'>;
type Prices = Time & Pick<OrderTerms, 'limitPrice' | 'stopPrice'>;

const GTC: Time = { timeInForce: TIF_OF.GTC, postOnly: false };
const IOC: Time = { timeInForce: TIF_OF.IOC, postOnly: false };

const TIMES: Readonly<Record<string, Time>> = {
  GTC,
  IOC,
  FOK: { timeInForce: TIF_OF.FOK, postOnly: false },
  GTX: { timeInForce: TIF_OF.GTC, postOnly: true },
};

function pricesAsked(
  params: Params,
  instrument: Instrument,
  shape: Shape,
  { stop }: Names,
): Prices {
  const { isPriced, isStopped } = shape;
  if (!isPriced) params.forbid(['price']);
  if (!isStopped) params.forbid([stop]);
  const priceMatch = params.text('priceMatch');
  if (priceMatch !== null && priceMatch !== 'NONE') throw NOT_ALLOWED;
  const needed = (name: string): string => params.needed(name, 'amount');
  return {
    ...timeAsked(params, shape),
    limitPrice: isPriced ? priceOn(instrument, LIMIT_PRICE, needed('price')) : null,
    stopPrice: isStopped ? priceOn(instrument, STOP_PRICE, needed(stop)) : null,
  };
}

function timeAsked(params: Params, { type, isPriced }: Shape): Time {
  if (type === 'market') params.forbid(['timeInForce']);
  const time = params.word('timeInForce', TIMES, { code: -1115, msg: 'Invalid timeInForce.' });
  if (type === 'limit' && time === null) throw missing('timeInForce');
  // What a market order does not find at once, it does not wait for.
  if (type === 'market') return IOC;
  return isPriced ? (time ?? GTC) : GTC;
}

function responseAsked(params: Params): ResponseType {
  const types: Readonly<Record<ResponseType, ResponseType>> = { ACK: 'ACK', RESULT: 'RESULT' };
  return (
    params.word('newOrderRespType', types, { code: -1136, msg: 'Invalid newOrderRespType.' }) ??
    'ACK'
  );
}

function checkCount({ orders }: Book, { symbol }: Instrument, { isStopped }: Shape): void {
  const open = orders
    .open()
    .filter((order) => order.links[0].terms.symbol === symbol && isWaiting(order) === isStopped);
  if (isStopped && open.length >= ALGO_ORDERS_MOST)
    throw refused(-4045, 'Reach max stop order limit.');
  if (!isStopped && open.length >= ORDERS_MOST) throw refused(-2025, 'Reach max open order limit.');
}
