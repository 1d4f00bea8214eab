/**
 * Orders that somebody else placed for the account (F:QRY12): the engine answers for one from when it is taken over, and then for all of it.
 * Mutable, one owner (the auditor).
 */
import type { ClientOrderId } from '../../core/order/order.js';
import type { TruthLedger } from '../../core/order/truth.js';
import type { Entry } from '../../core/state/entry.js';

export class ForeignOrders {
  readonly #truth: Pick<TruthLedger, 'byHand'>;
  readonly #adopted = new Set<ClientOrderId>();

  constructor(truth: Pick<TruthLedger, 'byHand'>) {
    this.#truth = truth;
  }

  onEntry(entry: Entry): void {
    if (entry.kind === 'order-adopted') this.#adopted.add(entry.clientOrderId);
  }

  has(clientOrderId: ClientOrderId): boolean {
    const { byHand } = this.#truth;
    return byHand?.has(clientOrderId) === true && !this.#adopted.has(clientOrderId);
  }
}
