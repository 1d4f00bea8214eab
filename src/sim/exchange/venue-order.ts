/**
 * The exchange's record of one accepted order: its terms and what became of it. Where it stands in a market is the
 * market's business. Mutable on purpose, one owner (the bookkeeper).
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
  notional,
} from '../../core/ground/units.js';

export interface NewOrder {
  readonly clientOrderId: ClientOrderId;
  readonly venueOrderId: VenueOrderId;
  /** `quantity` is what this order itself is to fill. */
  readonly terms: OrderTerms;
  readonly at: EpochMicros;
  /** Filled by the orders it replaces. */
  readonly filledBefore: Lots;
  /** It replaces an order whose stop had triggered. */
  readonly triggered: boolean;
  /** The venue's own, which closes a position for want of margin (F19). */
  readonly isLiquidation?: boolean;
}

const NONE: Execution[] = [];

/** How an order ends that does not fill. */
export type EndOfOrder = 'canceled' | 'expired' | 'replaced' | 'rejected';

export class VenueOrder {
  readonly clientOrderId: ClientOrderId;
  readonly venueOrderId: VenueOrderId;
  readonly terms: OrderTerms;
  readonly side: Side;
  readonly createdAt: EpochMicros;
  readonly filledBefore: Lots;
  readonly isLiquidation: boolean;
  /** It has no stop, or the stop was reached. */
  triggered: boolean;
  /** What may still execute. */
  leaves: Lots;
  /** What this order alone has executed. */
  filled = 0 as Lots;
  status: OrderStatus = 'accepted';
  open = true;
  filledAt: EpochMicros | null = null;
  updatedAt: EpochMicros;
  #value = 0n;
  #executions: Execution[] = NONE;

  constructor(order: NewOrder) {
    const { terms } = order;
    this.clientOrderId = order.clientOrderId;
    this.venueOrderId = order.venueOrderId;
    this.terms = terms;
    this.side = terms.side;
    this.createdAt = order.at;
    this.updatedAt = order.at;
    this.filledBefore = order.filledBefore;
    this.isLiquidation = order.isLiquidation ?? false;
    this.leaves = terms.quantity;
    this.triggered = order.triggered || terms.stopPrice === null;
  }

  fill(quantity: Lots, price: Ticks, at: EpochMicros): void {
    this.filled = (this.filled + quantity) as Lots;
    this.leaves = (this.leaves - quantity) as Lots;
    this.#value += notional(price, quantity);
    this.filledAt = at;
    this.updatedAt = at;
    this.status = this.leaves === 0 ? 'filled' : 'partially_filled';
    this.open = this.leaves > 0;
  }

  get executions(): readonly Execution[] {
    return this.#executions;
  }

  /** As told to the client, once a `fill`. */
  executed(execution: Execution): void {
    // Nearly every order has one: an empty array that is pushed to makes room for sixteen more.
    if (this.#executions.length === 0) this.#executions = [execution];
    else this.#executions.push(execution);
  }

  close(status: EndOfOrder, at: EpochMicros): void {
    this.status = status;
    this.open = false;
    this.leaves = 0 as Lots;
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
      cumQty: this.filled,
      avgPrice: formatAverage(instrument, this.#value, BigInt(this.filled)),
      filledAt: this.filledAt,
      createdAt: this.createdAt,
      venueTime: venueNanos(this.updatedAt),
    };
  }
}
