/**
 * Whether the account can afford an order beside what its open orders may still cost. A limit buy is bounded by its
 * limit, a stop by its trigger price until it has one of its own; a market order costs what it would take right now.
 * What open orders may cost, and what open sales may take from a position, are running sums, exact to the quantum.
 * An order in a future needs margin and its commission instead, on either side; one after which no more margin is needed
 * than before is always carried. Mutable on purpose, one owner (the bookkeeper tells it of every change).
 *
 * Invariant: `reserved`, `committed` and what the futures' margin knows of open orders are what a walk over the open
 * orders would find.
 *
 * Unrealistic: a stop that triggers into a worse price is canceled then (`insufficient-balance`), where a broker might
 * let it through on margin; a sale of a future counts at its limit, however far below the market.
 */
import { type Lots, lots } from '../../core/ground/units.js';
import type { DepthLevel } from '../../core/order/outcome.js';
import type { Account } from './account.js';
import { type Change, FuturesMargin, type Marks } from './futures-margin.js';
import type { VenueOrder } from './venue-order.js';

/** In cash quanta: what leaves the account, and what a future needs margin for. */
interface Need {
  readonly cost: bigint;
  readonly worth: bigint;
}

const NOTHING: Need = { cost: 0n, worth: 0n };

export class BuyingPower {
  readonly #account: Account;
  readonly #margin: FuturesMargin;
  /** What one lot of an open order may need, where it may need anything. */
  readonly #perLot = new Map<VenueOrder, Need>();
  readonly #committed = new Map<string, number>();
  #reserved = 0n;

  constructor(account: Account, marks: Marks) {
    this.#account = account;
    this.#margin = new FuturesMargin(account, marks);
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
    if (order.side === 'sell') this.#commit(order, order.leaves);
    const perLot = this.#boundPerLot(order);
    if (perLot.cost === 0n && perLot.worth === 0n) return;
    this.#perLot.set(order, perLot);
    this.#reserve(order, order.leaves);
  }

  /** `quantity` of the order is no longer open: filled, or all that was left of it when it ended. */
  released(order: VenueOrder, quantity: Lots): void {
    if (order.side === 'sell') this.#commit(order, -quantity);
    this.#reserve(order, -quantity);
  }

  /** Nothing of the order is open any more. */
  forgotten(order: VenueOrder): void {
    this.#perLot.delete(order);
  }

  /** Whether the account can carry the order, `replaced` being withdrawn for it. */
  carries(order: VenueOrder, steps: readonly DepthLevel[], replaced: VenueOrder | null): boolean {
    if (order.side === 'sell' && !this.#isFuture(order)) return this.#holds(order, replaced);
    const { limitPrice, stopPrice } = order.terms;
    const unpriced = limitPrice === null && stopPrice === null;
    const need = unpriced
      ? this.#needOf(order, steps)
      : times(this.#boundPerLot(order), order.leaves);
    return this.#affords(order, need, replaced);
  }

  /** What of the order reduces the position as it is, whatever it asks for. */
  reducible({ side, leaves, terms: { symbol } }: VenueOrder): Lots {
    const position = this.#account.position(symbol);
    return lots(Math.min(leaves, Math.max(0, side === 'sell' ? position : -position)));
  }

  /** As `carries` for an open order that takes now. */
  covers(order: VenueOrder, steps: readonly DepthLevel[]): boolean {
    if (order.side === 'sell' && !this.#isFuture(order)) return true;
    return this.#affords(order, this.#needOf(order, steps), order);
  }

  #affords(order: VenueOrder, need: Need, without: VenueOrder | null): boolean {
    const freed = without === null ? NOTHING : this.#reservedBy(without);
    const beside = this.#reserved - freed.cost;
    if (!this.#isFuture(order)) {
      return this.#account.covers(need.cost, beside, this.#margin.exposure());
    }
    const { side } = order;
    const { symbol } = order.terms;
    const others: Change = { symbol, side, value: -freed.worth };
    const after = this.#margin.exposure([others, { symbol, side, value: need.worth }]);
    if (after.worth <= this.#margin.exposure([others]).worth) return true;
    return this.#account.margins(beside + need.cost, after);
  }

  #isFuture({ terms }: VenueOrder): boolean {
    return this.#account.isFuture(terms.symbol);
  }

  #holds(order: VenueOrder, replaced: VenueOrder | null): boolean {
    const { symbol } = order.terms;
    if (this.#account.mayShort(symbol)) return true;
    const committed = this.committed(symbol) - (replaced?.leaves ?? 0);
    return this.#account.position(symbol) - committed >= order.leaves;
  }

  #reservedBy(order: VenueOrder): Need {
    return times(this.#perLot.get(order) ?? NOTHING, order.leaves);
  }

  /** What an order needs that takes these steps. */
  #needOf({ side, terms: { symbol } }: VenueOrder, steps: readonly DepthLevel[]): Need {
    const account = this.#account;
    const isFuture = account.isFuture(symbol);
    let cost = 0n;
    let worth = 0n;
    for (const { price, quantity } of steps) {
      const trade = { symbol, side, price, quantity, liquidity: 'taker' } as const;
      cost += isFuture ? account.fee(trade) : account.cost(trade);
      if (isFuture) worth += account.value(trade);
    }
    return { cost, worth };
  }

  /** The most one lot of an order may need by its own prices; nothing where it has none. Linear in the quantity. */
  #boundPerLot({ side, terms: { symbol, limitPrice, stopPrice } }: VenueOrder): Need {
    const price = limitPrice ?? stopPrice;
    if (price === null) return NOTHING;
    const account = this.#account;
    const lot = { symbol, side, price, quantity: lots(1) };
    return account.isFuture(symbol)
      ? { cost: account.worstFee(lot), worth: account.value(lot) }
      : { cost: account.worstCost(lot), worth: 0n };
  }

  #reserve(order: VenueOrder, quantity: number): void {
    const perLot = this.#perLot.get(order);
    if (perLot === undefined) return;
    this.#reserved += perLot.cost * BigInt(quantity);
    if (perLot.worth === 0n) return;
    const value = perLot.worth * BigInt(quantity);
    this.#margin.changed({ symbol: order.terms.symbol, side: order.side, value });
  }

  #commit({ terms }: VenueOrder, quantity: number): void {
    this.#committed.set(terms.symbol, this.committed(terms.symbol) + quantity);
  }
}

const times = ({ cost, worth }: Need, quantity: Lots): Need => ({
  cost: cost * BigInt(quantity),
  worth: worth * BigInt(quantity),
});
