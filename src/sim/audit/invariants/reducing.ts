/**
 * S12: what leaves while the gate is shut, because it only reduces, does: by the venue's ledger its quantity is on the other side of the position
 * and, with all that is open or on its way on its own side, no larger than that. Kept by the judge himself, from the truth.
 */
import { signOf } from '../../../core/ground/units.js';
import type { ClientOrderId } from '../../../core/order/order.js';
import type { TruthEntry } from '../../../core/order/truth.js';
import type { OrderEntry } from '../../../core/order/venue-message.js';
import type { AuditContext, CheckerFactory } from '../checker.js';

type Submit = Extract<OrderEntry, { kind: 'submit' }>;

export const reducing: CheckerFactory = (context) => {
  const { check, broken } = context;
  const venue = new VenueBooks(context);
  let isShut = false;
  return {
    id: 'S12',
    onEntry(entry) {
      if (entry.kind === 'gate-shut') isShut = true;
      else if (entry.kind === 'gate-opened' || entry.kind === 'gate-forced') isShut = false;
    },
    onTruth(entry) {
      venue.note(entry);
    },
    onDeparture(request) {
      if (request.kind !== 'submit') return;
      const free = venue.freeFor(request);
      venue.leaving(request);
      if (!isShut || check(request.terms.quantity <= free)) return;
      broken({
        id: 'S12',
        at: request.sentAt,
        of: { order: request.clientOrderId },
        detail: `${request.clientOrderId}, ${request.terms.side} ${request.terms.quantity} lots, left while the gate was shut, and ${free} would reduce the position`,
      });
    },
  };
};

/** Position and what may still fill, by symbol and side. Mutable, one owner. */
class VenueBooks {
  readonly #position = new Map<string, number>();
  /** What each order may still fill: at the venue, or on its way there. */
  readonly #open = new Map<ClientOrderId, { symbol: string; side: string; leaves: number }>();

  constructor({ config }: AuditContext) {
    for (const [symbol, held] of config.positions ?? []) this.#position.set(symbol, held);
  }

  leaving({ clientOrderId, terms: { symbol, side, quantity } }: Submit): void {
    this.#open.set(clientOrderId, { symbol, side, leaves: quantity });
  }

  freeFor({ clientOrderId, terms: { symbol, side } }: Submit): number {
    const position = this.#position.get(symbol) ?? 0;
    if (position === 0 || (side === 'sell') !== position > 0) return 0;
    let working = 0;
    for (const [id, order] of this.#open)
      if (id !== clientOrderId && order.symbol === symbol && order.side === side)
        working += order.leaves;
    return Math.max(0, Math.abs(position) - working);
  }

  note(entry: TruthEntry): void {
    switch (entry.kind) {
      case 'accepted': {
        const { symbol, side, quantity } = entry.terms;
        this.#open.set(entry.clientOrderId, { symbol, side, leaves: quantity });
        return;
      }
      case 'executed':
        this.#move(entry.symbol, signOf(entry.side) * entry.quantity);
        if (entry.leaves === 0) this.#open.delete(entry.clientOrderId);
        else this.#setLeaves(entry.clientOrderId, entry.leaves);
        return;
      case 'busted':
        this.#move(entry.symbol, -signOf(entry.side) * entry.quantity);
        return;
      case 'canceled':
      case 'expired':
      case 'replaced':
      case 'rejected':
        this.#open.delete(entry.clientOrderId);
        return;
      default:
    }
  }

  #move(symbol: string, by: number): void {
    this.#position.set(symbol, (this.#position.get(symbol) ?? 0) + by);
  }

  #setLeaves(clientOrderId: ClientOrderId, leaves: number): void {
    const order = this.#open.get(clientOrderId);
    if (order !== undefined) order.leaves = leaves;
  }
}
