/**
 * What was booked of each order, added up by the judge himself: quantity, value and range of prices. Mutable on purpose,
 * owned by one checker. Orders and rows go by the audit's numbers.
 */
import type { FillRow } from '../../core/state/entry.js';
import type { FillLedger } from '../../core/order/fill-ledger.js';
import type { ClientOrderId } from '../../core/order/order.js';
import { notional } from '../../core/ground/units.js';
import { Column } from './column.js';
import type { ExecutionNumbers } from './numbering.js';

/** No next row. */
const NONE = -1;

export class OwnBooks {
  /** Whose rows there are, in the order of the first. */
  readonly clients: ClientOrderId[] = [];
  readonly #executions: ExecutionNumbers;
  /** Of each row; no price = it was not booked. */
  readonly #price = new Column(NaN);
  readonly #rowQuantity = new Column();
  readonly #nextRow = new Column(NONE);
  /** Of each order. */
  readonly #lastRow = new Column(NONE);
  readonly #quantity = new Column();
  readonly #notional: bigint[] = [];
  readonly #low = new Column(Number.MAX_SAFE_INTEGER);
  readonly #high = new Column();
  readonly #busted = new Column();

  constructor(executions: ExecutionNumbers) {
    this.#executions = executions;
  }

  put(order: number, { clientOrderId, row: { execution, bustOf } }: FillRow): void {
    const { execId, price, quantity } = execution;
    const row = this.#executions.of(clientOrderId, execId, bustOf);
    const heldPrice = this.#price.get(row);
    const heldQuantity = this.#rowQuantity.get(row);
    const held = !Number.isNaN(heldPrice);
    if (!held) this.#link(order, row, clientOrderId);
    this.#price.set(row, price);
    this.#rowQuantity.set(row, quantity);
    this.#quantity.add(order, quantity - heldQuantity);
    const lost = held ? BigInt(heldPrice) * BigInt(heldQuantity) : 0n;
    this.#notional[order] = (this.#notional[order] ?? 0n) + notional(price, quantity) - lost;
    if (bustOf !== null) this.#busted.set(order, 1);
    // Told again at another price, which a venue does once in a lifetime: the range is made anew.
    if (held && heldPrice !== price) this.#range(order);
    this.#widen(order, price);
  }

  /** False when the average is outside the prices it is an average of. A ledger that is ahead is looked at with its last row. */
  holds(order: number, { quantity, notional: value }: FillLedger): boolean {
    if (this.#busted.get(order) === 1) return true;
    if (quantity !== this.#quantity.get(order) || quantity <= 0) return true;
    const lots = BigInt(quantity);
    return (
      value >= BigInt(this.#low.get(order)) * lots && value <= BigInt(this.#high.get(order)) * lots
    );
  }

  equals(order: number, { quantity, notional: value }: FillLedger): boolean {
    return quantity === this.#quantity.get(order) && value === (this.#notional[order] ?? 0n);
  }

  /** Rows of an order are a chain, the newest first. */
  #link(order: number, row: number, clientOrderId: ClientOrderId): void {
    const last = this.#lastRow.get(order);
    if (last === NONE) this.clients.push(clientOrderId);
    this.#nextRow.set(row, last);
    this.#lastRow.set(order, row);
  }

  #range(order: number): void {
    this.#low.set(order, Number.MAX_SAFE_INTEGER);
    this.#high.set(order, 0);
    for (let row = this.#lastRow.get(order); row !== NONE; row = this.#nextRow.get(row))
      this.#widen(order, this.#price.get(row));
  }

  #widen(order: number, price: number): void {
    this.#low.set(order, Math.min(this.#low.get(order), price));
    this.#high.set(order, Math.max(this.#high.get(order), price));
  }
}
