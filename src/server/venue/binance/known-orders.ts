/**
 * Which orders there are, by the venue's number and by the client's id, and what has happened to each: the venue's ledger, read on as it
 * grows. An answer says of an order what the link says; what no answer carries (time in force, what was traded for how much, why it
 * ended) is looked up here. Mutable, one a dialect.
 */
import type { ClientOrderId, OrderTerms } from '../../../core/order/order.js';
import type { TruthEntry, TruthExecution, TruthLedger } from '../../../core/order/truth.js';
import { type EpochMicros, notional } from '../../../core/ground/units.js';

/** Cumulative quantity of an order, and what it was traded for, after an execution or the undoing of one. */
interface Step {
  readonly cumQty: number;
  readonly value: bigint;
}

export interface KnownOrder {
  readonly venueOrderId: string;
  readonly clientOrderId: ClientOrderId;
  readonly terms: OrderTerms;
  readonly acceptedAt: EpochMicros;
  readonly executions: readonly TruthExecution[];
  readonly isBusted: boolean;
  /** Null while its stop has not triggered. */
  readonly workingSince: EpochMicros | null;
  /** Why it ended where it was not filled; null = it did not, or was. */
  readonly endedFor: string | null;
  /** What may still execute. */
  readonly leaves: number;
}

type Mutable<T> = { -readonly [K in keyof T]: T[K] };

interface Known extends Mutable<KnownOrder> {
  executions: TruthExecution[];
  readonly steps: Step[];
}

export class KnownOrders {
  readonly #truth: TruthLedger;
  readonly #byVenueId = new Map<string, Known>();
  readonly #latest = new Map<ClientOrderId, Known>();
  readonly #bySymbol = new Map<string, Known[]>();
  readonly #open = new Set<Known>();
  readonly #executions = new Map<string, TruthExecution[]>();
  #read = 0;

  constructor(truth: TruthLedger) {
    this.#truth = truth;
  }

  numbered(venueOrderId: string): KnownOrder | null {
    this.#readOn();
    return this.#byVenueId.get(venueOrderId) ?? null;
  }

  /** The latest of that id, which under `open-only` may name several. */
  latest(clientOrderId: string): KnownOrder | null {
    this.#readOn();
    return this.#latest.get(clientOrderId as ClientOrderId) ?? null;
  }

  /** In order of acceptance. */
  of(symbol: string): readonly KnownOrder[] {
    this.#readOn();
    return this.#bySymbol.get(symbol) ?? [];
  }

  open(): Iterable<KnownOrder> {
    this.#readOn();
    return this.#open;
  }

  /** All that was executed in a market, in order. */
  executionsIn(symbol: string): readonly TruthExecution[] {
    this.#readOn();
    return this.#executions.get(symbol) ?? [];
  }

  /** What `cumQty` of the order was traded for, in ticks x lots; of a quantity that it never had, its share of all that was traded. */
  valueAt(order: KnownOrder, cumQty: number): bigint {
    this.#readOn();
    const { steps } = order as Known;
    const said = steps.findLast((step) => step.cumQty === cumQty);
    if (said !== undefined || cumQty === 0) return said?.value ?? 0n;
    const last = steps.at(-1);
    return last === undefined || last.cumQty === 0
      ? 0n
      : (last.value * BigInt(cumQty)) / BigInt(last.cumQty);
  }

  #readOn(): void {
    const { entries } = this.#truth;
    for (; this.#read < entries.length; this.#read += 1) {
      const entry = entries[this.#read];
      if (entry !== undefined) this.#take(entry);
    }
  }

  #take(entry: TruthEntry): void {
    if (entry.kind === 'accepted') {
      this.#accept(entry);
      return;
    }
    const order =
      entry.kind === 'replaced'
        ? this.#latest.get(entry.clientOrderId)
        : 'venueOrderId' in entry
          ? this.#byVenueId.get(entry.venueOrderId)
          : undefined;
    if (order !== undefined) this.#happened(order, entry);
  }

  #accept(entry: Extract<TruthEntry, { kind: 'accepted' }>): void {
    const { venueOrderId, clientOrderId, terms, at } = entry;
    const order: Known = {
      ...{ venueOrderId, clientOrderId, terms, acceptedAt: at },
      ...{ executions: [], steps: [], isBusted: false },
      workingSince: terms.stopPrice === null ? at : null,
      endedFor: null,
      leaves: terms.quantity,
    };
    this.#byVenueId.set(venueOrderId, order);
    this.#latest.set(clientOrderId, order);
    push(this.#bySymbol, terms.symbol, order);
    this.#open.add(order);
  }

  #happened(order: Known, entry: Exclude<TruthEntry, { kind: 'accepted' }>): void {
    const value = order.steps.at(-1)?.value ?? 0n;
    switch (entry.kind) {
      case 'executed':
        order.executions.push(entry);
        push(this.#executions, entry.symbol, entry);
        order.steps.push({
          cumQty: entry.cumQty,
          value: value + notional(entry.price, entry.quantity),
        });
        order.leaves = entry.leaves;
        if (entry.leaves === 0) this.#open.delete(order);
        return;
      case 'busted':
        order.isBusted = true;
        order.steps.push({
          cumQty: entry.cumQty,
          value: value - notional(entry.price, entry.quantity),
        });
        return;
      case 'triggered':
        order.workingSince = entry.at;
        return;
      case 'canceled':
      case 'expired':
        this.#end(order, entry.reason);
        return;
      case 'replaced':
        this.#end(order, 'replaced');
        return;
      case 'rejected':
      case 'cancel-rejected':
      case 'replace-rejected':
    }
  }

  #end(order: Known, reason: string): void {
    order.endedFor = reason;
    order.leaves = 0;
    this.#open.delete(order);
  }
}

function push<V>(lists: Map<string, V[]>, key: string, value: V): void {
  const list = lists.get(key);
  if (list === undefined) lists.set(key, [value]);
  else list.push(value);
}
