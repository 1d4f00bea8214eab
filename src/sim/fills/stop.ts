/**
 * F9: a stop triggers on the price it looks at: with `last` every eligible print, whoever the aggressor was; with
 * `quote` the best available price of the side it would take from, after the market of an instant. It then arrives in
 * the arrival lane of that instant, after the book rows, so it cannot fill against the trade that triggered it. A stop
 * already through on arrival is judged by the last eligible print (or the quote) before it; without one it waits.
 *
 * Unrealistic: the venue notices without delay.
 */
import type { PriceQuanta, Side } from '../../core/ground/units.js';
import { NO_KEY, TOP_KEY } from '../book/ladder.js';

export interface StopOrder {
  readonly side: Side;
  readonly stop: PriceQuanta;
}

/** What each side's stops look at; NaN where there is nothing to look at. */
export interface StopPrices {
  readonly buy: PriceQuanta;
  readonly sell: PriceQuanta;
}

/** Buy stops wait for the price to rise to them, sell stops for it to fall. */
export const isTriggered = (order: StopOrder, prices: StopPrices): boolean =>
  order.side === 'buy' ? prices.buy >= order.stop : prices.sell <= order.stop;

/** Waiting stops in order of acceptance. Mutable on purpose, one owner (the matcher). */
export class StopList<Order extends StopOrder> {
  #waiting: Order[] = [];
  /** Prices inside (sellHigh, buyLow) trigger nothing. */
  buyLow = TOP_KEY;
  sellHigh = NO_KEY;

  add(order: Order): void {
    this.#waiting.push(order);
    this.#bound();
  }

  /** `next` stands where `order` stood in the order of acceptance. */
  exchange(order: Order, next: Order): void {
    this.#waiting = this.#waiting.map((waiting) => (waiting === order ? next : waiting));
    this.#bound();
  }

  remove(order: Order): void {
    this.#waiting = this.#waiting.filter((waiting) => waiting !== order);
    this.#bound();
  }

  touches(prices: StopPrices): boolean {
    return prices.buy >= this.buyLow || prices.sell <= this.sellHigh;
  }

  /** Takes out and returns the stops these prices trigger, in order of acceptance. */
  trigger(prices: StopPrices): Order[] {
    const triggered = this.#waiting.filter((order) => isTriggered(order, prices));
    this.#waiting = this.#waiting.filter((order) => !isTriggered(order, prices));
    this.#bound();
    return triggered;
  }

  #bound(): void {
    this.buyLow = TOP_KEY;
    this.sellHigh = NO_KEY;
    for (const { side, stop } of this.#waiting) {
      if (side === 'buy') this.buyLow = Math.min(this.buyLow, stop);
      else this.sellHigh = Math.max(this.sellHigh, stop);
    }
  }
}
