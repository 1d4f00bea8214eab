/**
 * The life of accepted orders between acceptance and close: arrival (F4, F5), prints (F6, F9), crossing books (F8),
 * cancels. It applies the rules of src/sim/fills to the replayed market and books what they fill: account first, then
 * the ledger, then the report. Mutable, one owner (the venue).
 *
 * Invariants (F16): 1. An order fills only after its arrival and before it is closed, at its own price or better.
 * 2. A report is given in the instant it happened.
 */
import { type EpochMicros, lots, ticks } from '../../core/ground/units.js';
import type { BookSide } from '../book/book-side.js';
import { NO_KEY, TOP_KEY } from '../book/ladder.js';
import { bestAvailable } from '../fills/available.js';
import { fillCrossed } from '../fills/crossed.js';
import { fillFromHidden } from '../fills/hidden.js';
import type { Fill, FillSink } from '../fills/own-order.js';
import { aheadOnArrival } from '../fills/queue-on-arrival.js';
import { StopList, type StopPrices, isTriggered } from '../fills/stop.js';
import { type Walk, type WalkStep, lotsOf, planWalk, takeSteps } from '../fills/taker.js';
import { type Print, fillFromTrade } from '../fills/trade.js';
import type { MarketListener, ReplayMarket } from '../market/replay-market.js';
import type { Account } from './account.js';
import type { BuyingPower } from './buying-power.js';
import type { Recorder } from './recorder.js';
import type { VenueOrder } from './venue-order.js';

export interface MatcherParts {
  readonly account: Account;
  readonly power: BuyingPower;
  readonly recorder: Recorder;
  readonly quantaPerTick: number;
  readonly stopAlreadyThrough: 'trigger' | 'reject';
}

export class Matcher implements MarketListener, FillSink {
  readonly #parts: MatcherParts;
  readonly #market: ReplayMarket;
  readonly #stops = new StopList<VenueOrder>();
  /** Triggered stops, then orders queued in a halt: what arrives at the end of an instant. */
  #triggered: VenueOrder[] = [];
  #queued: VenueOrder[] = [];
  #now = 0 as EpochMicros;
  #priority = 0;
  ownCrossings = 0;
  beyondDepth = 0;

  constructor(parts: MatcherParts, market: ReplayMarket) {
    this.#parts = parts;
    this.#market = market;
  }

  onPrint(side: BookSide, print: Print, at: EpochMicros): void {
    this.#now = at;
    if (print.key <= side.ownHigh) fillFromTrade(side, print, this);
    if (side.rules.options.hidden === 'observed') {
      const { bids, asks } = this.#market;
      fillFromHidden(side, side === bids ? asks : bids, print, this);
    }
    if (side.rules.options.stopTrigger === 'last') this.#triggerStops(print.tapeRow, at);
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
    const triggered = this.#triggered;
    const queued = this.#queued;
    this.#triggered = [];
    this.#queued = [];
    this.#watch();
    for (const order of triggered) this.#arrive(order, at);
    for (const order of queued) this.begin(order, at);
  }

  /** A just accepted order: waits for the end of a halt, for its trigger, or arrives. */
  begin(order: VenueOrder, at: EpochMicros): void {
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
    if (!this.isThrough(order, at)) {
      order.place = 'waiting';
      this.#stops.add(order);
      this.#watch();
      return;
    }
    if (this.#parts.stopAlreadyThrough === 'reject') {
      this.#close(order, 'stop-already-through', at);
      return;
    }
    this.#trigger(order, null, at);
    this.#arrive(order, at);
  }

  /** F9: a stop that would trigger on what it sees now. */
  isThrough(order: VenueOrder, at: EpochMicros): boolean {
    return !Number.isNaN(order.stop) && isTriggered(order, this.#stopPrices(at));
  }

  /** What an order would take if it arrived now. */
  plan(order: VenueOrder, at: EpochMicros): WalkStep[] {
    return planWalk(this.#walk(order, at));
  }

  /** The queue an order would find if it came to rest now. */
  aheadOf(order: VenueOrder): number {
    return aheadOnArrival(this.#own(order), order.key);
  }

  cancel(order: VenueOrder, reason: string, at: EpochMicros): void {
    this.withdraw(order);
    this.#close(order, reason, at);
  }

  /** Takes an open order out of wherever it stands, without a word. */
  withdraw(order: VenueOrder): void {
    switch (order.place) {
      case 'resting':
        this.#own(order).unrest(order);
        break;
      case 'waiting':
        this.#stops.remove(order);
        break;
      case 'queued':
        this.#queued = this.#queued.filter((queued) => queued !== order);
        break;
      case 'arriving':
      case 'closed':
        break;
    }
    this.#watch();
  }

  /** F5: a replace that only lowers the quantity does not arrive anew: `next` stands where `order` stood. */
  succeed(next: VenueOrder, order: VenueOrder): void {
    next.place = order.place;
    if (order.place === 'waiting') this.#stops.exchange(order, next);
    if (order.place === 'queued') {
      this.#queued = this.#queued.map((queued) => (queued === order ? next : queued));
    }
    if (order.place !== 'resting') return;
    next.ahead = order.ahead;
    next.priority = order.priority;
    this.#own(order).unrest(order);
    this.#own(next).rest(next);
  }

  fill(order: VenueOrder, fill: Fill): void {
    const { account, recorder, quantaPerTick } = this.#parts;
    const price = ticks(fill.price / quantaPerTick);
    const quantity = lots(fill.lots);
    const liquidity = fill.cause === 'taker' ? 'taker' : 'maker';
    order.fill(quantity, price, this.#now);
    const fee = account.book({ side: order.side, price, quantity, liquidity });
    const { cause, tapeRow, aheadBefore, aheadAfter } = fill;
    recorder.executed(
      order,
      { price, quantity, liquidity, cause, fee, tapeRow, aheadBefore, aheadAfter },
      this.#now,
    );
    this.#market.interrupted = true;
  }

  /** F4, then what remains rests (F5) or is canceled. */
  #arrive(order: VenueOrder, at: EpochMicros): void {
    this.#now = at;
    const walk = this.#walk(order, at);
    const steps = planWalk(walk);
    const refusal = this.#refusal(order, steps);
    if (refusal !== null) {
      this.#close(order, refusal, at);
      return;
    }
    if (walk.from.own.length > 0 && walk.from.ownHigh >= walk.limit) this.ownCrossings += 1;
    takeSteps(walk, steps);
    for (const step of steps) this.fill(order, takerFill(walk.from, step));
    if (order.leaves === 0) return;
    if (rests(order)) this.#rest(order);
    else this.#close(order, 'no-liquidity', at);
  }

  #refusal(order: VenueOrder, steps: readonly WalkStep[]): string | null {
    const { timeInForce, postOnly, limitPrice } = order.terms;
    if (postOnly && steps.length > 0) return 'post-only-would-take';
    if (timeInForce === 'fok' && lotsOf(steps) < order.leaves) return 'no-liquidity';
    // A limit order was checked at its limit when it was accepted; this one has a price only now.
    if (limitPrice === null && !this.#parts.power.covers(order, steps)) {
      return 'insufficient-balance';
    }
    return null;
  }

  #rest(order: VenueOrder): void {
    order.ahead = this.aheadOf(order);
    if (order.ahead === Infinity) this.beyondDepth += 1;
    this.#priority += 1;
    order.priority = this.#priority;
    order.place = 'resting';
    this.#own(order).rest(order);
  }

  #trigger(order: VenueOrder, tapeRow: number | null, at: EpochMicros): void {
    order.place = 'arriving';
    order.stop = Number.NaN;
    order.updatedAt = at;
    this.#parts.recorder.triggered(order, tapeRow, at);
    this.#market.interrupted = true;
  }

  #close(order: VenueOrder, reason: string, at: EpochMicros): void {
    order.close('canceled', at);
    this.#parts.recorder.canceled(order, reason, at);
    this.#market.interrupted = true;
  }

  #own(order: VenueOrder): BookSide {
    return order.side === 'buy' ? this.#market.bids : this.#market.asks;
  }

  #walk(order: VenueOrder, at: EpochMicros): Walk {
    return {
      from: order.side === 'buy' ? this.#market.asks : this.#market.bids,
      limit: order.limitKeyAcross,
      lots: order.leaves,
      now: at,
    };
  }

  #watch(): void {
    const { buyLow, sellHigh } = this.#stops;
    const byQuote = this.#market.bids.rules.options.stopTrigger === 'quote';
    this.#market.watchHigh = byQuote ? TOP_KEY : buyLow;
    this.#market.watchLow = byQuote ? NO_KEY : sellHigh;
    this.#market.watchesQuote = byQuote && (buyLow !== TOP_KEY || sellHigh !== NO_KEY);
    this.#market.arrivalsPending = this.#triggered.length + this.#queued.length > 0;
  }
}

const rests = (order: VenueOrder): boolean =>
  order.terms.limitPrice !== null && order.terms.timeInForce === 'gtc';

const takerFill = (from: BookSide, step: WalkStep): Fill => ({
  lots: step.lots,
  price: from.ladder.priceOf(step.key),
  cause: 'taker',
  tapeRow: null,
  aheadBefore: null,
  aheadAfter: null,
});

/** The best available price of a side in quanta; NaN when there is none. */
function shownPrice(side: BookSide, at: EpochMicros): number {
  const key = bestAvailable(side, at);
  return key === NO_KEY ? Number.NaN : side.ladder.priceOf(key);
}
