/**
 * Whether the account can afford an order beside what its open orders may still cost. A limit buy is bounded by its
 * limit, a stop by its trigger price until it has one of its own; a market order costs what it would take right now.
 * Read-only over the account and the open orders.
 *
 * Unrealistic: reservations are computed afresh from open orders, not held as locks; a stop that triggers into a
 * worse price is canceled then (`insufficient-balance`), where a broker might let it through on margin.
 */
import type { WalkStep } from '../fills/taker.js';
import type { Account } from './account.js';
import type { OrderStore } from './order-store.js';
import type { RejectCode } from './venue-port.js';
import type { VenueOrder } from './venue-order.js';

export class BuyingPower {
  readonly #account: Account;
  readonly #orders: OrderStore;
  readonly #quantaPerTick: number;

  constructor(account: Account, orders: OrderStore, quantaPerTick: number) {
    this.#account = account;
    this.#orders = orders;
    this.#quantaPerTick = quantaPerTick;
  }

  /** Why the account cannot carry the order, `replaced` being withdrawn for it; null when it can. */
  refusal(
    order: VenueOrder,
    steps: readonly WalkStep[],
    replaced: VenueOrder | null,
  ): RejectCode | null {
    if (order.side === 'sell') return this.#shortRefusal(order, replaced);
    const { limitPrice, stopPrice } = order.terms;
    const unpriced = limitPrice === null && stopPrice === null;
    const needed = unpriced ? this.#walkCost(order, steps) : bound(this.#account, order);
    return this.#account.covers(needed, this.#reserved(order, replaced))
      ? null
      : 'insufficient-balance';
  }

  /** As `refusal` for an accepted order that takes now. */
  covers(order: VenueOrder, steps: readonly WalkStep[]): boolean {
    if (order.side === 'sell') return true;
    return this.#account.covers(this.#walkCost(order, steps), this.#reserved(order, null));
  }

  #shortRefusal(order: VenueOrder, replaced: VenueOrder | null): RejectCode | null {
    if (this.#account.shorting) return null;
    let uncommitted: number = this.#account.position(order.terms.symbol);
    for (const open of this.#orders.open()) {
      if (open.side === 'sell' && open !== order && open !== replaced) uncommitted -= open.leaves;
    }
    return uncommitted >= order.leaves ? null : 'short-not-allowed';
  }

  #reserved(order: VenueOrder, replaced: VenueOrder | null): bigint {
    let sum = 0n;
    for (const open of this.#orders.open()) {
      if (open !== order && open !== replaced) sum += bound(this.#account, open);
    }
    return sum;
  }

  #walkCost(order: VenueOrder, steps: readonly WalkStep[]): bigint {
    const { side } = order;
    let sum = 0n;
    for (const { key, lots } of steps) {
      const price = Math.abs(key) / this.#quantaPerTick;
      sum += this.#account.cost({ side, price, quantity: lots, liquidity: 'taker' });
    }
    return sum;
  }
}

/** The most an open order may cost by its own prices; 0 where it has none. */
function bound(account: Account, order: VenueOrder): bigint {
  const price = order.terms.limitPrice ?? order.terms.stopPrice;
  if (price === null) return 0n;
  return account.worstCost({ side: order.side, price, quantity: order.leaves });
}
