/**
 * The filters of an instrument: what a venue says of them beforehand, and which of them an order fails. Source: the page on filters of
 * binance/binance-spot-api-docs. What has no limit in the simulation has one so far away that no order meets it.
 */
import {
  type Decimal,
  compareDecimal,
  decimal,
  multiplyDecimal,
} from '../../../../core/ground/decimal.js';
import {
  type Instrument,
  formatQuantity,
  minQuantityOf,
  parsePrice,
  parseQuantity,
  priceOf,
} from '../../../../core/ground/instrument.js';
import type { Lots, Ticks } from '../../../../core/ground/units.js';
import { NOTHING, fixed, quantityOf } from './amounts.js';
import { filterFailure, refused } from './refusal.js';

const PRICE_MOST = decimal('100000000');
const QUANTITY_MOST = decimal('100000000');
const NOTIONAL_MOST = decimal('1000000000000');
/** Open orders of an instrument. */
export const ORDERS_MOST = 200;
/** Decimals of an amount in a request. */
const PLACES_MOST = 8;

export function filterWords(instrument: Instrument): readonly object[] {
  const tickSize = fixed(decimal(instrument.tickSize));
  const minQty = fixed(decimal(formatQuantity(instrument, minQuantityOf(instrument))));
  const maxQty = fixed(QUANTITY_MOST);
  return [
    { filterType: 'PRICE_FILTER', minPrice: tickSize, maxPrice: fixed(PRICE_MOST), tickSize },
    { filterType: 'LOT_SIZE', minQty, maxQty, stepSize: fixed(decimal(instrument.lotSize)) },
    // 0 switches a part off.
    { filterType: 'MARKET_LOT_SIZE', minQty: NOTHING, maxQty, stepSize: NOTHING },
    {
      filterType: 'NOTIONAL',
      minNotional: fixed(decimal(instrument.minNotional)),
      applyMinToMarket: true,
      maxNotional: fixed(NOTIONAL_MOST),
      applyMaxToMarket: false,
      // 0 = at the last price.
      avgPriceMins: 0,
    },
    { filterType: 'MAX_NUM_ORDERS', maxNumOrders: ORDERS_MOST },
  ];
}

/** `text` is one of Binance's amounts. */
function positive(name: string, said: string, text: string): Decimal {
  const value = decimal(text);
  if (value.mantissa === 0n) throw refused(-1013, `Invalid ${said}.`);
  const digits = text.split('.')[1]?.replace(/0+$/, '') ?? '';
  if (digits.length <= PLACES_MOST) return value;
  throw refused(-1111, `Parameter '${name}' has too much precision.`);
}

export function priceOn(instrument: Instrument, name: 'price' | 'stopPrice', text: string): Ticks {
  const value = positive(name, name === 'price' ? 'price' : 'stop price', text);
  const price = parsePrice(instrument, text);
  if (typeof price === 'string' || compareDecimal(value, PRICE_MOST) > 0)
    throw filterFailure('PRICE_FILTER');
  return price;
}

export function quantityOn(instrument: Instrument, text: string): Lots {
  const value = positive('quantity', 'quantity', text);
  const quantity = parseQuantity(instrument, text);
  const fits =
    typeof quantity !== 'string' &&
    quantity >= minQuantityOf(instrument) &&
    compareDecimal(value, QUANTITY_MOST) <= 0;
  if (!fits) throw filterFailure('LOT_SIZE');
  return quantity;
}

/** The worth of a market order that is asked for by worth. */
export function worthOn(instrument: Instrument, text: string): Decimal {
  const value = positive('quoteOrderQty', 'quoteOrderQty', text);
  if (compareDecimal(value, decimal(instrument.minNotional)) < 0) throw filterFailure('NOTIONAL');
  return value;
}

/** `price`: its own, or that of the last trade; null where there is neither. */
export function checkWorth(instrument: Instrument, quantity: Lots, price: Ticks | null): void {
  if (price === null) return;
  const worth = multiplyDecimal(priceOf(instrument, price), quantityOf(instrument, quantity));
  const fits =
    compareDecimal(worth, decimal(instrument.minNotional)) >= 0 &&
    compareDecimal(worth, NOTIONAL_MOST) <= 0;
  if (!fits) throw filterFailure('NOTIONAL');
}
