/**
 * The filters of a contract: which of them an order fails, in the codes of Binance's USD-M futures. What has no limit in the simulation has
 * one so far away that no order meets it.
 */
import {
  type Decimal,
  compareDecimal,
  decimal,
  formatDecimal,
  multiplyDecimal,
} from '../../../../core/ground/decimal.js';
import {
  type Instrument,
  minQuantityOf,
  parsePrice,
  parseQuantity,
  priceOf,
} from '../../../../core/ground/instrument.js';
import type { Lots, Side, Ticks } from '../../../../core/ground/units.js';
import { quantityOf } from '../words/amounts.js';
import { type Refusal, refused } from '../words/refusal.js';
import {
  PRICE_OFF_TICK,
  QUANTITY_OFF_STEP,
  QUANTITY_TOO_LITTLE,
  worthTooLittle,
} from './refusals.js';

export const PRICE_MOST = decimal('100000000');
export const QUANTITY_MOST = decimal('100000000');
/** Open orders of a contract, and of them those that wait for a stop. */
export const ORDERS_MOST = 200;
export const ALGO_ORDERS_MOST = 10;
/** A buy may not be priced higher than so many times the mark, a sale not lower: those of BTCUSDT. */
export const MULTIPLIER_UP = '1.0500';
export const MULTIPLIER_DOWN = '0.9500';

const TOO_PRECISE = refused(-1111, 'Precision is over the maximum defined for this asset.');

/** Whether a text has decimals that `step` has not. */
function isTooPrecise(text: string, step: string): boolean {
  const digits = text.split('.')[1]?.replace(/0+$/, '') ?? '';
  return digits.length > decimal(step).scale;
}

interface PriceName {
  readonly notPositive: Refusal;
  readonly tooHigh: Refusal;
}

export const LIMIT_PRICE: PriceName = {
  notPositive: refused(-4001, 'Price less than 0.'),
  tooHigh: refused(-4002, 'Price greater than max price.'),
};
export const STOP_PRICE: PriceName = {
  notPositive: refused(-4006, 'Stop price less than zero.'),
  tooHigh: refused(-4007, 'Stop price greater than max price.'),
};

/** `text` is one of Binance's amounts. */
export function priceOn(instrument: Instrument, name: PriceName, text: string): Ticks {
  const value = decimal(text);
  if (value.mantissa === 0n) throw name.notPositive;
  if (compareDecimal(value, PRICE_MOST) > 0) throw name.tooHigh;
  if (isTooPrecise(text, instrument.tickSize)) throw TOO_PRECISE;
  const price = parsePrice(instrument, text);
  if (typeof price === 'string') throw PRICE_OFF_TICK;
  return price;
}

export function quantityOn(instrument: Instrument, text: string): Lots {
  const value = decimal(text);
  if (value.mantissa === 0n) throw refused(-4003, 'Quantity less than or equal to zero.');
  if (compareDecimal(value, QUANTITY_MOST) > 0)
    throw refused(-4005, 'Quantity greater than max quantity.');
  if (isTooPrecise(text, instrument.lotSize)) throw TOO_PRECISE;
  const quantity = parseQuantity(instrument, text);
  if (typeof quantity === 'string') throw QUANTITY_OFF_STEP;
  if (quantity < minQuantityOf(instrument)) throw QUANTITY_TOO_LITTLE;
  return quantity;
}

/** `mark` null: nothing has been traded yet. */
export function checkPercent(
  instrument: Instrument,
  { side, price }: { readonly side: Side; readonly price: Ticks },
  mark: Ticks | null,
): void {
  if (mark === null) return;
  const asked = priceOf(instrument, price);
  const bound = (multiplier: string): Decimal =>
    multiplyDecimal(priceOf(instrument, mark), decimal(multiplier));
  const [up, down] = [bound(MULTIPLIER_UP), bound(MULTIPLIER_DOWN)];
  if (side === 'buy' && compareDecimal(asked, up) > 0)
    throw refused(-4016, `Limit price can't be higher than ${formatDecimal(up)}.`);
  if (side === 'sell' && compareDecimal(asked, down) < 0)
    throw refused(-4024, `Limit price can't be lower than ${formatDecimal(down)}.`);
}

/** `price`: its own, or the mark; null where there is neither. */
export function checkWorth(instrument: Instrument, quantity: Lots, price: Ticks | null): void {
  if (price === null) return;
  const worth = multiplyDecimal(priceOf(instrument, price), quantityOf(instrument, quantity));
  if (compareDecimal(worth, decimal(instrument.minNotional)) < 0)
    throw worthTooLittle(instrument.minNotional);
}
