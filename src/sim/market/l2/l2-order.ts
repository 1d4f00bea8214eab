/**
 * Where an order stands in a replayed L2 market, and what the fill rules need of it. Mutable on purpose, one owner (the
 * matcher).
 */
import type { Lots, PriceQuanta, Quanta, Side } from '../../../core/ground/units.js';
import { NO_KEY } from '../../book/ladder.js';
import type { VenueOrder } from '../../exchange/venue-order.js';
import type { OwnOrder } from '../../fills/own-order.js';
import { UNKNOWN_AHEAD } from '../../fills/queue-on-arrival.js';
import type { StopOrder } from '../../fills/stop.js';

export type OrderPlace =
  /** Accepted in a halt, arrives when matching resumes (F13). */
  | 'queued'
  /** A stop that has not triggered. */
  | 'waiting'
  /** Triggered or just accepted, about to take. */
  | 'arriving'
  | 'resting'
  /** What the book did not take of an order for the day without a limit: it meets nothing any more, and ends with the day (F12). */
  | 'idle';

export class L2Order implements OwnOrder, StopOrder {
  readonly order: VenueOrder;
  readonly side: Side;
  readonly key: number;
  /** Trigger price; NaN without one, or once it has triggered. */
  stop: PriceQuanta;
  priority = 0;
  ahead: Quanta = UNKNOWN_AHEAD;
  place: OrderPlace = 'arriving';

  constructor(order: VenueOrder, quantaPerTick: number) {
    const { side, terms, triggered } = order;
    this.order = order;
    this.side = side;
    const sign = side === 'buy' ? quantaPerTick : -quantaPerTick;
    this.key = terms.limitPrice === null ? NO_KEY : sign * terms.limitPrice;
    const waits = !triggered && terms.stopPrice !== null;
    this.stop = (waits ? terms.stopPrice * quantaPerTick : Number.NaN) as PriceQuanta;
  }

  get account(): number {
    return this.order.account;
  }

  get leaves(): Lots {
    return this.order.leaves;
  }

  /** The worst key this order takes at on the opposite side, where keys have the opposite sign. */
  get limitKeyAcross(): number {
    return this.key === NO_KEY ? NO_KEY : -this.key;
  }
}
