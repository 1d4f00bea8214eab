/**
 * What follows from anything that happens to an order, in one order: the order itself, the account and what the account
 * has reserved, the truth ledger, the report. Every change of an open order goes through here. One owner (the exchange).
 */
import type { Execution } from '../../core/order/execution-report.js';
import { type EpochMicros, type Lots, lots } from '../../core/ground/units.js';
import type { DepthLevel } from '../../core/order/outcome.js';
import type { Account } from './account.js';
import type { BuyingPower } from './buying-power.js';
import type { MarketFill, OrderEvents } from './market-port.js';
import type { OrderStore } from './order-store.js';
import type { Recorder } from './recorder.js';
import type { FillShape } from './venue-options.js';
import type { EndOfOrder, VenueOrder } from './venue-order.js';

/** Told of what can leave a future without margin. */
export interface MarginWatch {
  /** Position or cash has changed. */
  watch(): void;
  /** The market of an instant is over in which it asked to be told; true where it acted. */
  due(at: EpochMicros): boolean;
}

export interface Books {
  readonly account: Account;
  readonly power: BuyingPower;
  readonly orders: OrderStore;
  readonly recorder: Recorder;
  /** What a fault makes of executions; null = nothing. */
  readonly shape: FillShape | null;
}

export class Bookkeeper implements OrderEvents {
  readonly #books: Books;
  #watch: MarginWatch | null = null;

  constructor(books: Books) {
    this.#books = books;
  }

  /** From here on `watch` hears of executions; it acts through these books. */
  watchedBy(watch: MarginWatch): void {
    this.#watch = watch;
  }

  marginDue(at: EpochMicros): boolean {
    return this.#watch?.due(at) ?? false;
  }

  accepted(order: VenueOrder, ahead: number | null, at: EpochMicros): void {
    this.#enter(order);
    this.#books.recorder.accepted(order, ahead, at);
  }

  /** What of a reduce-only order would do more than reduce the position does not happen: the order ends before it (F19). */
  filled(order: VenueOrder, fill: MarketFill, at: EpochMicros): void {
    const { power, recorder } = this.#books;
    const bound = order.terms.reduceOnly === true ? power.reducible(order) : fill.quantity;
    if (bound >= fill.quantity) {
      this.#fillShaped(order, fill, at);
      return;
    }
    if (bound > 0) this.#fillShaped(order, { ...fill, quantity: bound }, at);
    if (!order.open) return;
    this.#end(order, 'expired', at);
    recorder.expired(order, 'reduce-only', at);
  }

  #fillShaped(order: VenueOrder, fill: MarketFill, at: EpochMicros): void {
    const { shape, recorder } = this.#books;
    if (shape === null || order.isLiquidation) {
      this.#execute(order, fill, at);
      return;
    }
    const { clientOrderId, side, filled, leaves } = order;
    const { quantity: whole, price: fair } = fill;
    const meant = { clientOrderId, side, price: fair, filled, leaves, quantity: whole };
    const price = shape.price(meant, at);
    let executed = 0;
    for (const quantity of shape.pieces(meant, at)) {
      this.#execute(order, { ...fill, price, quantity }, at);
      executed += quantity;
    }
    if (executed === whole) return;
    this.#end(order, 'expired', at);
    recorder.expired(order, 'no-liquidity', at);
  }

  #execute(order: VenueOrder, fill: MarketFill, at: EpochMicros): void {
    const { account, power, recorder } = this.#books;
    const { price, quantity, cause } = fill;
    const liquidity = cause === 'taker' ? 'taker' : 'maker';
    order.fill(quantity, price, at);
    power.released(order, quantity);
    const { symbol } = order.terms;
    const fee = account.book({ symbol, side: order.side, price, quantity, liquidity });
    if (!order.open) this.#ended(order);
    if (order.isLiquidation) recorder.liquidated(order, fill, { liquidity, fee }, at);
    else recorder.executed(order, fill, { liquidity, fee }, at);
    this.#watch?.watch();
  }

  /** What an order executed is undone, at the price it was made at, and what was charged for it is given back. */
  busted(order: VenueOrder, undone: Execution, quantity: Lots, at: EpochMicros): void {
    const { account, recorder } = this.#books;
    const { price } = undone;
    order.bust(quantity, price, at);
    const { symbol } = order.terms;
    const liquidity = undone.liquidity ?? 'taker';
    const fee = account.book({
      symbol,
      side: order.side,
      price,
      quantity: lots(-quantity),
      liquidity,
    });
    recorder.busted(order, undone, { quantity, fee }, at);
    this.#watch?.watch();
  }

  /** An order of the venue's own, which no query finds. */
  liquidating(order: VenueOrder, at: EpochMicros): void {
    this.#books.power.entered(order);
    this.#books.recorder.liquidating(order, at);
  }

  triggered(order: VenueOrder, tapeRow: number | null, at: EpochMicros): void {
    order.triggered = true;
    order.updatedAt = at;
    this.#books.recorder.triggered(order, tapeRow, at);
  }

  canceled(order: VenueOrder, reason: string, at: EpochMicros): void {
    this.#end(order, 'canceled', at);
    // What the book did not take is seen by the position that is left.
    if (!order.isLiquidation) this.#books.recorder.canceled(order, reason, at);
  }

  prevented(order: VenueOrder, at: EpochMicros): void {
    this.#end(order, 'expired', at);
    this.#books.recorder.expired(order, 'self-trade', at);
  }

  dayEnded(order: VenueOrder, at: EpochMicros): void {
    this.#end(order, 'expired', at);
    this.#books.recorder.expired(order, 'day', at);
  }

  refusedAfterwards(order: VenueOrder, code: string, at: EpochMicros): void {
    this.#end(order, 'rejected', at);
    this.#books.recorder.refusedAfterwards(order, code, at);
  }

  /** `next` takes the place of `order`. */
  replaced(order: VenueOrder, next: VenueOrder, ahead: number | null, at: EpochMicros): void {
    this.#end(order, 'replaced', at);
    this.#enter(next);
    this.#books.recorder.replaced(order, next, ahead, at);
  }

  affords(order: VenueOrder, steps: readonly DepthLevel[]): boolean {
    return order.isLiquidation || this.#books.power.covers(order, steps);
  }

  #enter(order: VenueOrder): void {
    this.#books.orders.add(order);
    this.#books.power.entered(order);
  }

  #end(order: VenueOrder, status: EndOfOrder, at: EpochMicros): void {
    this.#books.power.released(order, order.leaves);
    order.close(status, at);
    this.#ended(order);
  }

  #ended(order: VenueOrder): void {
    this.#books.orders.closed(order);
    this.#books.power.forgotten(order);
  }
}
