/**
 * Which orders rest at the venue, read off its ledger, and when each of the others ended there. A client order id may stand for
 * several orders: where ids may be used again, or a venue takes one twice.
 */
import type { EpochMicros, Lots } from '../ground/units.js';
import type { ClientOrderId, VenueOrderId } from './order.js';
import type { TruthEntry, TruthLedger } from './truth.js';

export interface RestingOrder {
  readonly clientOrderId: ClientOrderId;
  readonly venueOrderId: VenueOrderId;
  readonly symbol: string;
  /** What may still execute, above 0. */
  readonly leaves: Lots;
  /** When the venue took it. */
  readonly since: EpochMicros;
}

export class VenueOrders {
  readonly #resting = new Map<ClientOrderId, readonly RestingOrder[]>();
  readonly #endedAt = new Map<ClientOrderId, EpochMicros>();

  constructor({ entries }: Pick<TruthLedger, 'entries'>) {
    for (const entry of entries) this.#note(entry);
  }

  /** In the order in which the venue took their ids. */
  *resting(): Iterable<RestingOrder> {
    for (const orders of this.#resting.values()) yield* orders;
  }

  rests(clientOrderId: ClientOrderId): boolean {
    return this.#resting.has(clientOrderId);
  }

  /** It had one of that id, and has none any more. */
  isOver(clientOrderId: ClientOrderId): boolean {
    return this.#endedAt.has(clientOrderId) && !this.rests(clientOrderId);
  }

  /** When the last order of that id ended; null = none did. */
  endedAt(clientOrderId: ClientOrderId): EpochMicros | null {
    return this.#endedAt.get(clientOrderId) ?? null;
  }

  #note(entry: TruthEntry): void {
    switch (entry.kind) {
      case 'accepted': {
        const { clientOrderId, venueOrderId, terms, at } = entry;
        const { symbol, quantity: leaves } = terms;
        const order = { clientOrderId, venueOrderId, symbol, leaves, since: at };
        this.#set(clientOrderId, [...this.#of(clientOrderId), order]);
        return;
      }
      case 'executed':
        if (entry.leaves === 0) this.#end(entry, entry.venueOrderId);
        else this.#left(entry);
        return;
      case 'canceled':
      case 'expired':
        this.#end(entry, entry.venueOrderId);
        return;
      case 'replaced':
        // What it says of an order at the venue is said of the next one.
        this.#end(entry, this.#of(entry.clientOrderId).at(-1)?.venueOrderId ?? null);
        return;
      default:
    }
  }

  #left({ clientOrderId, venueOrderId, leaves }: Extract<TruthEntry, { kind: 'executed' }>): void {
    const orders = this.#of(clientOrderId);
    this.#set(
      clientOrderId,
      orders.map((one) => (one.venueOrderId === venueOrderId ? { ...one, leaves } : one)),
    );
  }

  #end({ clientOrderId, at }: TruthEntry, ended: VenueOrderId | null): void {
    const left = this.#of(clientOrderId).filter(({ venueOrderId }) => venueOrderId !== ended);
    this.#set(clientOrderId, left);
    this.#endedAt.set(clientOrderId, at);
  }

  #of(clientOrderId: ClientOrderId): readonly RestingOrder[] {
    return this.#resting.get(clientOrderId) ?? [];
  }

  #set(clientOrderId: ClientOrderId, orders: readonly RestingOrder[]): void {
    if (orders.length === 0) this.#resting.delete(clientOrderId);
    else this.#resting.set(clientOrderId, orders);
  }
}
