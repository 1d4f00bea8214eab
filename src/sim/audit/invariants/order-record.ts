/**
 * S6: 0 <= filled <= quantity, filled never falls but by a bust, the ledger is the sum of what was booked, and its exact
 * average lies within its own fill prices. S7: the key of ORD-3 never falls.
 *
 * Keeps sums of its own, so that a fill costs the same whether it is an order's first or its ten-thousandth.
 */
import type { Entry, FillRow } from '../../../core/state/entry.js';
import type { State } from '../../../core/state/state.js';
import type { ClientOrderId } from '../../../core/order/order.js';
import type { OrderHead } from '../../../core/order/belief.js';
import { type StatusKey, compareStatusKeys } from '../../../core/order/status-key.js';
import type { EpochMicros } from '../../../core/ground/units.js';
import type { CheckerFactory } from '../checker.js';
import { Column } from '../column.js';
import { OwnBooks } from '../own-books.js';

type Updated = Extract<Entry, { kind: 'order-updated' }>;

export const orderRecord: CheckerFactory = ({ check, broken, orders, executions }) => {
  const heads = new Heads();
  const books = new OwnBooks(executions);
  const wrong = (order: ClientOrderId, at: EpochMicros, detail: string): void =>
    broken({ id: 'S6', at, of: { order }, detail: `${order}: ${detail}` });

  const onFill = (row: FillRow, at: EpochMicros, state: State): void => {
    const { clientOrderId } = row;
    const order = orders.of(clientOrderId);
    books.put(order, row);
    const ledger = state.children.get(clientOrderId)?.belief.ledger;
    if (!check(ledger === undefined || books.holds(order, ledger)))
      wrong(clientOrderId, at, `average outside its own fills`);
  };

  const onHead = ({ clientOrderId, head }: Updated, at: EpochMicros, state: State): void => {
    const order = orders.of(clientOrderId);
    const { key, filled, busted } = heads.of(order);
    heads.set(order, head);
    const quantity = state.children.get(clientOrderId)?.terms.quantity ?? 0;
    if (!check(head.filled >= 0 && head.filled <= quantity))
      wrong(clientOrderId, at, `filled ${head.filled} of ${quantity} lots`);
    if (!check(key === undefined || head.filled >= filled || head.busted > busted))
      wrong(clientOrderId, at, `filled fell from ${filled} to ${head.filled} without a bust`);
    if (!check(key === undefined || compareStatusKeys(head.key, key) >= 0))
      broken({
        id: 'S7',
        at,
        of: { order: clientOrderId },
        detail: `${clientOrderId}: ${head.key.status} is weaker than ${key?.status}`,
      });
  };

  return {
    id: 'S6',
    onEntry(entry, at, state) {
      if (entry.kind === 'fill-booked' || entry.kind === 'fill-amended') onFill(entry, at, state);
      else if (entry.kind === 'order-updated') onHead(entry, at, state);
    },
    onEnd(at, state) {
      for (const clientOrderId of books.clients) {
        const ledger = state.children.get(clientOrderId)?.belief.ledger;
        // Orders long over may have been put away.
        if (!check(ledger === undefined || books.equals(orders.of(clientOrderId), ledger)))
          wrong(clientOrderId, at, `its ledger is not the sum of what was booked`);
      }
    },
  };
};

/** What was said last of each order. Mutable, owned by the checker. */
class Heads {
  readonly #keys: StatusKey[] = [];
  readonly #filled = new Column();
  readonly #busted = new Column();

  /** `key` is undefined where nothing was said. */
  of(order: number): { key: StatusKey | undefined; filled: number; busted: number } {
    return {
      key: this.#keys[order],
      filled: this.#filled.get(order),
      busted: this.#busted.get(order),
    };
  }

  set(order: number, { key, filled, busted }: OrderHead): void {
    this.#keys[order] = key;
    this.#filled.set(order, filled);
    this.#busted.set(order, busted);
  }
}
