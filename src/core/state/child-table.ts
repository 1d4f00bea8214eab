/** The children of a state: those that are done laid flat (`done-child.ts`), in the order in which they came to be. */
import type { ClientOrderId } from '../order/order.js';
import { DoneChild, flattened } from './done-child.js';
import type { ChildState } from './state.js';
import type { Table } from './table.js';

export class ChildTable implements Table<ClientOrderId, ChildState> {
  readonly #rows = new Map<ClientOrderId, ChildState | DoneChild>();
  /** The one asked for last, whole: what an order's end leads to asks for it a dozen times. */
  #latest: DoneChild | null = null;
  #latestChild: ChildState | undefined;

  constructor(rows: Iterable<readonly [ClientOrderId, ChildState]> = []) {
    for (const [clientOrderId, child] of rows) this.set(clientOrderId, child);
  }

  get(clientOrderId: ClientOrderId): ChildState | undefined {
    const row = this.#rows.get(clientOrderId);
    if (!(row instanceof DoneChild)) return row;
    if (row !== this.#latest) this.#remember(row, row.whole());
    return this.#latestChild;
  }

  has(clientOrderId: ClientOrderId): boolean {
    return this.#rows.has(clientOrderId);
  }

  set(clientOrderId: ClientOrderId, child: ChildState): void {
    const flat = flattened(child);
    this.#rows.set(clientOrderId, flat ?? child);
    if (flat !== null) this.#remember(flat, child);
  }

  delete(clientOrderId: ClientOrderId): boolean {
    return this.#rows.delete(clientOrderId);
  }

  *entries(): Iterable<readonly [ClientOrderId, ChildState]> {
    for (const [clientOrderId, row] of this.#rows)
      yield [clientOrderId, row instanceof DoneChild ? row.whole() : row];
  }

  #remember(row: DoneChild, child: ChildState): void {
    this.#latest = row;
    this.#latestChild = child;
  }
}
