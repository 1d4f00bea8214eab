/**
 * The simulated venue: one account, one ledger and one order desk over any number of markets, each with its own halts
 * (F13). What a market is made of it does not know (`market-port.ts`). It is synchronous and has no latency: the link
 * decides when a request arrives and when a report is seen. More accounts may trade at the same markets (`beside`): each
 * is a venue of its own to whoever asks it, and nobody's orders meet another's.
 *
 * Order types: market, limit, stop, stop-limit; gtc, ioc, fok, and day where days end (F12); post-only.
 *
 * Unrealistic, on purpose: the recorded market never reacts to us; trades that filled us happen all the same; nobody
 * races our takers; hidden quantity is not modeled; orders of two accounts never trade with each other.
 *
 * Invariants: 1. Every request gets exactly one answer. 2. Calls come in time order, `advance(at)` before anything
 * else at `at`, whichever account makes them. 3. Reports come in venue-time order, those of one instant in the order of
 * the listings.
 */
import type { Decimal } from '../../core/ground/decimal.js';
import type { Instrument } from '../../core/ground/instrument.js';
import { invariant } from '../../core/ground/invariant.js';
import type { Bust, Execution, OrderSnapshot } from '../../core/order/execution-report.js';
import type { ClientOrderId, OrderTerms } from '../../core/order/order.js';
import type { PositionRow } from '../../core/order/outcome.js';
import type { TruthLedger } from '../../core/order/truth.js';
import type {
  CancelRequest,
  ReplaceRequest,
  SubmitRequest,
} from '../../core/order/venue-message.js';
import {
  type EpochMicros,
  type Lots,
  type Side,
  type Ticks,
  signOf,
} from '../../core/ground/units.js';
import { Account, type FutureHeld } from './account.js';
import { Bookkeeper } from './bookkeeper.js';
import { BuyingPower } from './buying-power.js';
import { Floor, type ListedMarket } from './floor.js';
import { Funding, type FundingPassed } from './funding.js';
import { Liquidator } from './liquidator.js';
import { type BustOrder, OrderDesk } from './order-desk.js';
import { OrderStore, type StoredPage } from './order-store.js';
import { Recorder } from './recorder.js';
import type { FillShape, HaltWindow, VenueOptions } from './venue-options.js';
import type { VenueOrder } from './venue-order.js';
import type {
  CancelAnswer,
  OrdersPage,
  ReplaceAnswer,
  ReportListener,
  SimulatedVenue,
  SubmitAnswer,
  VenueCounters,
  VenueDepth,
} from './venue-port.js';

/** An account at an exchange. */
export interface AccountSetup {
  readonly options: VenueOptions;
  readonly listener: ReportListener;
  /** How executions are cut; whole when left out. */
  readonly shape?: FillShape | null;
}

export interface ExchangeSetup extends AccountSetup {
  /** At least one; symbols are unique. */
  readonly listed: readonly ListedMarket[];
  /** More accounts, with the same futures and funding times. */
  readonly beside?: readonly AccountSetup[];
}

export class Exchange implements SimulatedVenue {
  /** Of the other accounts at its markets, in the order of the setup. */
  readonly beside: readonly Exchange[];
  readonly #floor: Floor;
  readonly #options: VenueOptions;
  readonly #account: Account;
  readonly #orders = new OrderStore();
  readonly #recorder: Recorder;
  readonly #desk: OrderDesk;
  readonly #funding: Funding;

  /** `at`: the markets of another, where this is one account more. */
  constructor({ listed, beside = [], ...own }: ExchangeSetup, at?: Floor) {
    const floor = (this.#floor = at ?? new Floor(listed));
    const { options, listener, shape = null } = own;
    const { instruments, listings, marks, ids, tenants: place } = floor;
    this.#options = options;
    const account = (this.#account = new Account(instruments, options.fees, options.account));
    const recorder = (this.#recorder = new Recorder(listener, ids));
    const orders = this.#orders;
    this.#funding = new Funding(options.account.funding, account, marks);
    const power = new BuyingPower(account, marks);
    const books = new Bookkeeper({ account, power, orders, recorder, shape });
    const liquidator =
      account.futures.size > 0
        ? new Liquidator({ account, place, ids, marks, orders, books, listings })
        : null;
    this.#desk = new OrderDesk({ listings, options, orders, power, recorder, books, ids, place });
    floor.takePlace({ books, recorder, funding: this.#funding, liquidator });
    this.beside = beside.map((other) => new Exchange({ ...other, listed: [] }, floor));
    if (at === undefined) floor.open();
  }

  get truth(): TruthLedger {
    return this.#recorder;
  }

  advance(until: EpochMicros): EpochMicros {
    return this.#floor.advance(until);
  }

  interrupt(): void {
    this.#floor.interrupt();
  }

  /** A halt that begins after this instant. */
  addHalt(symbol: string, window: HaltWindow): void {
    this.#floor.addHalt(symbol, window);
  }

  submit(request: SubmitRequest, at: EpochMicros): SubmitAnswer {
    this.#floor.reach(at);
    return this.#desk.submit(request, at);
  }

  cancel(request: CancelRequest, at: EpochMicros): CancelAnswer {
    this.#floor.reach(at);
    return this.#desk.cancel(request, at);
  }

  replace(request: ReplaceRequest, at: EpochMicros): ReplaceAnswer {
    this.#floor.reach(at);
    return this.#desk.replace(request, at);
  }

  /** An order it had accepted is refused after all; false where it has traded or is not open any more. */
  refuseAfterwards(clientOrderId: ClientOrderId, code: string, at: EpochMicros): boolean {
    this.#floor.reach(at);
    return this.#desk.refuseAfterwards(clientOrderId, code, at);
  }

  /** An execution is undone, whatever has become of its order; false where there is none or it was undone before. */
  bust(order: BustOrder, at: EpochMicros): boolean {
    this.#floor.reach(at);
    return this.#desk.bust(order, at);
  }

  /** False where the venue has no price to place it by, or does not take it. */
  placeByHand(
    order: {
      readonly clientOrderId: ClientOrderId;
      readonly symbol: string;
      readonly side: Side;
      readonly quantity: Lots;
      readonly away: number;
    },
    at: EpochMicros,
  ): boolean {
    this.#floor.reach(at);
    const { symbol, side, quantity, away } = order;
    const { bids, asks } = this.depth(symbol, 1);
    const best = (side === 'buy' ? bids : asks)[0];
    if (best === undefined) return false;
    const rests = away > 0;
    const limitPrice = rests ? ((best.price - signOf(side) * away) as Ticks) : null;
    const terms: OrderTerms = {
      ...{ symbol, side, quantity, limitPrice, stopPrice: null, postOnly: false },
      type: rests ? 'limit' : 'market',
      timeInForce: rests ? 'gtc' : 'ioc',
    };
    return this.#desk.placeByHand(order.clientOrderId, terms, at);
  }

  cancelByHand(clientOrderId: ClientOrderId, at: EpochMicros): boolean {
    this.#floor.reach(at);
    return this.#desk.cancelByHand(clientOrderId, at);
  }

  order(clientOrderId: ClientOrderId, at: EpochMicros): OrderSnapshot | null {
    const order = this.#orders.find(clientOrderId);
    if (order === null || !this.#isVisible(order, at)) return null;
    return order.snapshot(this.#instrumentOf(order));
  }

  executionsOf(clientOrderId: ClientOrderId, at: EpochMicros): readonly Execution[] {
    const order = this.#orders.find(clientOrderId);
    return order === null || !this.#isVisible(order, at) ? [] : [...order.executions];
  }

  bustsOf(clientOrderId: ClientOrderId, at: EpochMicros): readonly Bust[] {
    const order = this.#orders.find(clientOrderId);
    return order === null || !this.#isVisible(order, at) ? [] : order.busts;
  }

  openOrders(limit: number, cursor: string | null, at: EpochMicros): OrdersPage {
    return this.#pageOf(this.#orders.openFrom(startOf(cursor), limit, this.#seenAt(at)));
  }

  history(after: EpochMicros, limit: number, cursor: string | null, at: EpochMicros): OrdersPage {
    return this.#pageOf(this.#orders.since(after, startOf(cursor), limit, this.#seenAt(at)));
  }

  #pageOf({ orders, next }: StoredPage): OrdersPage {
    return {
      orders: orders.map((order) => order.snapshot(this.#instrumentOf(order))),
      nextCursor: next === null ? null : String(next),
    };
  }

  #seenAt(at: EpochMicros): (order: VenueOrder) => boolean {
    return (order) => this.#isVisible(order, at);
  }

  positions(): readonly PositionRow[] {
    return this.#account.positions();
  }

  position(symbol: string): Lots {
    return this.#account.position(symbol);
  }

  cash(): Decimal {
    return this.#account.cash();
  }

  feesCharged(): ReadonlyMap<string, Decimal> {
    return this.#account.charged();
  }

  futures(): readonly FutureHeld[] {
    return [...this.#account.futures].map((symbol) =>
      this.#account.futureHeld(symbol, this.#floor.marks(symbol)),
    );
  }

  get fundings(): readonly FundingPassed[] {
    return this.#funding.passed;
  }

  depth(symbol: string, levels: number): VenueDepth {
    return this.#floor.listings.get(symbol)?.market.depth(levels) ?? { bids: [], asks: [] };
  }

  counters(): VenueCounters {
    const { inOrder, now } = this.#floor;
    return inOrder.map(({ market }) => market.counters(now)).reduce(added);
  }

  #instrumentOf({ terms }: VenueOrder): Instrument {
    const listing = this.#floor.listings.get(terms.symbol);
    invariant(listing !== undefined, `an order of ${terms.symbol}, which is not listed`);
    return listing.instrument;
  }

  #isVisible(order: VenueOrder, at: EpochMicros): boolean {
    return at - order.createdAt >= this.#options.visibilityLag;
  }
}

const added = (a: VenueCounters, b: VenueCounters): VenueCounters => ({
  levelRows: a.levelRows + b.levelRows,
  trades: a.trades + b.trades,
  topChanges: a.topChanges + b.topChanges,
  ineligiblePrints: a.ineligiblePrints + b.ineligiblePrints,
  lateDiffs: a.lateDiffs + b.lateDiffs,
  topRows: a.topRows + b.topRows,
  topCorrections: a.topCorrections + b.topCorrections,
  topBids: a.topBids + b.topBids,
  topAsks: a.topAsks + b.topAsks,
  desynchronizedMicros: a.desynchronizedMicros + b.desynchronizedMicros,
  ownCrossings: a.ownCrossings + b.ownCrossings,
  beyondDepth: a.beyondDepth + b.beyondDepth,
});

/** A cursor is a place among all orders. */
const startOf = (cursor: string | null): number => (cursor === null ? 0 : Number(cursor));
