/** What a market says of an order, told to the books of the account that it is of. Stateless. */
import { invariant } from '../../core/ground/invariant.js';
import type { EpochMicros } from '../../core/ground/units.js';
import type { DepthLevel } from '../../core/order/outcome.js';
import type { MarketFill, OrderEvents } from './market-port.js';
import type { VenueOrder } from './venue-order.js';

export class EventsByAccount implements OrderEvents {
  readonly #books: readonly OrderEvents[];

  /** By the numbers of their accounts. */
  constructor(books: readonly OrderEvents[]) {
    this.#books = books;
  }

  filled(order: VenueOrder, fill: MarketFill, at: EpochMicros): void {
    this.#of(order).filled(order, fill, at);
  }

  triggered(order: VenueOrder, tapeRow: number | null, at: EpochMicros): void {
    this.#of(order).triggered(order, tapeRow, at);
  }

  canceled(order: VenueOrder, reason: string, at: EpochMicros): void {
    this.#of(order).canceled(order, reason, at);
  }

  prevented(order: VenueOrder, at: EpochMicros): void {
    this.#of(order).prevented(order, at);
  }

  dayEnded(order: VenueOrder, at: EpochMicros): void {
    this.#of(order).dayEnded(order, at);
  }

  affords(order: VenueOrder, steps: readonly DepthLevel[]): boolean {
    return this.#of(order).affords(order, steps);
  }

  /** Whoever watches the margin does so for all of them. */
  marginDue(at: EpochMicros): boolean {
    return this.#books[0]?.marginDue(at) ?? false;
  }

  #of({ account }: VenueOrder): OrderEvents {
    const books = this.#books[account];
    invariant(books !== undefined, `an order of account ${account}, which has no place here`);
    return books;
  }
}
