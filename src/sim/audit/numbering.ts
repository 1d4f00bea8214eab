/**
 * Orders and executions numbered from 0 as the audit first meets them, so that checkers keep what they know in columns.
 * Mutable on purpose: whoever asks for a number that is not there yet makes it.
 */
import type { ClientOrderId, ExecId } from '../../core/order/order.js';

export class OrderNumbers {
  readonly #numbers = new Map<ClientOrderId, number>();

  of(clientOrderId: ClientOrderId): number {
    const known = this.#numbers.get(clientOrderId);
    if (known !== undefined) return known;
    const next = this.#numbers.size;
    this.#numbers.set(clientOrderId, next);
    return next;
  }
}

/** A row of a ledger: an execution, or what undoes or corrects one. An id is unique per order only: every symbol counts its own. */
export class ExecutionNumbers {
  /** The first that bears an id: mostly the only one, and no text has to be put together to find it. */
  readonly #first = new Map<ExecId, number>();
  readonly #orders: ClientOrderId[] = [];
  readonly #others = new Map<string, number>();

  of(clientOrderId: ClientOrderId, execId: ExecId, bustOf: ExecId | null = null): number {
    if (bustOf === null) {
      const first = this.#first.get(execId);
      if (first === undefined) return this.#add(this.#first, execId, clientOrderId);
      if (this.#orders[first] === clientOrderId) return first;
    }
    const key = `${clientOrderId} ${execId} ${bustOf ?? ''}`;
    return this.#others.get(key) ?? this.#add(this.#others, key, clientOrderId);
  }

  #add<K>(to: Map<K, number>, key: K, clientOrderId: ClientOrderId): number {
    const next = this.#orders.length;
    this.#orders.push(clientOrderId);
    to.set(key, next);
    return next;
  }
}
