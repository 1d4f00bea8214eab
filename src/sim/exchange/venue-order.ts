/**
 * The exchange's record of one accepted order: its terms and what became of it. Where it stands in a market is the
 * market's business. Mutable on purpose, one owner (the bookkeeper).
 *
 * Invariants: 1. filled + busted + leaves = quantity while the order is open; leaves = 0 once it is closed. 2. A closed order
 * never opens again.
 */
import { type Instrument, formatAverage } from '../../core/ground/instrument.js';
import type { Bust, Execution, OrderSnapshot } from '../../core/order/execution-report.js';
import {
  type ClientOrderId,
  type OrderTerms,
  type VenueOrderId,
  type VenueNanos,
  venueNanos,
  venueNanosWithin,
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
  /** Of the account that it is of, among those at the exchange; the first when left out. */
  readonly account?: number;
}

const NONE: Execution[] = [];
const NO_BUSTS: Bust[] = [];

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
  readonly account: number;
  /** It has no stop, or the stop was reached. */
  triggered: boolean;
  /** What may still execute. */
  leaves: Lots;
  /** What this order alone has executed, less what was undone of it. */
  filled = 0 as Lots;
  status: OrderStatus = 'accepted';
  open = true;
  filledAt: EpochMicros | null = null;
  updatedAt: EpochMicros;
  #value = 0n;
  #executions: Execution[] = NONE;
  #busts: Bust[] = NO_BUSTS;
  /** Of the instant of the last bust: how many it has had. */
  #bustsWithin = 0;
  #bustedAt: EpochMicros | null = null;

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
    this.account = order.account ?? 0;
    this.leaves = terms.quantity;
    this.triggered = order.triggered || terms.stopPrice === null;
  }

  fill(quantity: Lots, price: Ticks, at: EpochMicros): void {
    this.filled = (this.filled + quantity) as Lots;
    this.leaves = (this.leaves - quantity) as Lots;
    this.#value += notional(price, quantity);
    this.filledAt = at;
    this.updatedAt = at;
    this.status = this.leaves > 0 ? 'partially_filled' : this.#fullStatus();
    this.open = this.leaves > 0;
  }

  /** What was undone is not worked again: with nothing left to do the order ends short of its quantity. */
  #fullStatus(): OrderStatus {
    return this.filled === this.terms.quantity ? 'filled' : 'canceled';
  }

  /** Undoes so much of what it executed at `price`. */
  bust(quantity: Lots, price: Ticks, at: EpochMicros): void {
    this.filled = (this.filled - quantity) as Lots;
    this.#value -= notional(price, quantity);
    this.#bustsWithin = this.#bustedAt === at ? this.#bustsWithin + 1 : 1;
    this.#bustedAt = at;
    this.updatedAt = at;
    if (this.filled === 0) this.filledAt = null;
    if (this.status === 'filled') this.status = 'canceled';
    else if (this.status === 'partially_filled' && this.filled === 0) this.status = 'accepted';
  }

  /** Of the last update. A total stated between two busts of one instant must be told from one stated behind both. */
  get stamp(): VenueNanos {
    const { updatedAt } = this;
    return updatedAt === this.#bustedAt
      ? venueNanosWithin(updatedAt, this.#bustsWithin)
      : venueNanos(updatedAt);
  }

  get busts(): readonly Bust[] {
    return this.#busts;
  }

  /** As told to the client, once a `bust`. */
  busted(bust: Bust): void {
    this.#busts = [...this.#busts, bust];
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
      venueTime: this.stamp,
    };
  }
}
