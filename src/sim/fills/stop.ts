/**
 * F9, trigger `last`: a stop triggers on an eligible print at or through its price, whoever the aggressor was. It then
 * arrives in the arrival lane of that instant, after the book rows, so it cannot fill against the trade that triggered
 * it. A stop that is already through on arrival is judged by the last eligible print before it.
 *
 * Unrealistic: the venue notices without delay.
 */
import type { Side } from '../../core/units.js';
import { NO_KEY, TOP_KEY } from '../book/ladder.js';

export interface StopOrder {
  readonly side: Side;
  /** In price quanta. */
  readonly stop: number;
}

/** Buy stops wait for the price to rise to them, sell stops for it to fall. */
export const isTriggered = (order: StopOrder, last: number): boolean =>
  order.side === 'buy' ? last >= order.stop : last <= order.stop;

/** Waiting stops in order of acceptance. Mutable on purpose, one owner (the matcher). */
export class StopList<Order extends StopOrder> {
  #waiting: Order[] = [];
  /** A print inside (sellHigh, buyLow) triggers nothing. */
  buyLow = TOP_KEY;
  sellHigh = NO_KEY;

  add(order: Order): void {
    this.#waiting.push(order);
    this.#bound();
  }

  remove(order: Order): void {
    this.#waiting = this.#waiting.filter((waiting) => waiting !== order);
    this.#bound();
  }

  clear(): void {
    this.#waiting = [];
    this.#bound();
  }

  touches(last: number): boolean {
    return last >= this.buyLow || last <= this.sellHigh;
  }

  /** Takes out and returns the stops this print triggers, in order of acceptance. */
  trigger(last: number): Order[] {
    const triggered = this.#waiting.filter((order) => isTriggered(order, last));
    this.#waiting = this.#waiting.filter((order) => !isTriggered(order, last));
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
