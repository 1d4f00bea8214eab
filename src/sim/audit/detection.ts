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
import type { FillAudit, TruthBust, TruthExecution } from '../../core/order/truth.js';
import { type EpochMicros, type Micros, signOf } from '../../core/ground/units.js';
import { Column } from './column.js';
import type { ExecutionNumbers, OrderNumbers } from './numbering.js';
import { isOwed } from './owed.js';
import { setsDeadline } from './sets-deadline.js';

/** Of true executions: no next one. */
const NONE = -1;

type Booked = Extract<Entry, { kind: 'fill-booked' | 'fill-amended' }>;

export class Detection {
  readonly #orders: OrderNumbers;
  readonly #executions: ExecutionNumbers;
  /** How long after an execution the venue may still hide it from queries. */
  readonly #isForeign: (clientOrderId: ClientOrderId) => boolean;
  readonly #visibilityLag: Micros;
  /** Deadlines are the engine's, by its own clock. */
  readonly #ownOf: (at: EpochMicros) => EpochMicros;
  /** Orders in the order in which they were met here. */
  readonly #met: number[] = [];
  readonly #isMet = new Column();
  /** Of each order: its executions as a chain, and the first of them that is not detected yet. */
  readonly #firstFill = new Column(NONE);
  readonly #lastFill = new Column(NONE);
  readonly #nextUndetected = new Column(NONE);
  readonly #trueFilled = new Column();
  readonly #believed = new Column();
  readonly #deadline = new Column(NaN);
  /** Of each execution. */
  readonly #truth: TruthExecution[] = [];
  readonly #nextFill = new Column(NONE);
  readonly #detectedAt = new Column(NaN);
  readonly #late = new Column();
  readonly #pricedAt = new Column(NaN);
  readonly #feeKnown = new Column();
  readonly #booked = new Column();
  /** What was undone of it, in lots. */
  readonly #busted = new Column();
  /** Of each order: 1 = something of it was undone. */
  readonly #hasBust = new Column();
  #phantom = 0;
  #doubled = 0;
  #trueBook = 0;
  #believedBook = 0;
  #wrongMicros = 0;
  #last: EpochMicros | null = null;

  constructor(
    numbers: { readonly orders: OrderNumbers; readonly executions: ExecutionNumbers },
    {
      visibilityLag,
      ownOf,
      isForeign,
    }: {
      readonly visibilityLag: Micros;
      readonly ownOf: (at: EpochMicros) => EpochMicros;
      readonly isForeign: (clientOrderId: ClientOrderId) => boolean;
    },
  ) {
    this.#orders = numbers.orders;
    this.#executions = numbers.executions;
    this.#visibilityLag = visibilityLag;
    this.#ownOf = ownOf;
    this.#isForeign = isForeign;
  }

  onExecution(execution: TruthExecution): void {
    this.#pass(execution.at);
    const { clientOrderId, execId, quantity, side } = execution;
    const order = this.#order(clientOrderId);
    const fill = this.#executions.of(clientOrderId, execId);
    this.#truth[fill] = execution;
    const last = this.#lastFill.get(order);
    if (last === NONE) this.#firstFill.set(order, fill);
    else this.#nextFill.set(last, fill);
    this.#lastFill.set(order, fill);
    if (this.#nextUndetected.get(order) === NONE) this.#nextUndetected.set(order, fill);
    this.#trueFilled.add(order, quantity);
    if (!this.#isForeign(clientOrderId)) this.#trueBook += signOf(side) * quantity;
  }

  /** What was made was made, and could be told: only the position is another one. */
  onBust({ at, clientOrderId, bustOf, quantity, side }: TruthBust): void {
    this.#pass(at);
    this.#busted.set(this.#executions.of(clientOrderId, bustOf), quantity);
    this.#hasBust.set(this.#orders.of(clientOrderId), 1);
    this.#trueBook -= signOf(side) * quantity;
  }

  onEntry(entry: Entry, at: EpochMicros, state: State): void {
    if (entry.kind === 'order-adopted') this.#adopt(entry.clientOrderId, at, state);
    else if (setsDeadline(entry))
      this.#deadline.set(this.#order(entry.clientOrderId), entry.deadline);
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
    for (const order of this.#met) {
      const first = this.#firstFill.get(order);
      if (first !== NONE && this.#isForeign(this.#truth[first]!.clientOrderId)) continue;
      for (let fill = first; fill !== NONE; fill = this.#nextFill.get(fill))
        fills.push(this.#auditOf(fill, at));
    }
    return {
      fills,
      phantom: this.#phantom,
      doubled: this.#doubled,
      positionErrorMicros: this.#wrongMicros,
    };
  }

  #auditOf(fill: number, end: EpochMicros): FillAudit {
    const { execId, clientOrderId, at, quantity } = this.#truth[fill]!;
    return {
      execId,
      clientOrderId,
      at,
      quantity,
      detectedAt: timeOrNull(this.#knownAt(fill)),
      late: this.#late.get(fill) === 1,
      pricedAt: timeOrNull(this.#pricedAt.get(fill)),
      feeKnown: this.#feeKnown.get(fill) === 1,
      owed: !this.#isUndone(fill) && isOwed(at, { visibilityLag: this.#visibilityLag, end }),
    };
  }

  /** Nothing is left of it. */
  #isUndone(fill: number): boolean {
    return this.#busted.get(fill) === this.#truth[fill]!.quantity;
  }

  /** Where something was undone before all was told, the total that an execution made was never believed: its booking counts. */
  #knownAt(fill: number): number {
    const detected = this.#detectedAt.get(fill);
    if (!Number.isNaN(detected)) return detected;
    const order = this.#orders.of(this.#truth[fill]!.clientOrderId);
    return this.#hasBust.get(order) === 1 ? this.#pricedAt.get(fill) : detected;
  }

  #believe(
    clientOrderId: ClientOrderId,
    news: { readonly filled: number; readonly at: EpochMicros; readonly state: State },
  ): void {
    const { filled, at, state } = news;
    const order = this.#order(clientOrderId);
    const believed = this.#believed.get(order);
    if (filled === believed) return;
    this.#pass(at);
    const side = state.children.get(clientOrderId)?.terms.side ?? 'buy';
    this.#believedBook += signOf(side) * (filled - believed);
    this.#believed.set(order, filled);
    if (filled > this.#trueFilled.get(order)) this.#phantom += 1;
    this.#detect(order, filled, at);
  }

  /** It is ours with all it filled before. */
  #adopt(clientOrderId: ClientOrderId, at: EpochMicros, { children }: State): void {
    this.#pass(at);
    const side = children.get(clientOrderId)?.terms.side ?? 'buy';
    this.#trueBook += signOf(side) * this.#trueFilled.get(this.#order(clientOrderId));
  }

  /** What `filled` covers is detected. */
  #detect(order: number, filled: number, at: EpochMicros): void {
    // Comparisons with no deadline, which is NaN, are false.
    const late = this.#ownOf(at) > this.#deadline.get(order) ? 1 : 0;
    let fill = this.#nextUndetected.get(order);
    for (; fill !== NONE && this.#truth[fill]!.cumQty <= filled; fill = this.#nextFill.get(fill)) {
      this.#detectedAt.set(fill, at);
      this.#late.set(fill, late);
    }
    this.#nextUndetected.set(order, fill);
  }

  #book({ kind, clientOrderId, row: { execution, bustOf } }: Booked, at: EpochMicros): void {
    const row = this.#executions.of(clientOrderId, execution.execId, bustOf);
    if (kind === 'fill-booked' && this.#booked.get(row) === 1) this.#doubled += 1;
    this.#booked.set(row, 1);
    if (bustOf !== null || this.#truth[row] === undefined) return;
    if (Number.isNaN(this.#pricedAt.get(row))) this.#pricedAt.set(row, at);
    if (execution.fee !== null) this.#feeKnown.set(row, 1);
  }

  /** Time goes on to `at`: counts it if the two books differed meanwhile. */
  #pass(at: EpochMicros): void {
    if (this.#last !== null && this.#trueBook !== this.#believedBook)
      this.#wrongMicros += at - this.#last;
    this.#last = at;
  }

  #order(clientOrderId: ClientOrderId): number {
    const order = this.#orders.of(clientOrderId);
    if (this.#isMet.get(order) === 0) {
      this.#isMet.set(order, 1);
      this.#met.push(order);
    }
    return order;
  }
}

const timeOrNull = (at: number): EpochMicros | null =>
  Number.isNaN(at) ? null : (at as EpochMicros);
