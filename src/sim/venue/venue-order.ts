/**
 * The venue's record of one accepted order: its terms, what became of it, and what the fill rules need of it.
 * Mutable on purpose, one owner (the matcher).
 *
 * Invariants: 1. filled + leaves = quantity while the order is open; leaves = 0 once it is closed. 2. A closed order
 * never opens again.
 */
import { type Instrument, formatAverage } from '../../core/ground/instrument.js';
import type { Execution, OrderSnapshot } from '../../core/order/execution-report.js';
import {
  type ClientOrderId,
  type OrderTerms,
  type VenueOrderId,
  venueNanos,
} from '../../core/order/order.js';
import type { OrderStatus } from '../../core/order/status.js';
import {
  type EpochMicros,
  type Lots,
  type Side,
  type Ticks,
  lots,
  notional,
} from '../../core/ground/units.js';
import { NO_KEY } from '../book/ladder.js';
import type { OwnOrder } from '../fills/own-order.js';
import { UNKNOWN_AHEAD } from '../fills/queue-on-arrival.js';
import type { StopOrder } from '../fills/stop.js';

/** Where the order stands at the venue. */
export type OrderPlace =
  /** Accepted in a halt, arrives when matching resumes (F13). */
  | 'queued'
  /** A stop that has not triggered. */
  | 'waiting'
  /** Triggered or just accepted, about to take. */
  | 'arriving'
  | 'resting'
  | 'closed';

export interface NewOrder {
  readonly clientOrderId: ClientOrderId;
  readonly venueOrderId: VenueOrderId;
  /** `quantity` is what this order itself is to fill. */
  readonly terms: OrderTerms;
  readonly at: EpochMicros;
  /** Filled by the orders it replaces. */
  readonly filledBefore: number;
  readonly quantaPerTick: number;
}

export class VenueOrder implements OwnOrder, StopOrder {
  readonly clientOrderId: ClientOrderId;
  readonly venueOrderId: VenueOrderId;
  readonly terms: OrderTerms;
  readonly side: Side;
  readonly createdAt: EpochMicros;
  readonly filledBefore: number;
  readonly key: number;
  /** Trigger price in price quanta; NaN without one, or once it has triggered. */
  stop: number;
  readonly executions: Execution[] = [];
  priority = 0;
  ahead = UNKNOWN_AHEAD;
  leaves: number;
  filled = 0;
  status: OrderStatus = 'accepted';
  place: OrderPlace = 'arriving';
  filledAt: EpochMicros | null = null;
  updatedAt: EpochMicros;
  #value = 0n;

  constructor(order: NewOrder) {
    const { terms } = order;
    this.clientOrderId = order.clientOrderId;
    this.venueOrderId = order.venueOrderId;
    this.terms = terms;
    this.side = terms.side;
    this.createdAt = order.at;
    this.updatedAt = order.at;
    this.filledBefore = order.filledBefore;
    this.leaves = terms.quantity;
    const sign = terms.side === 'buy' ? order.quantaPerTick : -order.quantaPerTick;
    this.key = terms.limitPrice === null ? NO_KEY : sign * terms.limitPrice;
    this.stop = terms.stopPrice === null ? Number.NaN : terms.stopPrice * order.quantaPerTick;
  }

  /** The worst key this order takes at on the opposite side, where keys have the opposite sign. */
  get limitKeyAcross(): number {
    return this.key === NO_KEY ? NO_KEY : -this.key;
  }

  get open(): boolean {
    return this.place !== 'closed';
  }

  /** Cumulative quantity of this order alone. */
  get cumQty(): Lots {
    return lots(this.filled);
  }

  get leavesQty(): Lots {
    return lots(this.leaves);
  }

  fill(quantity: number, price: Ticks, at: EpochMicros): void {
    this.filled += quantity;
    this.leaves -= quantity;
    this.#value += notional(price, lots(quantity));
    this.filledAt = at;
    this.updatedAt = at;
    this.status = this.leaves === 0 ? 'filled' : 'partially_filled';
    if (this.leaves === 0) this.place = 'closed';
  }

  close(status: 'canceled' | 'replaced', at: EpochMicros): void {
    this.status = status;
    this.place = 'closed';
    this.leaves = 0;
    this.updatedAt = at;
  }

  snapshot(instrument: Instrument): OrderSnapshot {
    const { terms } = this;
    return {
      clientOrderId: this.clientOrderId,
      venueOrderId: this.venueOrderId,
      symbol: terms.symbol,
      side: terms.side,
      quantity: terms.quantity,
      type: terms.type,
      limitPrice: terms.limitPrice,
      stopPrice: terms.stopPrice,
      status: this.status,
      venueWord: this.status,
      cumQty: this.cumQty,
      avgPrice: formatAverage(instrument, this.#value, BigInt(this.filled)),
      filledAt: this.filledAt,
      createdAt: this.createdAt,
      venueTime: venueNanos(this.updatedAt),
    };
  }
}
