/**
 * Whether the account can afford an order beside what its open orders may still cost. A limit buy is bounded by its
 * limit, a stop by its trigger price until it has one of its own; a market order costs what it would take right now.
 * What open orders may cost, and what open sales may take from a position, are running sums, exact to the quantum.
 * Mutable on purpose, one owner (the bookkeeper tells it of every change).
 *
 * Invariant: `reserved` and `committed` are what a walk over the open orders would find.
 *
 * Unrealistic: a stop that triggers into a worse price is canceled then (`insufficient-balance`), where a broker might
 * let it through on margin.
 */
import { type Lots, lots } from '../../core/ground/units.js';
import type { DepthLevel } from '../../core/order/outcome.js';
import type { Account } from './account.js';
import type { VenueOrder } from './venue-order.js';

export class BuyingPower {
  readonly #account: Account;
  /** What one lot of an open buy may cost, in cash quanta. */
  readonly #perLot = new Map<VenueOrder, bigint>();
  readonly #committed = new Map<string, number>();
  #reserved = 0n;

  constructor(account: Account) {
    this.#account = account;
  }

  /** The most the open orders may still cost, in cash quanta. */
  get reserved(): bigint {
    return this.#reserved;
  }

  /** Lots that open sales of a symbol may still take from the position. */
  committed(symbol: string): number {
    return this.#committed.get(symbol) ?? 0;
  }

  /** The order is open from here on. */
  entered(order: VenueOrder): void {
    if (order.side === 'sell') {
      this.#commit(order, order.leaves);
      return;
    }
    const perLot = boundPerLot(this.#account, order);
    if (perLot === 0n) return;
    this.#perLot.set(order, perLot);
    this.#reserved += perLot * BigInt(order.leaves);
  }

  /** `quantity` of the order is no longer open: filled, or all that was left of it when it ended. */
  released(order: VenueOrder, quantity: Lots): void {
    if (order.side === 'sell') this.#commit(order, -quantity);
    else this.#reserved -= (this.#perLot.get(order) ?? 0n) * BigInt(quantity);
  }

  /** Nothing of the order is open any more. */
  forgotten(order: VenueOrder): void {
    this.#perLot.delete(order);
  }

  /** Whether the account can carry the order, `replaced` being withdrawn for it. */
  carries(order: VenueOrder, steps: readonly DepthLevel[], replaced: VenueOrder | null): boolean {
    if (order.side === 'sell') return this.#holds(order, replaced);
    const { limitPrice, stopPrice } = order.terms;
    const unpriced = limitPrice === null && stopPrice === null;
    const needed = unpriced
      ? this.#cost(order, steps)
      : boundPerLot(this.#account, order) * BigInt(order.leaves);
    const beside = this.#reserved - (replaced === null ? 0n : this.#reservedBy(replaced));
    return this.#account.covers(needed, beside);
  }

  /** As `carries` for an open order that takes now. */
  covers(order: VenueOrder, steps: readonly DepthLevel[]): boolean {
    if (order.side === 'sell') return true;
    return this.#account.covers(this.#cost(order, steps), this.#reserved - this.#reservedBy(order));
  }

  #holds(order: VenueOrder, replaced: VenueOrder | null): boolean {
    const { symbol } = order.terms;
    if (this.#account.mayShort(symbol)) return true;
    const committed = this.committed(symbol) - (replaced?.leaves ?? 0);
    return this.#account.position(symbol) - committed >= order.leaves;
  }

  #reservedBy(order: VenueOrder): bigint {
    return (this.#perLot.get(order) ?? 0n) * BigInt(order.leaves);
  }

  #cost(order: VenueOrder, steps: readonly DepthLevel[]): bigint {
    const { side, terms } = order;
    let sum = 0n;
    for (const { price, quantity } of steps) {
      sum += this.#account.cost({
        symbol: terms.symbol,
        side,
        price,
        quantity,
        liquidity: 'taker',
      });
    }
    return sum;
  }

  #commit({ terms }: VenueOrder, quantity: number): void {
    this.#committed.set(terms.symbol, this.committed(terms.symbol) + quantity);
  }
}

/** The most one lot of an order may cost by its own prices; 0 where it has none. Cost is linear in the quantity. */
function boundPerLot(account: Account, { side, terms }: VenueOrder): bigint {
  const price = terms.limitPrice ?? terms.stopPrice;
  return price === null
    ? 0n
    : account.worstCost({ symbol: terms.symbol, side, price, quantity: lots(1) });
}
