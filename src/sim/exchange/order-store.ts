/**
 * Every order the venue accepted, by client order id and in order of acceptance, and the queries clients ask. A query
 * does not see an order younger than the visibility lag. Append-only; memory grows with the orders of a run.
 *
 * Invariant: under `open-only` a client order id may name several orders; lookups mean the latest.
 */
import type { ClientOrderId } from '../../core/order/order.js';
import type { EpochMicros } from '../../core/ground/units.js';
import type { VenueOrder } from './venue-order.js';

export class OrderStore {
  readonly #all: VenueOrder[] = [];
  readonly #latest = new Map<ClientOrderId, VenueOrder>();
  readonly #open = new Set<VenueOrder>();

  add(order: VenueOrder): void {
    this.#all.push(order);
    this.#latest.set(order.clientOrderId, order);
    this.#open.add(order);
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
    return this.#open;
  }

  /** Orders created at or after `after`, from index `from`: at most `limit`, and where the next page starts. */
  since(
    after: EpochMicros,
    from: number,
    limit: number,
    seen: (order: VenueOrder) => boolean,
  ): { orders: VenueOrder[]; next: number | null } {
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
