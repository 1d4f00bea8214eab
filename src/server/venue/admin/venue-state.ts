/** What a venue on a wire is at this moment, as plain values: its faults, its books, its accounts, their orders. Amounts are decimal text, times are on the wall clock. */
import { formatDecimal } from '../../../core/ground/decimal.js';
import { type Instrument, formatPrice, formatQuantity } from '../../../core/ground/instrument.js';
import { InvariantError, invariant } from '../../../core/ground/invariant.js';
import { type EpochMicros, MICROS_PER_MS, lots } from '../../../core/ground/units.js';
import type { DepthLevel } from '../../../core/order/outcome.js';
import { type TrueOrder, TrueOrders } from '../../../sim/bot-judge/true-orders.js';
import type { WallTime } from '../wire/wall-time.js';
import type { WireVenue } from '../wire/wire-venue.js';

export interface MarketState {
  /** ISO 8601, UTC. */
  readonly now: string;
  readonly faults: readonly FaultView[];
  readonly books: readonly BookView[];
}

export interface VenueState extends MarketState {
  /** At least one. */
  readonly accounts: readonly AccountState[];
}

export interface AccountState {
  /** Null: it is the only one. */
  readonly name: string | null;
  readonly account: AccountView;
  /** Oldest first. */
  readonly openOrders: readonly OrderView[];
  /** The latest that are over, the latest first. */
  readonly lastOrders: readonly OrderView[];
  readonly ordersTaken: number;
  readonly executions: number;
}

export interface FaultView {
  /** By which it is switched: its place in the scenario, from 1. */
  readonly number: number;
  readonly kind: string;
  /** As the scenario says it, durations in microseconds. */
  readonly values: Readonly<Record<string, unknown>>;
  readonly isOn: boolean;
  /** On, and the time at which it acts is now. */
  readonly isActive: boolean;
  readonly acts: number;
  readonly canSwitch: boolean;
}

interface LevelView {
  readonly price: string;
  readonly quantity: string;
}

export interface BookView {
  readonly symbol: string;
  readonly bids: readonly LevelView[];
  readonly asks: readonly LevelView[];
}

export interface AccountView {
  readonly cash: string;
  readonly positions: readonly { readonly symbol: string; readonly quantity: string }[];
  readonly fees: readonly { readonly asset: string; readonly amount: string }[];
}

export interface OrderView {
  readonly clientOrderId: string;
  readonly symbol: string;
  readonly side: string;
  readonly type: string;
  readonly quantity: string;
  readonly filled: string;
  readonly limitPrice: string | null;
  readonly takenAt: string;
}

const LEVELS = 10;
const ORDERS_LAST = 20;

/** An account of a venue. */
export interface Shown {
  readonly name: string | null;
  readonly venue: WireVenue;
}

export function venueState(accounts: readonly Shown[], wall: WallTime): VenueState {
  const [first] = accounts;
  invariant(first !== undefined, 'a venue without an account');
  const { venue } = first;
  venue.catchUp();
  return {
    now: isoOf(wall, venue.now()),
    faults: faultViews(venue),
    books: venue.instruments.map((instrument) => bookView(venue, instrument)),
    accounts: accounts.map((shown) => accountState(shown, wall)),
  };
}

/** As programs read it: an account without a name stands in the state itself. */
export function stateJson({ accounts, ...market }: VenueState): object {
  const [only] = accounts;
  if (only?.name !== null) return { ...market, accounts };
  const { name: _, ...account } = only;
  return { ...market, ...account };
}

function accountState({ name, venue }: Shown, wall: WallTime): AccountState {
  const { all } = new TrueOrders(venue.truth, []);
  const open = all.filter(({ endedAt }) => endedAt === null);
  const over = all.filter(({ endedAt }) => endedAt !== null).slice(-ORDERS_LAST);
  const view = (order: TrueOrder): OrderView => orderView(venue, order, wall);
  return {
    name,
    account: accountView(venue),
    openOrders: open.map(view),
    lastOrders: over.toReversed().map(view),
    ordersTaken: all.length,
    executions: venue.truth.executions.length,
  };
}

export const faultViews = (venue: WireVenue): readonly FaultView[] =>
  venue.faultStates().map(({ kind, values, isOn, isActive, acts, canSwitch }, place) => ({
    ...{ number: place + 1, kind, values, isOn, isActive: isOn && isActive, acts, canSwitch },
  }));

function bookView(venue: WireVenue, instrument: Instrument): BookView {
  const { symbol } = instrument;
  const { bids, asks } = venue.depth(symbol, LEVELS);
  const level = ({ price, quantity }: DepthLevel): LevelView => ({
    price: formatPrice(instrument, price),
    quantity: formatQuantity(instrument, quantity),
  });
  return { symbol, bids: bids.map(level), asks: asks.map(level) };
}

function accountView(venue: WireVenue): AccountView {
  return {
    cash: formatDecimal(venue.cash()),
    positions: venue.positions().map(({ symbol, quantity }) => ({
      symbol,
      quantity: formatQuantity(instrumentOf(venue, symbol), quantity),
    })),
    fees: [...venue.feesCharged()].map(([asset, amount]) => ({
      asset,
      amount: formatDecimal(amount),
    })),
  };
}

function orderView(venue: WireVenue, order: TrueOrder, wall: WallTime): OrderView {
  const { clientOrderId, terms, movements, acceptedAt } = order;
  const { symbol, side, type, quantity, limitPrice } = terms;
  const instrument = instrumentOf(venue, symbol);
  const filled = movements.at(-1)?.cumQty ?? lots(0);
  return {
    ...{ clientOrderId, symbol, side, type },
    quantity: formatQuantity(instrument, quantity),
    filled: formatQuantity(instrument, filled),
    limitPrice: limitPrice === null ? null : formatPrice(instrument, limitPrice),
    takenAt: isoOf(wall, acceptedAt),
  };
}

function instrumentOf({ instruments }: WireVenue, symbol: string): Instrument {
  const found = instruments.find((one) => one.symbol === symbol);
  if (found === undefined) throw new InvariantError(`no instrument ${symbol}`);
  return found;
}

const isoOf = (wall: WallTime, at: EpochMicros): string =>
  new Date(Math.floor(wall.toWall(at) / MICROS_PER_MS)).toISOString();
