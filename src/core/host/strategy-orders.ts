/**
 * What strategies must know of the engine's orders: whose a parent is and by which key, and what the engine believes it holds
 * in each instrument. It begins on what the engine knows already, and is fed with durable blocks from there on. Mutable on purpose, one owner.
 */
import { type Instrument, formatQuantity } from '../ground/instrument.js';
import type { ClientOrderId, ParentId } from '../order/order.js';
import type { JournalBlock } from '../state/journal-block.js';
import type { State } from '../state/state.js';
import { type Lots, type Side, signOf } from '../ground/units.js';
import type { StrategyOwnOrder } from './strategy.js';

type Known = Pick<State, 'parents' | 'children'>;

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
  /** What a process before this one had been given, by strategy and key. */
  readonly #before: ReadonlyMap<string, ParentId>;
  readonly #state: Known;

  /** `state`: the engine's own, which goes on. */
  constructor(state: Known) {
    this.#state = state;
    for (const [parentId, { request }] of state.parents.entries()) {
      const { strategyId, idempotencyKey: key, symbol, side } = request;
      this.#parents.set(parentId, { strategyId, key, symbol, side });
      this.#byKey.set(keyOf(strategyId, key), parentId);
    }
    this.#before = new Map(this.#byKey);
    for (const [id, { parentId, belief }] of state.children.entries()) {
      this.#parentOf.set(id, parentId);
      this.#takeFilled(id, belief.filled);
    }
  }

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

  /** Null for what this process was given itself, and for what nobody was. */
  givenBefore(strategyId: string, key: string): ParentId | null {
    return this.#before.get(keyOf(strategyId, key)) ?? null;
  }

  /** In the order in which they came. */
  of(strategyId: string, instruments: readonly Instrument[]): readonly StrategyOwnOrder[] {
    const own: StrategyOwnOrder[] = [];
    for (const [, { request, status, filled }] of this.#state.parents.entries()) {
      const { symbol, side, quantity, idempotencyKey: key } = request;
      const instrument = instruments.find((one) => one.symbol === symbol);
      if (request.strategyId !== strategyId || instrument === undefined) continue;
      const quantityText = formatQuantity(instrument, quantity);
      const filledText = formatQuantity(instrument, filled);
      own.push({ key, symbol, side, status, quantity, filled, quantityText, filledText });
    }
    return own;
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
