/**
 * F12: a market that trades in sessions, around any market. An order for the day that comes while it is closed is accepted and waits for the first row at or
 * after the open that leaves a two-sided, uncrossed book; at the close, after the market of that instant and before what arrives in it, orders for
 * the day expire. Of orders that name no day it knows nothing: they meet whatever rows there are. Mutable, one a listing.
 */
import type { Session, SessionCalendar } from '../../core/ground/calendar/session.js';
import type { EpochMicros, Micros, Ticks } from '../../core/ground/units.js';
import type { ArrivalLook, MarkWatch, Market, OrderEvents } from './market-port.js';
import type { VenueOrder } from './venue-order.js';
import type { VenueCounters, VenueDepth } from './venue-port.js';

export interface SessionOptions {
  readonly calendar: SessionCalendar;
  readonly events: Pick<OrderEvents, 'dayEnded'>;
  /** The exchange's reasons so far to stop after an instant. */
  readonly stops: () => number;
}

const CLOSED: ArrivalLook = { isThrough: false, steps: [] };

export class SessionMarket implements Market {
  readonly #market: Market;
  readonly #options: SessionOptions;
  /** The one that is on or comes next; null = the calendar knows no more. */
  #session: Session | null;
  /** Its first row has come. */
  #isLive = false;
  /** Open orders for the day, in order of acceptance; some of them may have ended. */
  #day = new Set<VenueOrder>();
  /** Those of them that wait for the open. */
  #waiting = new Set<VenueOrder>();

  constructor(market: Market, options: SessionOptions) {
    this.#market = market;
    this.#options = options;
    this.#session = this.#sessionFrom(market.nextTime);
  }

  get nextTime(): number {
    const close = this.#day.size === 0 ? Infinity : (this.#session?.close ?? Infinity);
    return Math.min(this.#market.nextTime, close);
  }

  get known(): boolean {
    return this.#market.known;
  }

  get open(): boolean {
    return this.#market.open;
  }

  get mark(): Ticks | null {
    return this.#market.mark;
  }

  advance(until: EpochMicros): EpochMicros {
    const { stops } = this.#options;
    const before = stops();
    for (;;) {
      const session = this.#session;
      const edge = this.#nextEdge(session);
      if (session === null || edge > until) return this.#market.advance(until);
      // Up to the instant before, which may have a reason of its own to stop at.
      const reached = this.#market.advance((edge - 1) as EpochMicros);
      if (stops() !== before) return reached;
      const isRow = this.#market.nextTime === edge;
      this.#market.advance(edge as EpochMicros);
      this.#instantIsOver(session, edge as EpochMicros, isRow);
      if (stops() !== before) return edge as EpochMicros;
    }
  }

  interrupt(): void {
    this.#market.interrupt();
  }

  halt(): void {
    this.#market.halt();
  }

  /** The market of that instant is part of it (F13), and so is an edge of the session. */
  resume(at: EpochMicros): void {
    const isRow = this.#market.nextTime === at;
    this.#market.resume(at);
    if (this.#session !== null) this.#instantIsOver(this.#session, at, isRow);
  }

  look(order: VenueOrder, at: EpochMicros): ArrivalLook {
    return this.#waits(order) ? CLOSED : this.#market.look(order, at);
  }

  aheadOf(order: VenueOrder): number | null {
    return this.#waits(order) ? null : this.#market.aheadOf(order);
  }

  begin(order: VenueOrder, at: EpochMicros): void {
    if (order.terms.timeInForce === 'day') this.#day.add(order);
    if (this.#waits(order)) this.#waiting.add(order);
    else this.#market.begin(order, at);
  }

  withdraw(order: VenueOrder): void {
    this.#day.delete(order);
    if (!this.#waiting.delete(order)) this.#market.withdraw(order);
  }

  succeed(next: VenueOrder, order: VenueOrder): void {
    const waits = this.#waiting.has(order);
    this.#day = inPlaceOf(order, next, this.#day);
    this.#waiting = inPlaceOf(order, next, this.#waiting);
    if (!waits) this.#market.succeed(next, order);
  }

  watchMark(watch: MarkWatch): void {
    this.#market.watchMark(watch);
  }

  depth(levels: number): VenueDepth {
    return this.#market.depth(levels);
  }

  counters(at: number): VenueCounters {
    return this.#market.counters(at);
  }

  /** The next row that may open the session, or its close. */
  #nextEdge(session: Session | null): number {
    if (session === null) return Infinity;
    if (this.#isLive) return session.close;
    return Math.min(Math.max(this.#market.nextTime, session.open), session.close);
  }

  #instantIsOver(session: Session, at: EpochMicros, isRow: boolean): void {
    if (isRow && !this.#isLive && at >= session.open && this.#isTwoSided()) this.#goLive(at);
    if (at >= session.close) this.#close(session);
  }

  #waits({ terms }: VenueOrder): boolean {
    return terms.timeInForce === 'day' && !this.#isLive;
  }

  #isTwoSided(): boolean {
    const { bids, asks } = this.#market.depth(1);
    const [bid, ask] = [bids[0], asks[0]];
    return bid !== undefined && ask !== undefined && bid.price < ask.price;
  }

  #goLive(at: EpochMicros): void {
    this.#isLive = true;
    const orders = [...this.#waiting];
    this.#waiting.clear();
    for (const order of orders) if (order.open) this.#market.begin(order, at);
  }

  #close({ close }: Session): void {
    const orders = [...this.#day];
    for (const order of orders) {
      if (!order.open) continue;
      this.withdraw(order);
      this.#options.events.dayEnded(order, close);
    }
    this.#day.clear();
    this.#waiting.clear();
    this.#isLive = false;
    this.#session = this.#sessionFrom(close);
  }

  #sessionFrom(at: number): Session | null {
    const { calendar } = this.#options;
    const from = at as EpochMicros;
    if (!calendar.covers(from) || !calendar.hasSessionTime(from, 1 as Micros)) return null;
    return calendar.sessionAt(calendar.nextOpen(from));
  }
}

/** The same, in the same order. */
const inPlaceOf = (
  order: VenueOrder,
  next: VenueOrder,
  orders: ReadonlySet<VenueOrder>,
): Set<VenueOrder> => new Set([...orders].map((one) => (one === order ? next : one)));
