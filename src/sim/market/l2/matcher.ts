/**
 * The life of accepted orders in a replayed L2 market: arrival (F4, F5), prints (F6, F9), crossing books (F8), leaving.
 * It applies the rules of src/sim/fills and tells the exchange what they fill, trigger and end. Mutable, one owner (the
 * L2 market).
 *
 * Takers fill level by level at the recorded prices; resting orders fill at their own price when a print reaches them
 * through the queue, when one goes through them, or when the recorded book crosses them.
 *
 * Invariants (F16): 1. An order fills only after its arrival and before it is closed, at its own price or better,
 * inside the recorded rows, never above what is available, and no lot twice. 2. The exchange is told in the instant.
 */
import {
  type EpochMicros,
  type PriceQuanta,
  type Quanta,
  ticks,
} from '../../../core/ground/units.js';
import type { DepthLevel } from '../../../core/order/outcome.js';
import type { BookSide } from '../../book/book-side.js';
import { NO_KEY, TOP_KEY } from '../../book/ladder.js';
import type { MarkWatch, OrderEvents } from '../../exchange/market-port.js';
import type { VenueOrder } from '../../exchange/venue-order.js';
import { bestAvailable } from '../../fills/available.js';
import { fillCrossed } from '../../fills/crossed.js';
import { fillFromHidden } from '../../fills/hidden.js';
import { type Fill, type FillSink, knownAhead } from '../../fills/own-order.js';
import { aheadOnArrival } from '../../fills/queue-on-arrival.js';
import { type Meeting, type SelfTrade, meetOwn } from '../../fills/self-trade.js';
import { StopList, type StopPrices, isTriggered } from '../../fills/stop.js';
import { type Walk, type WalkStep, planWalk, quantityOf, takeSteps } from '../../fills/taker.js';
import { type Print, fillFromTrade } from '../../fills/trade.js';
import type { MarketListener } from '../market-listener.js';
import type { ReplayMarket } from '../replay-market.js';
import { L2Order } from './l2-order.js';

export interface MatcherOptions {
  readonly events: OrderEvents;
  readonly quantaPerTick: number;
  readonly stopAlreadyThrough: 'trigger' | 'reject';
  readonly selfTrade: SelfTrade;
}

export class Matcher implements MarketListener, FillSink {
  readonly #options: MatcherOptions;
  readonly #market: ReplayMarket;
  readonly #orders = new Map<VenueOrder, L2Order>();
  readonly #stops = new StopList<L2Order>();
  /** Triggered stops, then orders queued in a halt: what arrives at the end of an instant. */
  #triggered: L2Order[] = [];
  #queued: L2Order[] = [];
  #now = 0 as EpochMicros;
  #priority = 0;
  /** Prints at or below, at or above, that the exchange wants to hear of; whether one came (F19). */
  #markLow: number = NO_KEY;
  #markHigh: number = TOP_KEY;
  #markMet = false;
  ownCrossings = 0;
  beyondDepth = 0;

  constructor(options: MatcherOptions, market: ReplayMarket) {
    this.#options = options;
    this.#market = market;
  }

  onPrint(side: BookSide, print: Print, at: EpochMicros): void {
    this.#now = at;
    const given = print.key <= side.ownHigh ? fillFromTrade(side, print, this) : (0 as Quanta);
    if (side.rules.options.hidden === 'observed') {
      const { bids, asks } = this.#market;
      fillFromHidden({ hit: side, own: side === bids ? asks : bids }, print, given, this);
    }
    if (side.rules.options.stopTrigger === 'last') this.#triggerStops(print.tapeRow, at);
    const price = side.ladder.priceOf(print.key);
    if (price <= this.#markLow || price >= this.#markHigh) this.#meetMark();
  }

  watchMark({ below, above, met }: MarkWatch): void {
    const { quantaPerTick } = this.#options;
    // The mark is a print without its fraction of a tick.
    this.#markLow = Math.min(TOP_KEY, Math.max(NO_KEY, (below + 1) * quantaPerTick - 1));
    this.#markHigh = Math.max(NO_KEY, Math.min(TOP_KEY, above * quantaPerTick));
    this.#markMet = met;
    this.#watch();
  }

  #meetMark(): void {
    this.#markMet = true;
    this.#market.arrivalsPending = true;
  }

  onQuote(at: EpochMicros, tapeRow: number | null): void {
    this.#now = at;
    this.#triggerStops(tapeRow, at);
  }

  #triggerStops(tapeRow: number | null, at: EpochMicros): void {
    const prices = this.#stopPrices(at);
    if (!this.#stops.touches(prices)) return;
    for (const order of this.#stops.trigger(prices)) {
      this.#trigger(order, tapeRow, at);
      this.#triggered.push(order);
    }
    this.#watch();
  }

  #stopPrices(at: EpochMicros): StopPrices {
    const { bids, asks, last } = this.#market;
    if (bids.rules.options.stopTrigger === 'last') return { buy: last, sell: last };
    return { buy: shownPrice(asks, at), sell: shownPrice(bids, at) };
  }

  onCrossed(at: EpochMicros, tapeRow: number | null): void {
    this.#now = at;
    const { bids, asks } = this.#market;
    fillCrossed({ own: bids, opposite: asks, now: at, tapeRow }, this);
    fillCrossed({ own: asks, opposite: bids, now: at, tapeRow }, this);
  }

  onArrivals(at: EpochMicros): void {
    if (this.#markMet && this.#options.events.marginDue(at)) this.#market.interrupted = true;
    const triggered = this.#triggered;
    const queued = this.#queued;
    this.#triggered = [];
    this.#queued = [];
    this.#watch();
    for (const order of triggered) this.#arrive(order, at);
    for (const order of queued) this.#begin(order, at);
  }

  /** A just accepted order: waits for the end of a halt, for its trigger, or arrives. */
  begin(order: VenueOrder, at: EpochMicros): void {
    const standing = this.#of(order);
    this.#orders.set(order, standing);
    this.#begin(standing, at);
  }

  #begin(order: L2Order, at: EpochMicros): void {
    if (!this.#market.open) {
      order.place = 'queued';
      this.#queued.push(order);
      this.#watch();
      return;
    }
    if (Number.isNaN(order.stop)) {
      this.#arrive(order, at);
      return;
    }
    if (!isTriggered(order, this.#stopPrices(at))) {
      order.place = 'waiting';
      this.#stops.add(order);
      this.#watch();
      return;
    }
    if (this.#options.stopAlreadyThrough === 'reject') {
      this.#close(order, 'stop-already-through', at);
      return;
    }
    this.#trigger(order, null, at);
    this.#arrive(order, at);
  }

  /** F9: a stop that would trigger on what it sees now. */
  isThrough(order: VenueOrder, at: EpochMicros): boolean {
    const standing = this.#of(order);
    return !Number.isNaN(standing.stop) && isTriggered(standing, this.#stopPrices(at));
  }

  /** What an order would take if it arrived now. */
  plan(order: VenueOrder, at: EpochMicros): readonly DepthLevel[] {
    const walk = this.#walk(this.#of(order), at);
    return this.#priced(walk, this.#meet(walk, order).steps);
  }

  /** The queue before an order that rests, or that one would find that came to rest now; null where it is not known. */
  aheadOf(order: VenueOrder): number | null {
    const standing = this.#of(order);
    const resting = standing.place === 'resting';
    return knownAhead(resting ? standing.ahead : this.#aheadOnArrival(standing));
  }

  isResting(order: VenueOrder): boolean {
    return this.#orders.get(order)?.place === 'resting';
  }

  /** Takes an open order out of wherever it stands, without a word. */
  withdraw(order: VenueOrder): void {
    const standing = this.#orders.get(order);
    if (standing === undefined) return;
    this.#orders.delete(order);
    switch (standing.place) {
      case 'resting':
        this.#own(standing).unrest(standing);
        break;
      case 'waiting':
        this.#stops.remove(standing);
        break;
      case 'queued':
        this.#queued = this.#queued.filter((queued) => queued !== standing);
        break;
      case 'idle':
        break;
      case 'arriving':
        this.#triggered = this.#triggered.filter((triggered) => triggered !== standing);
        break;
    }
    this.#watch();
  }

  /** F5: a replace that only lowers the quantity does not arrive anew: `next` stands where `order` stood. */
  succeed(nextOrder: VenueOrder, order: VenueOrder): void {
    const standing = this.#of(order);
    const next = this.#of(nextOrder);
    this.#orders.delete(order);
    this.#orders.set(nextOrder, next);
    next.place = standing.place;
    if (standing.place === 'waiting') this.#stops.exchange(standing, next);
    if (standing.place === 'queued') {
      this.#queued = this.#queued.map((queued) => (queued === standing ? next : queued));
    }
    if (standing.place !== 'resting') return;
    next.ahead = standing.ahead;
    next.priority = standing.priority;
    this.#own(standing).unrest(standing);
    this.#own(next).rest(next);
  }

  fill({ order }: L2Order, fill: Fill): void {
    const { events, quantaPerTick } = this.#options;
    const { quantity, cause, tapeRow, aheadBefore, aheadAfter } = fill;
    const price = ticks(fill.price / quantaPerTick);
    events.filled(order, { price, quantity, cause, tapeRow, aheadBefore, aheadAfter }, this.#now);
    if (!order.open) this.#orders.delete(order);
    this.#market.interrupted = true;
  }

  /** F4, then what remains rests (F5) or is canceled. */
  #arrive(order: L2Order, at: EpochMicros): void {
    this.#now = at;
    const walk = this.#walk(order, at);
    const { steps, makers, endsTaker } = this.#meet(walk, order.order);
    const refusal = this.#refusal(order, walk, steps);
    if (refusal !== null) {
      this.#close(order, refusal, at);
      return;
    }
    if (walk.from.own.length > 0 && walk.from.ownHigh >= walk.limit) this.ownCrossings += 1;
    takeSteps(walk, steps);
    for (const step of steps) {
      // The venue may have ended it after a part.
      if (order.leaves > 0) this.fill(order, takerFill(walk.from, step));
    }
    for (const maker of makers) if (maker instanceof L2Order) this.#prevent(maker, at);
    if (order.leaves === 0) return;
    if (endsTaker) this.#prevent(order, at);
    else if (rests(order.order)) this.#rest(order);
    else if (order.order.terms.timeInForce === 'day') order.place = 'idle';
    else this.#close(order, 'no-liquidity', at);
  }

  #meet(walk: Walk, { account }: VenueOrder): Meeting {
    return meetOwn(walk, planWalk(walk), { mode: this.#options.selfTrade, account });
  }

  #prevent({ order }: L2Order, at: EpochMicros): void {
    this.withdraw(order);
    this.#options.events.prevented(order, at);
    this.#market.interrupted = true;
  }

  #refusal(order: L2Order, walk: Walk, steps: readonly WalkStep[]): string | null {
    const { timeInForce, postOnly, limitPrice } = order.order.terms;
    if (postOnly && steps.length > 0) return 'post-only-would-take';
    if (timeInForce === 'fok' && quantityOf(steps) < order.leaves) return 'no-liquidity';
    // A limit order was checked at its limit when it was accepted; this one has a price only now.
    const affordable =
      limitPrice !== null || this.#options.events.affords(order.order, this.#priced(walk, steps));
    return affordable ? null : 'insufficient-balance';
  }

  #rest(order: L2Order): void {
    order.ahead = this.#aheadOnArrival(order);
    if (order.ahead === Infinity) this.beyondDepth += 1;
    this.#priority += 1;
    order.priority = this.#priority;
    order.place = 'resting';
    this.#own(order).rest(order);
  }

  #trigger(order: L2Order, tapeRow: number | null, at: EpochMicros): void {
    order.place = 'arriving';
    order.stop = NO_PRICE;
    this.#options.events.triggered(order.order, tapeRow, at);
    this.#market.interrupted = true;
  }

  #close(order: L2Order, reason: string, at: EpochMicros): void {
    this.#orders.delete(order.order);
    this.#options.events.canceled(order.order, reason, at);
    this.#market.interrupted = true;
  }

  #of(order: VenueOrder): L2Order {
    return this.#orders.get(order) ?? new L2Order(order, this.#options.quantaPerTick);
  }

  #aheadOnArrival(order: L2Order): Quanta {
    return aheadOnArrival(this.#own(order), order.key);
  }

  #priced({ from }: Walk, steps: readonly WalkStep[]): readonly DepthLevel[] {
    const { quantaPerTick } = this.#options;
    return steps.map(({ key, quantity }) => ({
      price: ticks(from.ladder.priceOf(key) / quantaPerTick),
      quantity,
    }));
  }

  #own(order: L2Order): BookSide {
    return order.side === 'buy' ? this.#market.bids : this.#market.asks;
  }

  #walk(order: L2Order, at: EpochMicros): Walk {
    return {
      from: order.side === 'buy' ? this.#market.asks : this.#market.bids,
      limit: order.limitKeyAcross,
      quantity: order.leaves,
      now: at,
    };
  }

  #watch(): void {
    const { buyLow, sellHigh } = this.#stops;
    const byQuote = this.#market.bids.rules.options.stopTrigger === 'quote';
    this.#market.watchHigh = Math.min(byQuote ? TOP_KEY : buyLow, this.#markHigh);
    this.#market.watchLow = Math.max(byQuote ? NO_KEY : sellHigh, this.#markLow);
    this.#market.watchesQuote = byQuote && (buyLow !== TOP_KEY || sellHigh !== NO_KEY);
    this.#market.arrivalsPending =
      this.#markMet || this.#triggered.length + this.#queued.length > 0;
  }
}

const rests = ({ terms }: VenueOrder): boolean =>
  terms.limitPrice !== null && (terms.timeInForce === 'gtc' || terms.timeInForce === 'day');

const takerFill = (from: BookSide, step: WalkStep): Fill => ({
  quantity: step.quantity,
  price: from.ladder.priceOf(step.key),
  cause: 'taker',
  tapeRow: null,
  aheadBefore: null,
  aheadAfter: null,
});

const NO_PRICE = Number.NaN as PriceQuanta;

/** The best available price of a side; `NO_PRICE` when there is none. */
function shownPrice(side: BookSide, at: EpochMicros): PriceQuanta {
  const key = bestAvailable(side, at);
  return key === NO_KEY ? NO_PRICE : side.ladder.priceOf(key);
}
