/**
 * The account's orders as Binance's clients know them: an order keeps its number and its id when it is modified, where the venue takes
 * another order in its place. The orders that took each other's place are one here. Read on as the ledger grows; mutable, one a dialect.
 */
import type { ClientOrderId } from '../../../../core/order/order.js';
import type { KnownOrder, KnownOrders } from '../known-orders.js';

export interface UsdmOrder {
  /** Of the first of them. */
  readonly orderId: string;
  /** As the client named it. */
  readonly clientOrderId: string;
  /** Each in the place of the one before. */
  readonly links: readonly [KnownOrder, ...KnownOrder[]];
}

interface Chain extends UsdmOrder {
  readonly links: [KnownOrder, ...KnownOrder[]];
}

/** No client may use it in an id. */
const MARK = '#';

/** Under which name the venue knows the next of so many. */
export const nextId = ({ clientOrderId, links }: UsdmOrder): ClientOrderId =>
  `${clientOrderId}${MARK}${links.length + 1}` as ClientOrderId;

const ownId = (inside: string): string => inside.split(MARK)[0] ?? inside;

/** The one that is worked, or was last. */
export const current = ({ links }: UsdmOrder): KnownOrder => links.at(-1) ?? links[0];

/** What it executed under earlier terms, in lots. */
export function filledBefore({ links }: UsdmOrder, link: KnownOrder): number {
  const earlier = links.slice(0, links.indexOf(link));
  return earlier.reduce((sum, one) => sum + (one.executions.at(-1)?.cumQty ?? 0), 0);
}

export const isOpen = (order: UsdmOrder): boolean => current(order).leaves > 0;

/** It waits for its stop, or ended before it was reached. */
export const isWaiting = (order: UsdmOrder): boolean => current(order).workingSince === null;

export class UsdmOrders {
  readonly #known: KnownOrders;
  readonly #symbols: readonly string[];
  readonly #read = new Map<string, number>();
  readonly #byLink = new Map<string, Chain>();
  readonly #latest = new Map<string, Chain>();

  constructor(known: KnownOrders, symbols: readonly string[]) {
    this.#known = known;
    this.#symbols = symbols;
  }

  /** By the number of any of those that took each other's place. */
  withLink(venueOrderId: string): UsdmOrder | null {
    this.#readOn();
    return this.#byLink.get(venueOrderId) ?? null;
  }

  numbered(orderId: string): UsdmOrder | null {
    const order = this.withLink(orderId);
    return order?.orderId === orderId ? order : null;
  }

  /** The latest of that id. */
  named(clientOrderId: string): UsdmOrder | null {
    this.#readOn();
    return this.#latest.get(clientOrderId) ?? null;
  }

  open(): readonly UsdmOrder[] {
    this.#readOn();
    return [...this.#known.open()].flatMap(
      ({ venueOrderId }) => this.#byLink.get(venueOrderId) ?? [],
    );
  }

  #readOn(): void {
    for (const symbol of this.#symbols) {
      const orders = this.#known.of(symbol);
      const from = this.#read.get(symbol) ?? 0;
      for (const order of orders.slice(from)) this.#take(order);
      this.#read.set(symbol, orders.length);
    }
  }

  #take(order: KnownOrder): void {
    const clientOrderId = ownId(order.clientOrderId);
    const takesPlace = (order.clientOrderId as string) !== clientOrderId;
    const before = takesPlace ? this.#latest.get(clientOrderId) : undefined;
    const chain: Chain = before ?? {
      ...{ orderId: order.venueOrderId, clientOrderId, links: [order] },
    };
    if (before !== undefined) before.links.push(order);
    this.#byLink.set(order.venueOrderId, chain);
    this.#latest.set(clientOrderId, chain);
  }
}
