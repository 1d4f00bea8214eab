/**
 * Every order the venue accepted, by client order id and in order of acceptance, and the queries clients ask. A query
 * does not see an order younger than the visibility lag. Append-only; memory grows with the orders of a run.
 *
 * Invariant: under `open-only` a client order id may name several orders; lookups mean the latest.
 */
import type { ClientOrderId } from '../../core/order/order.js';
import type { EpochMicros } from '../../core/ground/units.js';
import type { VenueOrder } from './venue-order.js';

/** `next`: where the page after it starts; null = there is none. */
export interface StoredPage {
  readonly orders: readonly VenueOrder[];
  readonly next: number | null;
}

export class OrderStore {
  readonly #all: VenueOrder[] = [];
  readonly #latest = new Map<ClientOrderId, VenueOrder>();
  /** With the place of each among all. */
  readonly #open = new Map<VenueOrder, number>();

  add(order: VenueOrder): void {
    this.#open.set(order, this.#all.length);
    this.#all.push(order);
    this.#latest.set(order.clientOrderId, order);
  }

  /** The latest order of that id, whatever its age: for requests. */
  find(clientOrderId: ClientOrderId): VenueOrder | null {
    return this.#latest.get(clientOrderId) ?? null;
  }

  /** The order is no longer open. */
  closed(order: VenueOrder): void {
    this.#open.delete(order);
  }

  /** In order of acceptance. */
  open(): Iterable<VenueOrder> {
    return this.#open.keys();
  }

  /** Open orders from place `from` on: what opens or closes between two pages moves nobody's place. */
  openFrom(from: number, limit: number, seen: (order: VenueOrder) => boolean): StoredPage {
    const orders: VenueOrder[] = [];
    for (const [order, place] of this.#open) {
      if (place < from || !seen(order)) continue;
      orders.push(order);
      if (orders.length === limit) return { orders, next: place + 1 };
    }
    return { orders, next: null };
  }

  /** Orders created at or after `after`, from index `from`: at most `limit`, and where the next page starts. */
  since(
    after: EpochMicros,
    from: number,
    limit: number,
    seen: (order: VenueOrder) => boolean,
  ): StoredPage {
    const orders: VenueOrder[] = [];
    for (let index = from; index < this.#all.length; index += 1) {
      const order = this.#all[index]!;
      if (order.createdAt < after || !seen(order)) continue;
      if (orders.length === limit) return { orders, next: index };
      orders.push(order);
    }
    return { orders, next: null };
  }
}
