/**
 * Position and what may still fill, by symbol and side: by the venue's ledger, with what is on its way there. For judges who count for themselves.
 * Mutable, one owner.
 */
import { type Side, signOf } from '../../core/ground/units.js';
import type { ClientOrderId, OrderTerms } from '../../core/order/order.js';
import type { TruthEntry } from '../../core/order/truth.js';
import type { OrderEntry } from '../../core/order/venue-message.js';
import type { EngineConfig } from '../../core/state/config.js';

type Submit = Extract<OrderEntry, { kind: 'submit' }>;
type OpenTerms = Pick<OrderTerms, 'symbol' | 'side'>;

export interface OpenOrder extends OpenTerms {
  readonly leaves: number;
  /** With those whose place it took. */
  readonly filled: number;
  /** False = on its way. */
  readonly isThere: boolean;
}

export class VenueBooks {
  readonly #position = new Map<string, number>();
  readonly #open = new Map<ClientOrderId, OpenOrder>();
  /** Ids that the venue has taken: one that is sent again is a question, unless it is taken once more. */
  readonly #taken = new Set<ClientOrderId>();
  /** By symbol and side: the sum of the open ones. */
  readonly #working = new Map<string, number>();
  /** By symbol: how many of them there are. */
  readonly #orders = new Map<string, number>();

  constructor({ positions }: Pick<EngineConfig, 'positions'>) {
    for (const [symbol, held] of positions ?? []) this.#position.set(symbol, held);
  }

  position(symbol: string): number {
    return this.#position.get(symbol) ?? 0;
  }

  /** What all that is open on a side may still fill. */
  working({ symbol, side }: OpenTerms): number {
    return this.#working.get(`${symbol} ${side}`) ?? 0;
  }

  /** How many orders of a symbol are open. */
  orders(symbol: string): number {
    return this.#orders.get(symbol) ?? 0;
  }

  /** Null = it is not. */
  open(clientOrderId: ClientOrderId): OpenOrder | null {
    return this.#open.get(clientOrderId) ?? null;
  }

  leavesOf(clientOrderId: ClientOrderId): number {
    return this.#open.get(clientOrderId)?.leaves ?? 0;
  }

  leaving({ clientOrderId, terms: { symbol, side, quantity: leaves } }: Submit): void {
    if (this.#taken.has(clientOrderId)) return;
    this.#set(clientOrderId, { symbol, side, leaves, filled: 0, isThere: false });
  }

  /** It did not get there. */
  lost(clientOrderId: ClientOrderId): void {
    if (this.#open.get(clientOrderId)?.isThere === false) this.#set(clientOrderId, null);
  }

  note(entry: TruthEntry): void {
    const { clientOrderId } = entry;
    switch (entry.kind) {
      case 'accepted':
        this.#take(clientOrderId, entry.terms, this.open(clientOrderId)?.filled ?? 0);
        return;
      case 'replaced':
        this.#replace(clientOrderId, entry);
        return;
      case 'executed':
        this.#move(entry, 1);
        this.#left(clientOrderId, entry);
        return;
      case 'busted':
        this.#move(entry, -1);
        return;
      case 'canceled':
      case 'expired':
      case 'rejected':
        this.#set(clientOrderId, null);
        return;
      default:
    }
  }

  #take(
    clientOrderId: ClientOrderId,
    { symbol, side, quantity: leaves }: OrderTerms,
    filled: number,
  ): void {
    this.#taken.add(clientOrderId);
    this.#set(clientOrderId, { symbol, side, leaves, filled, isThere: true });
  }

  /** Its acceptance is an entry of its own. */
  #replace(
    clientOrderId: ClientOrderId,
    { replacedBy, terms }: Extract<TruthEntry, { kind: 'replaced' }>,
  ): void {
    const { filled = 0 } = this.#open.get(clientOrderId) ?? {};
    this.#set(clientOrderId, null);
    this.#take(replacedBy, terms, filled);
  }

  #left(
    clientOrderId: ClientOrderId,
    { leaves, quantity }: Extract<TruthEntry, { kind: 'executed' }>,
  ): void {
    const order = this.#open.get(clientOrderId);
    if (order === undefined) return;
    const filled = order.filled + quantity;
    this.#set(clientOrderId, leaves === 0 ? null : { ...order, leaves, filled });
  }

  #move(
    done: { readonly symbol: string; readonly side: Side; readonly quantity: number },
    way: number,
  ): void {
    const by = way * signOf(done.side) * done.quantity;
    this.#position.set(done.symbol, this.position(done.symbol) + by);
  }

  #set(clientOrderId: ClientOrderId, order: OpenOrder | null): void {
    const before = this.#open.get(clientOrderId);
    if (before !== undefined) this.#add(before, -before.leaves, -1);
    if (order === null) this.#open.delete(clientOrderId);
    else {
      this.#open.set(clientOrderId, order);
      this.#add(order, order.leaves, 1);
    }
  }

  #add(of: OpenTerms, leaves: number, orders: number): void {
    this.#working.set(`${of.symbol} ${of.side}`, this.working(of) + leaves);
    this.#orders.set(of.symbol, this.orders(of.symbol) + orders);
  }
}
