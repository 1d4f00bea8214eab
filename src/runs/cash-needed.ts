/**
 * The cash that a scenario's orders need (F19), where it gives none: what buys cost at the highest price traded in the run,
 * or at their own limit, with the dearer commission and 5 % on top. A future needs, on either side, margin and
 * commission at that price, and what it can lose between it and the lowest. Exact, rounded up to hundredths. Pure.
 */
import {
  type Decimal,
  addDecimal,
  compareDecimal,
  decimal,
  divide,
  formatDecimal,
  multiplyDecimal,
  pow10,
  rescale,
} from '../core/ground/decimal.js';
import { valueOf } from '../core/ground/instrument.js';
import { type Ticks, notional, ticks } from '../core/ground/units.js';
import type { FeeOptions } from '../sim/exchange/venue-options.js';
import { highestPrice } from '../sim/tape/highest-price.js';
import { lowestPrice } from '../sim/tape/lowest-price.js';
import { type OpenListing, lotsOf, marketOf, ticksOf } from './open-listing.js';
import type { RunWindow } from './run-window.js';
import { feesOf } from './scenario/fees-of.js';
import type { Scenario, ScenarioOrder } from './scenario/schema.js';
import { askedOrders } from './scenario/asked-orders.js';

/** 5 % to spare. */
const WITH_SPARE = decimal('1.05');
/** In quote currency: what strategies that submit orders themselves may spend. */
const FOR_STRATEGIES = decimal('1000000');
/** Decimals of the cash that is worked out. */
const CASH_SCALE = 2;
/** Decimals of a margin beyond those of what it is for. */
const MARGIN_DIGITS = 8;
/** Of a basis point. */
const BPS_SCALE = 4;
const ONE = decimal('1');
const NOTHING = decimal('0');

export function cashNeeded(
  scenario: Scenario,
  markets: readonly OpenListing[],
  window: RunWindow,
  marginLeverage: number,
): string {
  const { strategies, venue } = scenario;
  const rate = dearestRate(feesOf(venue.fees));
  let value = NOTHING;
  for (const { order } of askedOrders(scenario)) {
    const market = marketOf(markets, order.symbol);
    const needed = market.isFuture
      ? futureNeeds(order, market, window, { rate, leverage: marginLeverage })
      : buyNeeds(order, market, window, rate);
    value = addDecimal(value, needed);
  }
  const spent = multiplyDecimal(value, WITH_SPARE);
  const all = strategies.length === 0 ? spent : addDecimal(spent, FOR_STRATEGIES);
  return formatDecimal({ mantissa: rescale(all, CASH_SCALE, 'ceil'), scale: CASH_SCALE });
}

function buyNeeds(
  order: ScenarioOrder,
  market: OpenListing,
  window: RunWindow,
  rate: Decimal,
): Decimal {
  if (order.side === 'sell') return NOTHING;
  const limit = limitOf(order, market);
  const cost = worth(order, market, limit ?? dearestPrice(order, market, window));
  return multiplyDecimal(cost, addDecimal(ONE, rate));
}

/** Its limit bounds neither what a sale is worth nor what either side is worth at the mark. */
function futureNeeds(
  order: ScenarioOrder,
  market: OpenListing,
  window: RunWindow,
  { rate, leverage }: { readonly rate: Decimal; readonly leverage: number },
): Decimal {
  const { start, length } = window;
  const highest = dearestPrice(order, market, window);
  const dearest = ticks(Math.max(highest, limitOf(order, market) ?? 0));
  const lowest = lowestPrice(market.tape, start, start + length) ?? dearest;
  const { mantissa, scale } = worth(order, market, dearest);
  const margin = {
    mantissa: divide(mantissa * pow10(MARGIN_DIGITS), BigInt(leverage), 'ceil'),
    scale: scale + MARGIN_DIGITS,
  };
  const fee = multiplyDecimal({ mantissa, scale }, rate);
  const loss = worth(order, market, ticks(dearest - lowest));
  return addDecimal(addDecimal(margin, fee), loss);
}

const worth = (
  { quantity }: ScenarioOrder,
  { listing: { instrument } }: OpenListing,
  price: Ticks,
): Decimal => valueOf(instrument, notional(price, lotsOf(instrument, quantity)));

/** The dearer of the two rates, as a fraction; a rebate spares nothing. */
function dearestRate({ makerBps, takerBps }: FeeOptions): Decimal {
  const { mantissa, scale } = [decimal(makerBps), decimal(takerBps)].reduce(
    (most, rate) => (compareDecimal(rate, most) > 0 ? rate : most),
    NOTHING,
  );
  return { mantissa, scale: scale + BPS_SCALE };
}

const limitOf = (
  { limitPrice }: ScenarioOrder,
  { listing: { instrument } }: OpenListing,
): Ticks | null => (typeof limitPrice === 'string' ? ticksOf(instrument, limitPrice) : null);

/** The most a lot without a limit of its own can cost, but for the spare. */
function dearestPrice(
  { limitPrice, stopPrice }: ScenarioOrder,
  { listing: { instrument }, tape }: OpenListing,
  { start, length }: RunWindow,
): Ticks {
  const highest = highestPrice(tape, start, start + length);
  const above = typeof limitPrice === 'string' ? 0 : Math.max(0, limitPrice?.offsetTicks ?? 0);
  const stop = stopPrice === undefined ? 0 : ticksOf(instrument, stopPrice);
  return ticks(Math.max(highest + above, stop));
}
