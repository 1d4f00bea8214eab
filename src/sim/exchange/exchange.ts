/**
 * The simulated venue: one account, one ledger and one order desk over any number of markets, each with its own halts
 * (F13). What a market is made of it does not know (`market-port.ts`). It is synchronous and has no latency: the link
 * decides when a request arrives and when a report is seen.
 *
 * Order types: market, limit, stop, stop-limit; gtc, ioc, fok, and day where days end (F12); post-only.
 *
 * Unrealistic, on purpose: the recorded market never reacts to us; trades that filled us happen all the same; nobody
 * races our takers; hidden quantity is not modeled.
 *
 * Invariants: 1. Every request gets exactly one answer. 2. Calls come in time order, `advance(at)` before anything
 * else at `at`. 3. Reports come in venue-time order, those of one instant in the order of the listings.
 */
import type { Decimal } from '../../core/ground/decimal.js';
import { calendarOf } from '../../core/ground/calendar/calendar-of.js';
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
import { Funding, type FundingPassed } from './funding.js';
import type { Marks } from './futures-margin.js';
import { Liquidator } from './liquidator.js';
import { Listing } from './listing.js';
import type { Market, OrderEvents } from './market-port.js';
import { type BustOrder, OrderDesk } from './order-desk.js';
import { OrderStore, type StoredPage } from './order-store.js';
import { SessionMarket, type SessionOptions } from './session-market.js';
import { Recorder } from './recorder.js';
import { advanceInOrder } from './venue-time.js';
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

export interface ListedMarket {
  readonly instrument: Instrument;
  /** Makes the market, which tells `events` of what happens to orders. */
  readonly open: (events: OrderEvents) => Market;
  /** Disjoint, in time order; [from, to). */
  readonly halts: readonly HaltWindow[];
}

export interface ExchangeSetup {
  /** At least one; symbols are unique. */
  readonly listed: readonly ListedMarket[];
  readonly options: VenueOptions;
  readonly listener: ReportListener;
  /** How executions are cut; whole when left out. */
  readonly shape?: FillShape | null;
}

export class Exchange implements SimulatedVenue {
  readonly #listings: ReadonlyMap<string, Listing>;
  readonly #inOrder: readonly Listing[];
  readonly #options: VenueOptions;
  readonly #account: Account;
  readonly #orders = new OrderStore();
  readonly #recorder: Recorder;
  readonly #desk: OrderDesk;
  readonly #funding: Funding;
  /** Null without futures. */
  readonly #liquidator: Liquidator | null = null;
  #now = -Infinity;
  #interruptions = 0;

  constructor({ listed, options, listener, shape = null }: ExchangeSetup) {
    this.#options = options;
    const instruments = listed.map(({ instrument }) => instrument);
    this.#account = new Account(instruments, options.fees, options.account);
    this.#recorder = new Recorder(listener);
    const recorder = this.#recorder;
    const orders = this.#orders;
    const marks: Marks = (symbol) => this.#listings.get(symbol)?.market.mark ?? null;
    this.#funding = new Funding(options.account.funding, this.#account, marks);
    const power = new BuyingPower(this.#account, marks);
    const books = new Bookkeeper({ account: this.#account, power, orders, recorder, shape });
    const stops = (): number => this.#stops();
    this.#inOrder = listed.map(
      ({ instrument, open, halts }) =>
        new Listing(
          {
            instrument,
            market: inSessions(instrument, open(books), { events: books, stops }),
            halts,
          },
          stops,
        ),
    );
    this.#listings = new Map(
      this.#inOrder.map((listing) => [listing.instrument.symbol, listing] as const),
    );
    invariant(this.#listings.size === listed.length, 'a symbol is listed twice');
    const listings = this.#listings;
    if (this.#account.futures.size > 0) {
      this.#liquidator = new Liquidator({ account: this.#account, marks, orders, books, listings });
      books.watchedBy(this.#liquidator);
      this.#liquidator.watch();
    }
    this.#desk = new OrderDesk({ listings, options, orders, power, recorder, books });
  }

  get truth(): TruthLedger {
    return this.#recorder;
  }

  advance(until: EpochMicros): EpochMicros {
    invariant(until >= this.#now, `advance to ${until} after ${this.#now}`);
    while (this.#funding.nextTime <= until) {
      const before = this.#stops();
      const eve = (this.#funding.nextTime - 1) as EpochMicros;
      if (eve >= this.#now) this.#now = this.#advanceMarkets(eve);
      if (this.#now < eve || this.#stops() !== before) return this.#now as EpochMicros;
      this.#funding.pass();
      this.#liquidator?.watch();
    }
    this.#now = this.#advanceMarkets(until);
    return this.#now as EpochMicros;
  }

  #advanceMarkets(until: EpochMicros): EpochMicros {
    return advanceInOrder(this.#inOrder, until, () => this.#stops());
  }

  interrupt(): void {
    this.#interruptions += 1;
    for (const { market } of this.#inOrder) market.interrupt();
  }

  /** Reasons so far to stop after an instant. */
  #stops(): number {
    return this.#recorder.reports + this.#interruptions;
  }

  /** A halt that begins after this instant. */
  addHalt(symbol: string, window: HaltWindow): void {
    const listing = this.#listings.get(symbol);
    invariant(listing !== undefined, `a halt of ${symbol}, which is not listed`);
    invariant(window.from > this.#now, `a halt from ${window.from}, told at ${this.#now}`);
    listing.addHalt(window);
  }

  submit(request: SubmitRequest, at: EpochMicros): SubmitAnswer {
    this.#reach(at);
    return this.#desk.submit(request, at);
  }

  cancel(request: CancelRequest, at: EpochMicros): CancelAnswer {
    this.#reach(at);
    return this.#desk.cancel(request, at);
  }

  replace(request: ReplaceRequest, at: EpochMicros): ReplaceAnswer {
    this.#reach(at);
    return this.#desk.replace(request, at);
  }

  /** An order it had accepted is refused after all; false where it has traded or is not open any more. */
  refuseAfterwards(clientOrderId: ClientOrderId, code: string, at: EpochMicros): boolean {
    this.#reach(at);
    return this.#desk.refuseAfterwards(clientOrderId, code, at);
  }

  /** An execution is undone, whatever has become of its order; false where there is none or it was undone before. */
  bust(order: BustOrder, at: EpochMicros): boolean {
    this.#reach(at);
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
    this.#reach(at);
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
    this.#reach(at);
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
      this.#account.futureHeld(symbol, this.#listings.get(symbol)?.market.mark ?? null),
    );
  }

  get fundings(): readonly FundingPassed[] {
    return this.#funding.passed;
  }

  depth(symbol: string, levels: number): VenueDepth {
    return this.#listings.get(symbol)?.market.depth(levels) ?? { bids: [], asks: [] };
  }

  counters(): VenueCounters {
    return this.#inOrder.map(({ market }) => market.counters(this.#now)).reduce(added);
  }

  #instrumentOf({ terms }: VenueOrder): Instrument {
    const listing = this.#listings.get(terms.symbol);
    invariant(listing !== undefined, `an order of ${terms.symbol}, which is not listed`);
    return listing.instrument;
  }

  /** A request at `at`: the markets of that instant must be over (F0). */
  #reach(at: EpochMicros): void {
    for (const { nextTime } of this.#inOrder) {
      invariant(at >= this.#now && at < nextTime, `request at ${at} before the market got there`);
    }
    this.#now = at;
  }

  #isVisible(order: VenueOrder, at: EpochMicros): boolean {
    return at - order.createdAt >= this.#options.visibilityLag;
  }
}

/** A market that never closes stands as it is. */
function inSessions(
  { calendar }: Instrument,
  market: Market,
  to: Omit<SessionOptions, 'calendar'>,
): Market {
  return calendar === 'always-open'
    ? market
    : new SessionMarket(market, { calendar: calendarOf(calendar), ...to });
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
