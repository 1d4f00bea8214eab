/**
 * What a request for a new order asks for: its parameters become terms on the instrument's grid, or are refused in Binance's words, filters
 * included, before anything leaves for the matching engine.
 */
import {
  type Decimal,
  addDecimal,
  compareDecimal,
  multiplyDecimal,
} from '../../../../core/ground/decimal.js';
import { type Instrument, priceOf } from '../../../../core/ground/instrument.js';
import type { Lots, Side, Ticks } from '../../../../core/ground/units.js';
import type { OrderTerms } from '../../../../core/order/order.js';
import type { DepthLevel } from '../../../../core/order/outcome.js';
import type { Call } from '../desk.js';
import type { Params } from '../request/params.js';
import { quantityOf } from '../words/amounts.js';
import { ORDERS_MOST, checkWorth, priceOn, quantityOn, worthOn } from '../words/filters.js';
import type { ResponseType } from '../words/order-words.js';
import { SIDE_OF, type SpotType, TIF_OF, type UnsupportedType } from '../words/order-terms.js';
import { filterFailure, missing, newOrderRejected, refused } from '../words/refusal.js';

export interface NewOrder {
  readonly instrument: Instrument;
  readonly clientOrderId: string;
  readonly terms: OrderTerms;
  readonly responseType: ResponseType;
  /** What it shall be worth, where that was asked for instead of a quantity. */
  readonly worth: string | null;
}

/** What a type needs beside symbol and side, and what does not go with it. */
interface Shape {
  readonly type: OrderTerms['type'];
  readonly postOnly: boolean;
  readonly isPriced: boolean;
  readonly isStopped: boolean;
  readonly responseType: ResponseType;
}

const SHAPES: Readonly<Record<SpotType, Shape>> = {
  LIMIT: {
    ...{ type: 'limit', postOnly: false, isPriced: true, isStopped: false },
    responseType: 'FULL',
  },
  MARKET: {
    ...{ type: 'market', postOnly: false, isPriced: false, isStopped: false },
    responseType: 'FULL',
  },
  LIMIT_MAKER: {
    ...{ type: 'limit', postOnly: true, isPriced: true, isStopped: false },
    responseType: 'ACK',
  },
  STOP_LOSS: {
    ...{ type: 'stop', postOnly: false, isPriced: false, isStopped: true },
    responseType: 'ACK',
  },
  STOP_LOSS_LIMIT: {
    ...{ type: 'stop-limit', postOnly: false, isPriced: true, isStopped: true },
    responseType: 'ACK',
  },
};

const UNSUPPORTED: Readonly<Record<UnsupportedType, string>> = {
  TAKE_PROFIT: 'Take profit orders are not supported for this symbol.',
  TAKE_PROFIT_LIMIT: 'Take profit limit orders are not supported for this symbol.',
};

const RESPONSE_TYPES: Readonly<Record<ResponseType, ResponseType>> = {
  ACK: 'ACK',
  RESULT: 'RESULT',
  FULL: 'FULL',
};

export function newOrderAsked({ desk, params }: Call): NewOrder {
  const instrument = desk.symbols.needed(params);
  const side = sideAsked(params);
  const shape = shapeAsked(params);
  const clientOrderId = params.like('newClientOrderId', 'order-id') ?? desk.nextId();
  const responseType = params.word('newOrderRespType', RESPONSE_TYPES, {
    code: -1130,
    msg: "Data sent for parameter 'newOrderRespType' is not valid.",
  });
  const priced = pricesAsked(params, instrument, shape);
  const { quantity, worth } = amountAsked({ desk, params }, { instrument, side, shape });
  const last = desk.markets.of(instrument).lastPrice(desk.venue.now()) as Ticks | null;
  if (worth === null) checkWorth(instrument, quantity, priced.limitPrice ?? last);
  checkCount({ desk }, instrument);
  const { type, postOnly } = shape;
  return {
    instrument,
    clientOrderId,
    terms: { symbol: instrument.symbol, side, quantity, type, ...priced, postOnly },
    responseType: responseType ?? shape.responseType,
    worth,
  };
}

function sideAsked(params: Params): Side {
  const side = params.word('side', SIDE_OF, { code: -1117, msg: 'Invalid side.' });
  if (side === null) throw missing('side');
  return side;
}

function shapeAsked(params: Params): Shape {
  const word = params.text('type');
  if (word === null) throw missing('type');
  if (Object.hasOwn(UNSUPPORTED, word))
    throw newOrderRejected(UNSUPPORTED[word as UnsupportedType]);
  const shape = params.word('type', SHAPES, { code: -1116, msg: 'Invalid orderType.' });
  if (shape === null) throw missing('type');
  if (params.text('icebergQty') !== null)
    throw newOrderRejected('Iceberg orders are not supported for this symbol.');
  if (params.text('trailingDelta') !== null)
    throw newOrderRejected('Trailing stop orders are not supported for this symbol.');
  return shape;
}

type Prices = Pick<OrderTerms, 'limitPrice' | 'stopPrice' | 'timeInForce'>;

function pricesAsked(params: Params, instrument: Instrument, shape: Shape): Prices {
  const { isPriced, isStopped, postOnly, type } = shape;
  const price = (name: 'price' | 'stopPrice', isNeeded: boolean): Ticks | null => {
    if (isNeeded) return priceOn(instrument, name, params.needed(name, 'amount'));
    params.forbid([name]);
    return null;
  };
  const hasTime = isPriced && !postOnly;
  if (!hasTime) params.forbid(['timeInForce']);
  const timeInForce = params.word('timeInForce', TIF_OF, {
    code: -1115,
    msg: 'Invalid timeInForce.',
  });
  if (hasTime && timeInForce === null) throw missing('timeInForce');
  return {
    limitPrice: price('price', isPriced),
    stopPrice: price('stopPrice', isStopped),
    // What an order without a limit does not find at once, it does not wait for.
    timeInForce: timeInForce ?? (type === 'market' ? 'ioc' : 'gtc'),
  };
}

interface ForAmount {
  readonly instrument: Instrument;
  readonly side: Side;
  readonly shape: Shape;
}

function amountAsked(
  { desk, params }: Pick<Call, 'desk' | 'params'>,
  { instrument, side, shape }: ForAmount,
): { readonly quantity: Lots; readonly worth: string | null } {
  if (shape.type !== 'market') params.forbid(['quoteOrderQty']);
  const worth = params.like('quoteOrderQty', 'amount');
  const quantity = params.like('quantity', 'amount');
  if (worth === null) {
    if (quantity === null && shape.type === 'market')
      throw refused(
        -1102,
        "Param 'quantity' or 'quoteOrderQty' must be sent, but both were empty/null!",
      );
    return { quantity: quantityOn(instrument, params.needed('quantity', 'amount')), worth };
  }
  if (quantity !== null) throw refused(-1128, 'Combination of optional parameters invalid.');
  const { bids, asks } = desk.venue.depth(instrument.symbol, LEVELS_WALKED);
  const levels = side === 'buy' ? asks : bids;
  return { quantity: lotsFor(instrument, levels, worthOn(instrument, worth)), worth };
}

/** Of the book that an order by its worth is worked out with. */
const LEVELS_WALKED = 5_000;

/** The most lots that the book, as it is, gives for so much. */
function lotsFor(instrument: Instrument, levels: readonly DepthLevel[], worth: Decimal): Lots {
  if (levels.length === 0)
    throw newOrderRejected('Order book liquidity is less than symbol minimum quantity.');
  const cost = (price: Ticks, quantity: number): Decimal =>
    multiplyDecimal(priceOf(instrument, price), quantityOf(instrument, quantity as Lots));
  let left = worth;
  let total = 0;
  for (const { price, quantity } of levels) {
    const fits = mostLots(quantity, (lots) => compareDecimal(cost(price, lots), left) <= 0);
    total += fits;
    if (fits < quantity) break;
    const { mantissa, scale } = cost(price, fits);
    left = addNegative(left, { mantissa, scale });
  }
  if (total === 0) throw filterFailure('NOTIONAL');
  return total as Lots;
}

const addNegative = (a: Decimal, b: Decimal): Decimal =>
  addDecimal(a, { mantissa: -b.mantissa, scale: b.scale });

/** The highest number up to `most` that fits; what fits stays so for less. */
function mostLots(most: number, fits: (lots: number) => boolean): number {
  let low = 0;
  let high = most;
  while (low < high) {
    const middle = high - Math.floor((high - low) / 2);
    if (fits(middle)) low = middle;
    else high = middle - 1;
  }
  return low;
}

function checkCount({ desk }: Pick<Call, 'desk'>, { symbol }: Instrument): void {
  let count = 0;
  for (const { terms } of desk.orders.open()) if (terms.symbol === symbol) count += 1;
  if (count >= ORDERS_MOST) throw filterFailure('MAX_NUM_ORDERS');
}
