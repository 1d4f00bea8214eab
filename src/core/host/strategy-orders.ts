/**
 * What strategies must know of the engine's orders: whose a parent is and by which key, and what the engine believes it holds
 * in each instrument. Fed with durable blocks. Mutable on purpose, one owner.
 */
import type { ClientOrderId, ParentId } from '../order/order.js';
import type { JournalBlock } from '../state/journal-block.js';
import { type Lots, type Side, signOf } from '../ground/units.js';

export interface OwnedParent {
  readonly strategyId: string;
  readonly key: string;
  readonly symbol: string;
  readonly side: Side;
}

export class StrategyOrders {
  readonly #parents = new Map<ParentId, OwnedParent>();
  /** By strategy and key. */
  readonly #byKey = new Map<string, ParentId>();
  readonly #parentOf = new Map<ClientOrderId, ParentId>();
  readonly #filled = new Map<ClientOrderId, number>();
  readonly #positions = new Map<string, number>();

  onBlock({ input, entries }: JournalBlock): void {
    for (const entry of entries) {
      if (entry.kind === 'order-received') {
        const { strategyId, idempotencyKey: key, symbol, side } = entry.request;
        this.#parents.set(entry.parentId, { strategyId, key, symbol, side });
        this.#byKey.set(keyOf(strategyId, key), entry.parentId);
      } else if (entry.kind === 'duplicate-request' && input.kind === 'order-request') {
        const { strategyId, idempotencyKey } = input.request;
        this.#byKey.set(keyOf(strategyId, idempotencyKey), entry.duplicateOf);
      } else if (entry.kind === 'slice-released')
        this.#parentOf.set(entry.clientOrderId, entry.parentId);
      else if (entry.kind === 'order-updated')
        this.#takeFilled(entry.clientOrderId, entry.head.filled);
    }
  }

  parent(id: ParentId): OwnedParent | undefined {
    return this.#parents.get(id);
  }

  /** Null while the engine has not taken it, and for one it refused. */
  parentOf(strategyId: string, key: string): ParentId | null {
    return this.#byKey.get(keyOf(strategyId, key)) ?? null;
  }

  /** Bought less sold since the run began, of all orders of this engine. */
  position(symbol: string): Lots {
    return (this.#positions.get(symbol) ?? 0) as Lots;
  }

  #takeFilled(id: ClientOrderId, filled: number): void {
    const parentId = this.#parentOf.get(id);
    const parent = parentId === undefined ? undefined : this.#parents.get(parentId);
    if (parent === undefined) return;
    const more = filled - (this.#filled.get(id) ?? 0);
    this.#filled.set(id, filled);
    const held = this.#positions.get(parent.symbol) ?? 0;
    this.#positions.set(parent.symbol, held + signOf(parent.side) * more);
  }
}

const keyOf = (strategyId: string, key: string): string => JSON.stringify([strategyId, key]);
