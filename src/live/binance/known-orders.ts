/**
 * Orders of this account by both their names: the venue lists trades by an order's number alone. With those sent from here stands what was
 * asked for, since the successor of an order has to be asked for whole. Mutable, one an adapter; the oldest are forgotten.
 */
import type { ClientOrderId, OrderTerms, VenueOrderId } from '../../core/order/order.js';

const KEPT_MOST = 100_000;

export class KnownOrders {
  // A number is one of its symbol.
  readonly #numbers = new Map<string, VenueOrderId>();
  readonly #names = new Map<string, ClientOrderId>();
  readonly #terms = new Map<ClientOrderId, OrderTerms>();

  /** The venue has told of it. */
  note(
    symbol: string,
    order: { readonly clientOrderId: ClientOrderId; readonly venueOrderId: VenueOrderId },
  ): void {
    keep(this.#numbers, `${symbol} ${order.clientOrderId}`, order.venueOrderId);
    keep(this.#names, `${symbol} ${order.venueOrderId}`, order.clientOrderId);
  }

  noteSent(clientOrderId: ClientOrderId, terms: OrderTerms): void {
    keep(this.#terms, clientOrderId, terms);
  }

  numberOf(symbol: string, clientOrderId: ClientOrderId): VenueOrderId | null {
    return this.#numbers.get(`${symbol} ${clientOrderId}`) ?? null;
  }

  nameOf(symbol: string, venueOrderId: VenueOrderId): ClientOrderId | null {
    return this.#names.get(`${symbol} ${venueOrderId}`) ?? null;
  }

  /** Null: not sent from here, or by a process before this one. */
  termsOf(clientOrderId: ClientOrderId): OrderTerms | null {
    return this.#terms.get(clientOrderId) ?? null;
  }
}

function keep<K, V>(map: Map<K, V>, key: K, value: V): void {
  map.delete(key);
  map.set(key, value);
  if (map.size <= KEPT_MOST) return;
  const oldest = map.keys().next();
  if (oldest.done !== true) map.delete(oldest.value);
}
