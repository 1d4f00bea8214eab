/**
 * Belief held against truth (SIM-5): when the engine's filled quantity first covered each true execution, what it
 * booked that never was, which executions it knows by id, price and fee, and how long its position was wrong. "Late" is
 * this file's word alone: detected after the order's own deadline.
 *
 * Invariant: fed in the order in which things happened; `at` never falls.
 */
import type { Entry } from '../../core/state/entry.js';
import type { State } from '../../core/state/state.js';
import type { ClientOrderId } from '../../core/order/order.js';
import type { FillAudit, TruthExecution } from '../../core/order/truth.js';
import { type EpochMicros, type Micros, plus, seconds, signOf } from '../../core/ground/units.js';

/** The longest pause between two questions, 8 s and their jitter: what was done later than that before the end may be news. */
const LONGEST_PAUSE = seconds(10);

interface Watched {
  readonly execution: TruthExecution;
  detectedAt: EpochMicros | null;
  late: boolean;
  pricedAt: EpochMicros | null;
  feeKnown: boolean;
}

interface OrderAudit {
  readonly fills: Watched[];
  readonly byId: Map<string, Watched>;
  /** Index of the first fill not detected yet. */
  next: number;
  trueFilled: number;
  believed: number;
  deadline: EpochMicros | null;
}

type Booked = Extract<Entry, { kind: 'fill-booked' | 'fill-amended' }>;

export class Detection {
  readonly #orders = new Map<ClientOrderId, OrderAudit>();
  readonly #booked = new Set<string>();
  /** How long after an execution the venue may still hide it from queries. */
  readonly #visibilityLag: Micros;
  #phantom = 0;
  #doubled = 0;
  #trueBook = 0;
  #believedBook = 0;
  #wrongMicros = 0;
  #last: EpochMicros | null = null;

  constructor(visibilityLag: Micros) {
    this.#visibilityLag = visibilityLag;
  }

  onExecution(execution: TruthExecution): void {
    this.#pass(execution.at);
    const order = this.#order(execution.clientOrderId);
    const fill = { execution, detectedAt: null, late: false, pricedAt: null, feeKnown: false };
    order.fills.push(fill);
    order.byId.set(execution.execId, fill);
    order.trueFilled += execution.quantity;
    this.#trueBook += signOf(execution.side) * execution.quantity;
  }

  onEntry(entry: Entry, at: EpochMicros, state: State): void {
    if (entry.kind === 'submit-intent') this.#order(entry.clientOrderId).deadline = entry.deadline;
    else if (entry.kind === 'fill-booked' || entry.kind === 'fill-amended') this.#book(entry, at);
    else if (entry.kind === 'order-updated')
      this.#believe(entry.clientOrderId, { filled: entry.head.filled, at, state });
  }

  finish(at: EpochMicros): {
    fills: readonly FillAudit[];
    phantom: number;
    doubled: number;
    positionErrorMicros: number;
  } {
    this.#pass(at);
    const fills: FillAudit[] = [];
    for (const order of this.#orders.values()) {
      for (const { execution, ...known } of order.fills) {
        const { execId, clientOrderId, quantity } = execution;
        const owed = plus(plus(execution.at, this.#visibilityLag), LONGEST_PAUSE) <= at;
        fills.push({ execId, clientOrderId, at: execution.at, quantity, ...known, owed });
      }
    }
    return {
      fills,
      phantom: this.#phantom,
      doubled: this.#doubled,
      positionErrorMicros: this.#wrongMicros,
    };
  }

  #believe(
    clientOrderId: ClientOrderId,
    news: { readonly filled: number; readonly at: EpochMicros; readonly state: State },
  ): void {
    const { filled, at, state } = news;
    const order = this.#order(clientOrderId);
    if (filled === order.believed) return;
    this.#pass(at);
    const side = state.children.get(clientOrderId)?.terms.side ?? 'buy';
    this.#believedBook += signOf(side) * (filled - order.believed);
    order.believed = filled;
    if (filled > order.trueFilled) this.#phantom += 1;
    for (let fill = order.fills[order.next]; fill !== undefined; fill = order.fills[order.next]) {
      if (fill.execution.cumQty > filled) break;
      fill.detectedAt = at;
      fill.late = order.deadline !== null && at > order.deadline;
      order.next += 1;
    }
  }

  #book({ kind, clientOrderId, row: { execution, bustOf } }: Booked, at: EpochMicros): void {
    // An id is unique per order only: every symbol counts its own.
    const key = `${clientOrderId} ${execution.execId} ${bustOf ?? ''}`;
    if (kind === 'fill-booked' && this.#booked.has(key)) this.#doubled += 1;
    this.#booked.add(key);
    const fill =
      bustOf === null ? this.#order(clientOrderId).byId.get(execution.execId) : undefined;
    if (fill === undefined) return;
    fill.pricedAt ??= at;
    fill.feeKnown ||= execution.fee !== null;
  }

  /** Time goes on to `at`: counts it if the two books differed meanwhile. */
  #pass(at: EpochMicros): void {
    if (this.#last !== null && this.#trueBook !== this.#believedBook)
      this.#wrongMicros += at - this.#last;
    this.#last = at;
  }

  #order(clientOrderId: ClientOrderId): OrderAudit {
    const known = this.#orders.get(clientOrderId);
    if (known !== undefined) return known;
    const fresh: OrderAudit = {
      fills: [],
      byId: new Map(),
      next: 0,
      trueFilled: 0,
      believed: 0,
      deadline: null,
    };
    this.#orders.set(clientOrderId, fresh);
    return fresh;
  }
}
