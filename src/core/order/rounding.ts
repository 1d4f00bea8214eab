/**
 * ORD-5: what we compute is rounded to the grid, always to the side that asks for less: quantities down, limit prices
 * away from aggression, stops towards earlier triggering. And the last look at the venue's minimums before sending.
 */
import { type Decimal, compareDecimal, decimal } from '../ground/decimal.js';
import {
  type Instrument,
  minQuantityOf,
  roundPrice,
  roundQuantity,
  valueOf,
} from '../ground/instrument.js';
import { type Lots, type Side, type Ticks, ticks } from '../ground/units.js';
import type { OrderTerms } from './order.js';
import type { LimitPrice, PegReference } from './order-request.js';

export const roundQuantityDown = (instrument: Instrument, value: Decimal): Lots =>
  roundQuantity(instrument, value, 'floor');

/** A buy pays no more, a sell takes no less, than was computed. */
export const roundLimitPrice = (instrument: Instrument, side: Side, value: Decimal): Ticks =>
  roundPrice(instrument, value, side === 'buy' ? 'floor' : 'ceil');

/** A buy stop triggers from below, a sell stop from above: earlier is lower, and higher. */
export const roundStopPrice = (instrument: Instrument, side: Side, value: Decimal): Ticks =>
  roundPrice(instrument, value, side === 'buy' ? 'floor' : 'ceil');

/** The side of the book a price is read from: what pegs and minimums need of a quote. */
export interface BestPrices {
  readonly bid: Ticks;
  readonly ask: Ticks;
}

/** The limit of an order that leaves now; null for an order without one, `no-quote` for a peg that cannot be resolved. */
export function limitPriceOf(
  limit: LimitPrice | null,
  side: Side,
  quote: BestPrices | null,
): Ticks | null | 'no-quote' {
  if (limit === null) return null;
  if (limit.kind === 'fixed') return limit.price;
  if (quote === null) return 'no-quote';
  const twice = referenceTwice(limit.reference, quote) + 2 * limit.offsetTicks;
  return ticks(side === 'buy' ? Math.floor(twice / 2) : Math.ceil(twice / 2));
}

function referenceTwice(reference: PegReference, { bid, ask }: BestPrices): number {
  switch (reference) {
    case 'bid':
      return 2 * bid;
    case 'ask':
      return 2 * ask;
    case 'mid':
      return bid + ask;
  }
}

/**
 * What the venue would refuse about an order's size or price; null when nothing. An order without a limit is valued at
 * the mid; without a quote its notional is left to the venue to judge.
 */
export function minimumProblem(
  instrument: Instrument,
  { quantity, limitPrice }: Pick<OrderTerms, 'quantity' | 'limitPrice'>,
  quote: BestPrices | null,
): string | null {
  if (limitPrice !== null && limitPrice <= 0)
    return `limit price of ${limitPrice} ticks is not above zero`;
  if (quantity < minQuantityOf(instrument)) {
    const least = instrument.minQuantity ?? instrument.lotSize;
    return `${quantity} lots are below the minimum quantity of ${least} ${instrument.baseAsset}`;
  }
  const priceTwice =
    limitPrice !== null ? 2 * limitPrice : quote === null ? null : quote.bid + quote.ask;
  if (priceTwice === null) return null;
  const valueTwice = valueOf(instrument, BigInt(priceTwice) * BigInt(quantity));
  const least = decimal(instrument.minNotional);
  if (compareDecimal(valueTwice, { ...least, mantissa: 2n * least.mantissa }) >= 0) return null;
  return `${quantity} lots are worth less than the minimum notional of ${instrument.minNotional} ${instrument.quoteAsset}`;
}
