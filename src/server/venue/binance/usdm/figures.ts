/**
 * Positions and margin of an account of futures, worked out of what it holds: by contract what is told of the position, at the price that
 * it was entered at, and what it and the open orders of the contract need as margin (F19: the dearer side of them). Exact until it is
 * written down.
 */
import {
  type Decimal,
  addDecimal,
  compareDecimal,
  decimal,
  divide,
  multiplyDecimal,
  pow10,
} from '../../../../core/ground/decimal.js';
import { type Instrument, priceOf } from '../../../../core/ground/instrument.js';
import type { Lots } from '../../../../core/ground/units.js';
import type { PositionRow } from '../../../../core/order/outcome.js';
import type { Desk } from '../desk.js';
import { PLACES, quantityOf } from '../words/amounts.js';
import type { UsdmTerms } from './terms.js';

export const ZERO: Decimal = { mantissa: 0n, scale: 0 };
const NEGATIVE_ONE = decimal('-1');
export const negative = (value: Decimal): Decimal => multiplyDecimal(value, NEGATIVE_ONE);
const absolute = (value: Decimal): Decimal => (value.mantissa < 0n ? negative(value) : value);
const highest = (values: readonly Decimal[]): Decimal =>
  values.reduce((most, one) => (compareDecimal(one, most) > 0 ? one : most), ZERO);
const sumOf = (values: readonly Decimal[]): Decimal => values.reduce(addDecimal, ZERO);

/** Written with so many decimals, half-even; nothing divided by nothing is nothing. */
export function quotient(value: Decimal, by: Decimal, places = PLACES): Decimal {
  if (by.mantissa === 0n) return ZERO;
  const sign = by.mantissa < 0n ? -1n : 1n;
  const numerator = sign * value.mantissa * pow10(places + by.scale);
  const denominator = sign * by.mantissa * pow10(value.scale);
  return { mantissa: divide(numerator, denominator, 'half-even'), scale: places };
}

const partOf = (value: Decimal, parts: number): Decimal => quotient(value, decimal(String(parts)));

export interface PositionFigures {
  readonly instrument: Instrument;
  /** In base, signed. */
  readonly quantity: Decimal;
  readonly entryPrice: Decimal;
  /** At the mark, signed. */
  readonly worth: Decimal;
  readonly unrealised: Decimal;
  readonly positionMargin: Decimal;
  readonly ordersMargin: Decimal;
  readonly maintenance: Decimal;
  /** What open buys and sales of it are worth. */
  readonly bids: Decimal;
  readonly asks: Decimal;
}

/** `told`: positions as somebody was told them; what the venue knows of their entry goes with them. */
export function positionFigures(
  desk: Desk,
  { leverage }: UsdmTerms,
  told: readonly PositionRow[],
): readonly PositionFigures[] {
  const quantities = new Map(told.map(({ symbol, quantity }) => [symbol, quantity]));
  const held = new Map(desk.venue.futures().map((one) => [one.symbol, one]));
  return desk.symbols.all.map((instrument) => {
    const lots = quantities.get(instrument.symbol) ?? (0 as Lots);
    const known = held.get(instrument.symbol);
    // Of a position that is told of otherwise than it is, its share.
    const share = (of: Decimal | undefined): Decimal =>
      of === undefined || known === undefined || known.quantity === 0
        ? ZERO
        : lots === known.quantity
          ? of
          : quotient(multiplyDecimal(of, { mantissa: BigInt(lots), scale: 0 }), {
              mantissa: BigInt(known.quantity),
              scale: 0,
            });
    const quantity = quantityOf(instrument, lots);
    const worth = share(known?.worth);
    const [bids, asks] = openWorths(desk, instrument);
    const margin = absolute(worth);
    const needed = highest([addDecimal(worth, bids), addDecimal(asks, negative(worth))]);
    return {
      ...{ instrument, quantity, worth, bids, asks },
      entryPrice: quotient(share(known?.entered), quantity),
      unrealised: share(known?.unrealised),
      positionMargin: partOf(margin, leverage),
      ordersMargin: partOf(addDecimal(needed, negative(margin)), leverage),
      maintenance: partOf(margin, 2 * leverage),
    };
  });
}

/** At their own prices. */
function openWorths(desk: Desk, instrument: Instrument): readonly [bids: Decimal, asks: Decimal] {
  let [bids, asks] = [ZERO, ZERO];
  for (const { terms, leaves } of desk.orders.open()) {
    const price = terms.limitPrice ?? terms.stopPrice;
    if (terms.symbol !== instrument.symbol || price === null) continue;
    const quantity = quantityOf(instrument, leaves as Lots);
    const worth = multiplyDecimal(priceOf(instrument, price), quantity);
    if (terms.side === 'buy') bids = addDecimal(bids, worth);
    else asks = addDecimal(asks, worth);
  }
  return [bids, asks];
}

export interface AccountFigures {
  readonly wallet: Decimal;
  readonly unrealised: Decimal;
  readonly positionMargin: Decimal;
  readonly ordersMargin: Decimal;
  readonly maintenance: Decimal;
  /** What may still be used as margin; never below 0. */
  readonly available: Decimal;
}

export function accountFigures(
  { venue }: Pick<Desk, 'venue'>,
  positions: readonly PositionFigures[],
): AccountFigures {
  const sum = (of: (one: PositionFigures) => Decimal): Decimal => sumOf(positions.map(of));
  const wallet = venue.cash();
  const unrealised = sum((one) => one.unrealised);
  const positionMargin = sum((one) => one.positionMargin);
  const ordersMargin = sum((one) => one.ordersMargin);
  const free = sumOf([wallet, unrealised, negative(positionMargin), negative(ordersMargin)]);
  return {
    ...{ wallet, unrealised, positionMargin, ordersMargin },
    maintenance: sum((one) => one.maintenance),
    available: free.mantissa < 0n ? ZERO : free,
  };
}

/** The mark of one contract at which the account is liquidated while the others stand as they do; 0 = at none. */
export function liquidationPrice(
  { leverage }: UsdmTerms,
  account: AccountFigures,
  { quantity, entryPrice, unrealised, maintenance }: PositionFigures,
): Decimal {
  const others = sumOf([
    account.wallet,
    account.unrealised,
    negative(unrealised),
    negative(account.maintenance),
    maintenance,
  ]);
  // (others + quantity x (price - entry)) x 2 x leverage = |quantity| x price
  const twice: Decimal = { mantissa: BigInt(2 * leverage), scale: 0 };
  const atEntry = addDecimal(multiplyDecimal(quantity, entryPrice), negative(others));
  const perPrice = addDecimal(multiplyDecimal(quantity, twice), negative(absolute(quantity)));
  const price = quotient(multiplyDecimal(atEntry, twice), perPrice);
  return price.mantissa < 0n ? ZERO : price;
}
