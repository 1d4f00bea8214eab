/**
 * The markets of an exchange with their halts, and its time: what all accounts that trade there share. Each account has its own ledger,
 * books and desk (`exchange.ts`) and takes its place here before the markets open. Mutable on purpose, one owner (the exchange).
 *
 * Invariants: 1. What a market says of an order is told to the books of its account alone. 2. Orders and executions are numbered over all
 * accounts.
 */
import { calendarOf } from '../../core/ground/calendar/calendar-of.js';
import type { Instrument } from '../../core/ground/instrument.js';
import { invariant } from '../../core/ground/invariant.js';
import type { EpochMicros } from '../../core/ground/units.js';
import type { Bookkeeper } from './bookkeeper.js';
import { EventsByAccount } from './events-by-account.js';
import type { Funding } from './funding.js';
import type { Marks } from './futures-margin.js';
import type { Liquidator } from './liquidator.js';
import { Listing } from './listing.js';
import { MarginCalls } from './margin-calls.js';
import type { Market, OrderEvents } from './market-port.js';
import type { Recorder } from './recorder.js';
import { SessionMarket, type SessionOptions } from './session-market.js';
import { VenueIds } from './venue-ids.js';
import type { HaltWindow } from './venue-options.js';
import { advanceInOrder } from './venue-time.js';

export interface ListedMarket {
  readonly instrument: Instrument;
  /** Makes the market, which tells `events` of what happens to orders. */
  readonly open: (events: OrderEvents) => Market;
  /** Disjoint, in time order; [from, to). */
  readonly halts: readonly HaltWindow[];
}

/** An account, as far as markets and time concern it. */
export interface Tenant {
  readonly books: Bookkeeper;
  readonly recorder: Recorder;
  /** At the same times for all of them. */
  readonly funding: Funding;
  /** Null without futures. */
  readonly liquidator: Liquidator | null;
}

export class Floor {
  readonly ids = new VenueIds();
  readonly instruments: readonly Instrument[];
  /** Empty before it is open. */
  readonly listings = new Map<string, Listing>();
  readonly marks: Marks = (symbol) => this.listings.get(symbol)?.market.mark ?? null;
  readonly #listed: readonly ListedMarket[];
  readonly #tenants: Tenant[] = [];
  #inOrder: readonly Listing[] = [];
  #margin: MarginCalls | null = null;
  #now = -Infinity;
  #interruptions = 0;

  /** At least one; symbols are unique. */
  constructor(listed: readonly ListedMarket[]) {
    this.#listed = listed;
    this.instruments = listed.map(({ instrument }) => instrument);
  }

  /** How many accounts have taken their places: the number of the next. */
  get tenants(): number {
    return this.#tenants.length;
  }

  /** Before it opens, in the order of their numbers. */
  takePlace(tenant: Tenant): void {
    invariant(this.#inOrder.length === 0, 'an account comes after the markets opened');
    this.#tenants.push(tenant);
  }

  /** Every account has its place. */
  open(): void {
    const books = this.#tenants.map((tenant) => tenant.books);
    const [only] = books;
    const events = books.length === 1 && only !== undefined ? only : new EventsByAccount(books);
    const stops = (): number => this.#stops();
    this.#inOrder = this.#listed.map(
      ({ instrument, open, halts }) =>
        new Listing(
          { instrument, market: inSessions(instrument, open(events), { events, stops }), halts },
          stops,
        ),
    );
    for (const listing of this.#inOrder) this.listings.set(listing.instrument.symbol, listing);
    invariant(this.listings.size === this.#listed.length, 'a symbol is listed twice');
    this.#watchMargin();
  }

  #watchMargin(): void {
    const liquidators = this.#tenants.flatMap(({ liquidator }) => liquidator ?? []);
    if (liquidators.length === 0) return;
    this.#margin = new MarginCalls(liquidators, this.listings);
    for (const { books } of this.#tenants) books.watchedBy(this.#margin);
    this.#margin.watch();
  }

  get now(): number {
    return this.#now;
  }

  get inOrder(): readonly Listing[] {
    return this.#inOrder;
  }

  advance(until: EpochMicros): EpochMicros {
    invariant(until >= this.#now, `advance to ${until} after ${this.#now}`);
    for (let due = this.#nextFunding; due <= until; due = this.#nextFunding) {
      const before = this.#stops();
      const eve = (due - 1) as EpochMicros;
      if (eve >= this.#now) this.#now = this.#advanceMarkets(eve);
      if (this.#now < eve || this.#stops() !== before) return this.#now as EpochMicros;
      for (const { funding } of this.#tenants) funding.pass();
      this.#margin?.watch();
    }
    this.#now = this.#advanceMarkets(until);
    return this.#now as EpochMicros;
  }

  /** Infinity after the last. */
  get #nextFunding(): number {
    return this.#tenants[0]?.funding.nextTime ?? Infinity;
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
    let stops = this.#interruptions;
    for (const { recorder } of this.#tenants) stops += recorder.reports;
    return stops;
  }

  /** A halt that begins after this instant. */
  addHalt(symbol: string, window: HaltWindow): void {
    const listing = this.listings.get(symbol);
    invariant(listing !== undefined, `a halt of ${symbol}, which is not listed`);
    invariant(window.from > this.#now, `a halt from ${window.from}, told at ${this.#now}`);
    listing.addHalt(window);
  }

  /** A request at `at`: the markets of that instant must be over (F0). */
  reach(at: EpochMicros): void {
    for (const { nextTime } of this.#inOrder) {
      invariant(at >= this.#now && at < nextTime, `request at ${at} before the market got there`);
    }
    this.#now = at;
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
