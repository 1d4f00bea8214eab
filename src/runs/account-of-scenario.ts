/**
 * The account of a scenario's client (F19). What the scenario does not say of it holds what its orders need: the position
 * for the sales of what is no future, and for all buys their cost at the highest price traded in the run, or at their own
 * limit, with commission and 5 % to spare. Strategies that submit orders of their own have a fixed sum on top, and no
 * position: what they sell they must have bought, or been given. Exact, rounded up to hundredths. Pure.
 */
import {
  type Decimal,
  addDecimal,
  compareDecimal,
  decimal,
  formatDecimal,
  multiplyDecimal,
  rescale,
} from '../core/ground/decimal.js';
import { type Instrument, parsePrice, parseQuantity, valueOf } from '../core/ground/instrument.js';
import { InvariantError } from '../core/ground/invariant.js';
import { type Lots, type Ticks, notional, ticks } from '../core/ground/units.js';
import type { FeeOptions, AccountOptions } from '../sim/exchange/venue-options.js';
import { feesOf } from './scenario/fees-of.js';
import { highestPrice } from '../sim/tape/highest-price.js';
import type { Tape } from '../sim/tape/tape.js';
import type { AccountOrigin } from './account-origin.js';
import type { RunWindow } from './run-window.js';
import { type ScenarioListing, listingsOf } from './scenario/listings.js';
import type { Scenario, ScenarioOrder } from './scenario/schema.js';

export interface ScenarioAccount {
  readonly account: AccountOptions;
  readonly origin: AccountOrigin;
}

/** A market of the scenario, opened. */
interface OpenListing {
  readonly listing: ScenarioListing;
  readonly tape: Tape;
}

/** 5 % to spare. */
const WITH_SPARE = decimal('1.05');
/** In quote currency: what strategies that submit orders themselves may spend. */
const FOR_STRATEGIES = decimal('1000000');
/** Decimals of the cash that is worked out. */
const CASH_SCALE = 2;
/** Of a basis point. */
const BPS_SCALE = 4;

export function accountOfScenario(
  scenario: Scenario,
  tapes: readonly Tape[],
  window: RunWindow,
): ScenarioAccount {
  const { cash, positions, shorting, leverage } = scenario.venue.account;
  const markets = listingsOf(scenario).map((listing, index): OpenListing => {
    const tape = tapes[index];
    if (tape === undefined) throw new InvariantError(`no tape of ${listing.instrument.symbol}`);
    return { listing, tape };
  });
  const derivatives = new Set(
    markets.filter(({ tape }) => isFuture(tape)).map(({ listing }) => listing.instrument.symbol),
  );
  const isGiven = positions !== undefined || shorting;
  return {
    account: {
      cash: cash ?? cashNeeded(scenario, markets, window),
      positions: isGiven
        ? positionsGiven(positions ?? {}, markets)
        : positionsNeeded(scenario, markets),
      shorting,
      leverage,
      derivatives,
    },
    origin: {
      cashFrom: cash === undefined ? 'orders' : 'scenario',
      positionsFrom: isGiven ? 'scenario' : 'orders',
    },
  };
}

const isFuture = ({ venueKind }: Tape): boolean => venueKind === 'usdm' || venueKind === 'coinm';

function positionsGiven(
  given: Readonly<Record<string, string>>,
  markets: readonly OpenListing[],
): ReadonlyMap<string, Lots> {
  return new Map(
    Object.entries(given).map(([symbol, text]) => [
      symbol,
      lotsOf(marketOf(markets, symbol).listing.instrument, text),
    ]),
  );
}

function positionsNeeded(
  { orders }: Scenario,
  markets: readonly OpenListing[],
): ReadonlyMap<string, Lots> {
  const needed = new Map<string, Lots>();
  for (const order of orders) {
    const { listing, tape } = marketOf(markets, order.symbol);
    if (order.side === 'buy' || isFuture(tape)) continue;
    const { symbol } = listing.instrument;
    const sum = (needed.get(symbol) ?? 0) + lotsOf(listing.instrument, order.quantity);
    needed.set(symbol, Math.min(sum, Number.MAX_SAFE_INTEGER) as Lots);
  }
  return needed;
}

function cashNeeded(
  { orders, strategies, venue: { fees } }: Scenario,
  markets: readonly OpenListing[],
  window: RunWindow,
): string {
  let value: Decimal = decimal('0');
  for (const order of orders) {
    if (order.side === 'sell') continue;
    const market = marketOf(markets, order.symbol);
    const { instrument } = market.listing;
    const cost = notional(dearestPrice(order, market, window), lotsOf(instrument, order.quantity));
    value = addDecimal(value, valueOf(instrument, cost));
  }
  const spent = multiplyDecimal(multiplyDecimal(value, withFee(feesOf(fees))), WITH_SPARE);
  const all = strategies.length === 0 ? spent : addDecimal(spent, FOR_STRATEGIES);
  return formatDecimal({ mantissa: rescale(all, CASH_SCALE, 'ceil'), scale: CASH_SCALE });
}

/** 1 and the dearer of the two rates; a rebate spares nothing. */
function withFee({ makerBps, takerBps }: FeeOptions): Decimal {
  const dearest = [decimal(makerBps), decimal(takerBps)].reduce(
    (most, rate) => (compareDecimal(rate, most) > 0 ? rate : most),
    decimal('0'),
  );
  const { mantissa, scale } = dearest;
  return addDecimal(decimal('1'), { mantissa, scale: scale + BPS_SCALE });
}

/** The most a lot of a buy can cost, but for the spare. */
function dearestPrice(
  { limitPrice, stopPrice }: ScenarioOrder,
  { listing: { instrument }, tape }: OpenListing,
  { start, length }: RunWindow,
): Ticks {
  if (typeof limitPrice === 'string') return ticksOf(instrument, limitPrice);
  const highest = highestPrice(tape, start, start + length);
  const above = Math.max(0, limitPrice?.offsetTicks ?? 0);
  const stop = stopPrice === undefined ? 0 : ticksOf(instrument, stopPrice);
  return ticks(Math.max(highest + above, stop));
}

function marketOf(markets: readonly OpenListing[], symbol: string | undefined): OpenListing {
  const found =
    symbol === undefined
      ? markets[0]
      : markets.find(({ listing }) => listing.instrument.symbol === symbol);
  if (found === undefined) throw new InvariantError(`unchecked symbol: ${symbol}`);
  return found;
}

function lotsOf(instrument: Instrument, text: string): Lots {
  const quantity = parseQuantity(instrument, text);
  if (typeof quantity === 'string') throw new InvariantError(`unchecked quantity: ${text}`);
  return quantity;
}

function ticksOf(instrument: Instrument, text: string): Ticks {
  const price = parsePrice(instrument, text);
  if (typeof price === 'string') throw new InvariantError(`unchecked price: ${text}`);
  return price;
}
