/**
 * The account of a scenario's client (F19). What the scenario does not say of it holds what its orders need: the position
 * for the sales of what is no future, and the cash that `cash-needed.ts` works out. Strategies that submit orders of
 * their own have a fixed sum on top, and no position: what they sell they must have bought, or been given. Pure.
 */
import { InvariantError } from '../core/ground/invariant.js';
import type { Lots, Ticks } from '../core/ground/units.js';
import type { AccountOptions } from '../sim/exchange/venue-options.js';
import { priceAt } from '../sim/tape/price-at.js';
import type { Tape } from '../sim/tape/tape.js';
import type { AccountOrigin } from './account-origin.js';
import { cashNeeded } from './cash-needed.js';
import { fundingTimes } from './funding-times.js';
import { type OpenListing, isOfFuture, lotsOf, marketOf } from './open-listing.js';
import type { RunWindow } from './run-window.js';
import { askedOrders } from './scenario/asked-orders.js';
import { listingsOf } from './scenario/listings.js';
import type { Scenario } from './scenario/schema.js';

export interface ScenarioAccount {
  readonly account: AccountOptions;
  readonly origin: AccountOrigin;
}

/** Of futures, where the scenario says nothing; spot lends nothing then. */
const MARGIN_LEVERAGE = 5;

export function accountOfScenario(
  scenario: Scenario,
  tapes: readonly Tape[],
  window: RunWindow,
): ScenarioAccount {
  const { account, fundingBps } = scenario.venue;
  const { cash, positions, shorting, leverage } = account;
  const markets = listingsOf(scenario).map((listing, index): OpenListing => {
    const tape = tapes[index];
    if (tape === undefined) throw new InvariantError(`no tape of ${listing.instrument.symbol}`);
    return { listing, tape, isFuture: account.futures ?? isOfFuture(tape) };
  });
  const derivatives = new Set(
    markets.filter(({ isFuture }) => isFuture).map(({ listing }) => listing.instrument.symbol),
  );
  const marginLeverage = leverage ?? MARGIN_LEVERAGE;
  const isGiven = positions !== undefined || shorting;
  const held = isGiven
    ? positionsGiven(positions ?? {}, markets)
    : positionsNeeded(scenario, markets);
  return {
    account: {
      cash: cash ?? cashNeeded(scenario, markets, window, marginLeverage),
      positions: held,
      shorting,
      leverage: leverage ?? 1,
      derivatives,
      marginLeverage,
      entryPrices: entryPrices(markets, held, window),
      funding: {
        bps: fundingBps ?? null,
        times: derivatives.size === 0 ? [] : fundingTimes(window),
      },
    },
    origin: {
      cashFrom: cash === undefined ? 'orders' : 'scenario',
      positionsFrom: isGiven ? 'scenario' : 'orders',
    },
  };
}

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

/** A future held at the start was entered at what the market stood at then: no profit, no loss. */
function entryPrices(
  markets: readonly OpenListing[],
  held: ReadonlyMap<string, Lots>,
  { start }: RunWindow,
): ReadonlyMap<string, Ticks> {
  return new Map(
    markets.flatMap(({ listing: { instrument }, tape, isFuture }) => {
      const price = held.has(instrument.symbol) && isFuture ? priceAt(tape, start) : null;
      return price === null ? [] : [[instrument.symbol, price] as const];
    }),
  );
}

function positionsNeeded(
  scenario: Scenario,
  markets: readonly OpenListing[],
): ReadonlyMap<string, Lots> {
  const needed = new Map<string, Lots>();
  for (const { order } of askedOrders(scenario)) {
    const { listing, isFuture } = marketOf(markets, order.symbol);
    if (order.side === 'buy' || isFuture) continue;
    const { symbol } = listing.instrument;
    const sum = (needed.get(symbol) ?? 0) + lotsOf(listing.instrument, order.quantity);
    needed.set(symbol, Math.min(sum, Number.MAX_SAFE_INTEGER) as Lots);
  }
  return needed;
}
