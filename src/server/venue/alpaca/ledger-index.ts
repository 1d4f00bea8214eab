/**
 * What Alpaca's words need of orders beyond what a reply or a report says: who is called what, on which terms, in whose place, how far each
 * execution had brought an order and the position. Read off the venue's ledger as it grows; what an order *is* comes from replies and
 * reports alone, on which faults act. Mutable, one a venue.
 *
 * Positions of futures that the venue closed itself are not followed: Alpaca has no futures.
 */
import type { ClientOrderId, ExecId, OrderTerms, VenueOrderId } from '../../../core/order/order.js';
import type { PositionRow } from '../../../core/order/outcome.js';
import type {
  TruthBust,
  TruthEntry,
  TruthExecution,
  TruthLedger,
} from '../../../core/order/truth.js';
import {
  type EpochMicros,
  type Lots,
  type Ticks,
  lots,
  notional,
  signOf,
} from '../../../core/ground/units.js';
import { Holding } from './holding.js';

/** An execution, or the undoing of one. */
export interface Step {
  readonly entry: TruthExecution | TruthBust;
  /** Of the order after it. */
  readonly cumQty: Lots;
  /** Ticks x lots of `cumQty`. */
  readonly value: bigint;
  /** Of the account after it, signed. */
  readonly position: Lots;
}

export interface IndexedOrder {
  readonly venueOrderId: VenueOrderId;
  readonly clientOrderId: ClientOrderId;
  /** `quantity` is what this order itself is to fill. */
  readonly terms: OrderTerms;
  readonly acceptedAt: EpochMicros;
  /** Lots of the account as it was accepted. */
  readonly positionBefore: Lots;
  readonly replaces: VenueOrderId | null;
  /** Filled by the orders it took the place of, and ticks x lots of that. */
  readonly filledBefore: Lots;
  readonly valueBefore: bigint;
  readonly steps: readonly Step[];
  readonly replacedBy: VenueOrderId | null;
  /** When it was over otherwise than by filling. */
  readonly endedAt: EpochMicros | null;
}

type Growing = Omit<IndexedOrder, 'steps' | 'replacedBy' | 'endedAt'> & {
  readonly steps: Step[];
  replacedBy: VenueOrderId | null;
  endedAt: EpochMicros | null;
};

export interface LedgerOptions {
  readonly truth: TruthLedger;
  /** What the account held before the first entry. */
  readonly positions: readonly PositionRow[];
  /** What that counts as having cost, a lot; null = not known. */
  readonly entryPrice: (symbol: string) => Ticks | null;
}

export class LedgerIndex {
  readonly #truth: TruthLedger;
  #read = 0;
  readonly #orders = new Map<VenueOrderId, Growing>();
  readonly #latest = new Map<ClientOrderId, Growing>();
  /** Of orders about to be accepted: in whose place. */
  readonly #replaced = new Map<VenueOrderId, Growing>();
  readonly #open = new Set<Growing>();
  readonly #byExecution = new Map<ExecId, IndexedOrder>();
  readonly #executions: Step[] = [];
  readonly #holdings = new Map<string, Holding>();

  constructor({ truth, positions, entryPrice }: LedgerOptions) {
    this.#truth = truth;
    for (const { symbol, quantity } of positions)
      this.#holdings.set(symbol, new Holding(quantity, entryPrice(symbol)));
  }

  order(id: VenueOrderId): IndexedOrder | null {
    this.#catchUp();
    return this.#orders.get(id) ?? null;
  }

  /** The latest of that name. */
  called(id: ClientOrderId): IndexedOrder | null {
    this.#catchUp();
    return this.#latest.get(id) ?? null;
  }

  /** The order that an execution is of. */
  executed(id: ExecId): IndexedOrder | null {
    this.#catchUp();
    return this.#byExecution.get(id) ?? null;
  }

  /** Executions and what was undone of them, in the order in which they happened. */
  get executions(): readonly Step[] {
    this.#catchUp();
    return this.#executions;
  }

  /** Orders that may still execute. */
  get open(): Iterable<IndexedOrder> {
    this.#catchUp();
    return this.#open;
  }

  holding(symbol: string): Holding {
    this.#catchUp();
    return this.#holdingOf(symbol);
  }

  #catchUp(): void {
    const { entries } = this.#truth;
    const read = this.#read;
    this.#read = entries.length;
    if (read < entries.length) for (const entry of entries.slice(read)) this.#take(entry);
  }

  #take(entry: TruthEntry): void {
    switch (entry.kind) {
      case 'accepted':
        this.#accepted(entry);
        return;
      case 'replaced': {
        const old = this.#latest.get(entry.clientOrderId);
        if (old === undefined) return;
        old.replacedBy = entry.venueOrderId;
        this.#replaced.set(entry.venueOrderId, old);
        this.#ended(old, entry.at);
        return;
      }
      case 'executed':
      case 'busted':
        this.#stepped(entry);
        return;
      case 'canceled':
      case 'expired':
        this.#ended(this.#orders.get(entry.venueOrderId), entry.at);
        return;
      default:
      // Refusals and triggers change none of this.
    }
  }

  #accepted(entry: Extract<TruthEntry, { kind: 'accepted' }>): void {
    const { venueOrderId, clientOrderId, terms, at: acceptedAt } = entry;
    const old = this.#replaced.get(venueOrderId);
    this.#replaced.delete(venueOrderId);
    const order: Growing = {
      ...{ venueOrderId, clientOrderId, terms, acceptedAt },
      positionBefore: this.#holdingOf(terms.symbol).quantity,
      replaces: old?.venueOrderId ?? null,
      filledBefore: old === undefined ? lots(0) : lots(old.filledBefore + filledOf(old)),
      valueBefore: old === undefined ? 0n : old.valueBefore + valueOf(old),
      ...{ steps: [], replacedBy: null, endedAt: null },
    };
    this.#orders.set(venueOrderId, order);
    this.#latest.set(clientOrderId, order);
    this.#open.add(order);
  }

  #stepped(entry: TruthExecution | TruthBust): void {
    const order = this.#orders.get(entry.venueOrderId);
    if (order === undefined) return;
    const { symbol, side, price, cumQty } = entry;
    const quantity = entry.kind === 'executed' ? entry.quantity : lots(-entry.quantity);
    const holding = this.#holdingOf(symbol);
    holding.traded(lots(signOf(side) * quantity), price);
    const value = (order.steps.at(-1)?.value ?? 0n) + notional(price, quantity);
    const step = { entry, cumQty, value, position: holding.quantity };
    order.steps.push(step);
    this.#executions.push(step);
    this.#byExecution.set(entry.execId, order);
    if (entry.kind === 'executed' && entry.leaves === 0) this.#open.delete(order);
  }

  #ended(order: Growing | undefined, at: EpochMicros): void {
    if (order === undefined) return;
    order.endedAt = at;
    this.#open.delete(order);
  }

  #holdingOf(symbol: string): Holding {
    const known = this.#holdings.get(symbol);
    if (known !== undefined) return known;
    const holding = new Holding(lots(0), null);
    this.#holdings.set(symbol, holding);
    return holding;
  }
}

const valueOf = ({ steps }: Pick<IndexedOrder, 'steps'>): bigint => steps.at(-1)?.value ?? 0n;

const filledOf = ({ steps }: Pick<IndexedOrder, 'steps'>): Lots => steps.at(-1)?.cumQty ?? lots(0);

/** What may still execute of an order that is open. */
export const leavesOf = (order: IndexedOrder): Lots => {
  const busted = order.steps.reduce(
    (sum, { entry }) => (entry.kind === 'busted' ? sum + entry.quantity : sum),
    0,
  );
  return lots(order.terms.quantity - filledOf(order) - busted);
};
