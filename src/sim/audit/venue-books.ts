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

interface OpenOrder extends OpenTerms {
  readonly leaves: number;
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

  leavesOf(clientOrderId: ClientOrderId): number {
    return this.#open.get(clientOrderId)?.leaves ?? 0;
  }

  leaving({ clientOrderId, terms: { symbol, side, quantity } }: Submit): void {
    if (this.#taken.has(clientOrderId)) return;
    this.#set(clientOrderId, { symbol, side, leaves: quantity, isThere: false });
  }

  /** It did not get there. */
  lost(clientOrderId: ClientOrderId): void {
    if (this.#open.get(clientOrderId)?.isThere === false) this.#set(clientOrderId, null);
  }

  note(entry: TruthEntry): void {
    const { clientOrderId } = entry;
    switch (entry.kind) {
      case 'accepted':
        this.#take(clientOrderId, entry.terms);
        return;
      case 'replaced':
        this.#set(clientOrderId, null);
        this.#take(entry.replacedBy, entry.terms);
        return;
      case 'executed':
        this.#move(entry, 1);
        this.#left(clientOrderId, entry.leaves);
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

  #take(clientOrderId: ClientOrderId, { symbol, side, quantity: leaves }: OrderTerms): void {
    this.#taken.add(clientOrderId);
    this.#set(clientOrderId, { symbol, side, leaves, isThere: true });
  }

  #left(clientOrderId: ClientOrderId, leaves: number): void {
    const order = this.#open.get(clientOrderId);
    if (order !== undefined) this.#set(clientOrderId, leaves === 0 ? null : { ...order, leaves });
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
    if (before !== undefined) this.#add(before, -before.leaves);
    if (order === null) this.#open.delete(clientOrderId);
    else {
      this.#open.set(clientOrderId, order);
      this.#add(order, order.leaves);
    }
  }

  #add(of: OpenTerms, leaves: number): void {
    this.#working.set(`${of.symbol} ${of.side}`, this.working(of) + leaves);
  }
}
