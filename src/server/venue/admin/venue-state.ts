/** What a venue on a wire is at this moment, as plain values: its faults, its books, its account, its orders. Amounts are decimal text, times are on the wall clock. */
import { formatDecimal } from '../../../core/ground/decimal.js';
import { type Instrument, formatPrice, formatQuantity } from '../../../core/ground/instrument.js';
import { InvariantError } from '../../../core/ground/invariant.js';
import { type EpochMicros, MICROS_PER_MS, lots } from '../../../core/ground/units.js';
import type { DepthLevel } from '../../../core/order/outcome.js';
import { type TrueOrder, TrueOrders } from '../../../sim/bot-judge/true-orders.js';
import type { WallTime } from '../wire/wall-time.js';
import type { WireVenue } from '../wire/wire-venue.js';

export interface VenueState {
  /** ISO 8601, UTC. */
  readonly now: string;
  readonly faults: readonly FaultView[];
  readonly books: readonly BookView[];
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

export interface Shown {
  readonly venue: WireVenue;
  readonly wall: WallTime;
}

export function venueState(shown: Shown): VenueState {
  const { venue } = shown;
  venue.catchUp();
  const { all } = new TrueOrders(venue.truth, []);
  const open = all.filter(({ endedAt }) => endedAt === null);
  const over = all.filter(({ endedAt }) => endedAt !== null).slice(-ORDERS_LAST);
  return {
    now: isoOf(shown, venue.now()),
    faults: faultViews(venue),
    books: venue.instruments.map((instrument) => bookView(venue, instrument)),
    account: accountView(venue),
    openOrders: open.map((order) => orderView(shown, order)),
    lastOrders: over.toReversed().map((order) => orderView(shown, order)),
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

function orderView({ venue, wall }: Shown, order: TrueOrder): OrderView {
  const { clientOrderId, terms, movements, acceptedAt } = order;
  const { symbol, side, type, quantity, limitPrice } = terms;
  const instrument = instrumentOf(venue, symbol);
  const filled = movements.at(-1)?.cumQty ?? lots(0);
  return {
    ...{ clientOrderId, symbol, side, type },
    quantity: formatQuantity(instrument, quantity),
    filled: formatQuantity(instrument, filled),
    limitPrice: limitPrice === null ? null : formatPrice(instrument, limitPrice),
    takenAt: isoOf({ wall }, acceptedAt),
  };
}

function instrumentOf({ instruments }: WireVenue, symbol: string): Instrument {
  const found = instruments.find((one) => one.symbol === symbol);
  if (found === undefined) throw new InvariantError(`no instrument ${symbol}`);
  return found;
}

const isoOf = ({ wall }: Pick<Shown, 'wall'>, at: EpochMicros): string =>
  new Date(Math.floor(wall.toWall(at) / MICROS_PER_MS)).toISOString();
