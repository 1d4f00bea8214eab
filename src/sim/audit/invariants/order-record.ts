/**
 * S6: 0 <= filled <= quantity, filled never falls but by a bust, the ledger is the sum of what was booked, and its exact
 * average lies within its own fill prices. S7: the key of ORD-3 never falls.
 *
 * Keeps sums of its own, so that a fill costs the same whether it is an order's first or its ten-thousandth.
 */
import type { Entry, FillRow } from '../../../core/state/entry.js';
import type { State } from '../../../core/state/state.js';
import type { OrderHead } from '../../../core/order/belief.js';
import type { FillLedger } from '../../../core/order/fill-ledger.js';
import type { ClientOrderId } from '../../../core/order/order.js';
import { compareStatusKeys } from '../../../core/order/status-key.js';
import { type EpochMicros, notional } from '../../../core/ground/units.js';
import type { CheckerFactory } from '../checker.js';

type Updated = Extract<Entry, { kind: 'order-updated' }>;

export const orderRecord: CheckerFactory = ({ check }) => {
  const heads = new Map<ClientOrderId, OrderHead>();
  const books = new Map<ClientOrderId, OwnBook>();

  const onFill = (row: FillRow, at: EpochMicros, state: State): void => {
    const { clientOrderId } = row;
    const book = books.get(clientOrderId) ?? new OwnBook();
    books.set(clientOrderId, book);
    book.put(row);
    const ledger = state.children.get(clientOrderId)?.belief.ledger;
    check(ledger === undefined || book.holds(ledger), {
      id: 'S6',
      at,
      detail: () => `${clientOrderId}: average outside its own fills`,
    });
  };

  const onHead = ({ clientOrderId, head }: Updated, at: EpochMicros, state: State): void => {
    const before = heads.get(clientOrderId);
    heads.set(clientOrderId, head);
    const quantity = state.children.get(clientOrderId)?.terms.quantity ?? 0;
    check(head.filled >= 0 && head.filled <= quantity, {
      id: 'S6',
      at,
      detail: () => `${clientOrderId}: filled ${head.filled} of ${quantity} lots`,
    });
    check(before === undefined || head.filled >= before.filled || head.busted > before.busted, {
      id: 'S6',
      at,
      detail: () =>
        `${clientOrderId}: filled fell from ${before?.filled} to ${head.filled} without a bust`,
    });
    check(before === undefined || compareStatusKeys(head.key, before.key) >= 0, {
      id: 'S7',
      at,
      detail: () => `${clientOrderId}: ${head.key.status} is weaker than ${before?.key.status}`,
    });
  };

  return {
    id: 'S6',
    onEntry(entry, at, state) {
      if (entry.kind === 'fill-booked' || entry.kind === 'fill-amended') onFill(entry, at, state);
      else if (entry.kind === 'order-updated') onHead(entry, at, state);
    },
    onEnd(at, state) {
      for (const [clientOrderId, book] of books) {
        const ledger = state.children.get(clientOrderId)?.belief.ledger;
        // Orders long over may have been put away.
        check(ledger === undefined || book.equals(ledger), {
          id: 'S6',
          at,
          detail: () => `${clientOrderId}: its ledger is not the sum of what was booked`,
        });
      }
    },
  };
};

/** What was booked of one order. Mutable, owned by the checker. */
class OwnBook {
  readonly #rows = new Map<string, { readonly price: number; readonly quantity: number }>();
  #quantity = 0;
  #notional = 0n;
  #low = Number.MAX_SAFE_INTEGER;
  #high = 0;
  #busted = false;

  put({ row: { execution, bustOf } }: FillRow): void {
    const { execId, price, quantity } = execution;
    const key = `${execId} ${bustOf ?? ''}`;
    const held = this.#rows.get(key);
    this.#rows.set(key, { price, quantity });
    this.#quantity += quantity - (held?.quantity ?? 0);
    this.#notional += notional(price, quantity);
    if (held !== undefined) this.#notional -= BigInt(held.price) * BigInt(held.quantity);
    this.#busted ||= bustOf !== null;
    // Told again at another price, which a venue does once in a lifetime: the range is made anew.
    if (held !== undefined && held.price !== price) this.#range();
    this.#widen(price);
  }

  /** False when the average is outside the prices it is an average of. A ledger that is ahead is looked at with its last row. */
  holds({ quantity, notional: value }: FillLedger): boolean {
    if (this.#busted || quantity !== this.#quantity || quantity <= 0) return true;
    const lots = BigInt(quantity);
    return value >= BigInt(this.#low) * lots && value <= BigInt(this.#high) * lots;
  }

  equals({ quantity, notional: value }: FillLedger): boolean {
    return quantity === this.#quantity && value === this.#notional;
  }

  #range(): void {
    this.#low = Number.MAX_SAFE_INTEGER;
    this.#high = 0;
    for (const { price } of this.#rows.values()) this.#widen(price);
  }

  #widen(price: number): void {
    this.#low = Math.min(this.#low, price);
    this.#high = Math.max(this.#high, price);
  }
}
