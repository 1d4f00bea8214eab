/**
 * Open orders held against each other when a run is over (SIM-5): what rests at the venue and is over for the engine, though
 * nothing of it may have filled yet, and what the engine takes for open and is over at the venue. What the engine calls unknown
 * it has not wrong.
 */
import type { EpochMicros, Micros } from '../../core/ground/units.js';
import { isOver } from '../../core/order/belief.js';
import { type RestingOrder, VenueOrders } from '../../core/order/resting.js';
import type { ClientOrderId } from '../../core/order/order.js';
import { isTerminal } from '../../core/order/status.js';
import type { OneSidedOrder, TruthLedger } from '../../core/order/truth.js';
import type { Entry } from '../../core/state/entry.js';
import type { ChildState, State } from '../../core/state/state.js';
import { Column } from './column.js';
import type { OrderNumbers } from './numbering.js';
import { isOwed } from './owed.js';

export class OpenOrders {
  readonly #orders: OrderNumbers;
  readonly #isForeign: (clientOrderId: ClientOrderId) => boolean;
  /** By number of the order: since when the engine calls it over; NaN = it does not. */
  readonly #overSince = new Column(NaN);

  constructor(orders: OrderNumbers, isForeign: (clientOrderId: ClientOrderId) => boolean) {
    this.#orders = orders;
    this.#isForeign = isForeign;
  }

  onEntry(entry: Entry, at: EpochMicros): void {
    if (entry.kind !== 'order-updated') return;
    const order = this.#orders.of(entry.clientOrderId);
    const wasOver = !Number.isNaN(this.#overSince.get(order));
    if (isTerminal(entry.head.status) !== wasOver) this.#overSince.set(order, wasOver ? NaN : at);
  }

  /** By the venue's ledger and the engine's last state. */
  finish(
    truth: TruthLedger,
    state: State,
    run: { readonly visibilityLag: Micros; readonly end: EpochMicros },
  ): readonly OneSidedOrder[] {
    const venue = new VenueOrders(truth);
    const atVenue = [...venue.resting()].flatMap((order) => {
      if (this.#isForeign(order.clientOrderId)) return [];
      const since = this.#wrongSince(order, state.children.get(order.clientOrderId));
      const owed = since !== null && isOwed(since, run);
      return since === null ? [] : [{ ...order, openFor: 'venue' as const, since, owed }];
    });
    return [...atVenue, ...this.#gone(venue, state, run)];
  }

  /** Null = the engine does not call it over. */
  #wrongSince({ clientOrderId, since }: RestingOrder, child?: ChildState): EpochMicros | null {
    if (child === undefined) return since;
    if (!isOver(child.belief)) return null;
    const over = this.#overSince.get(this.#orders.of(clientOrderId));
    return (Number.isNaN(over) ? since : Math.max(since, over)) as EpochMicros;
  }

  #gone(
    venue: VenueOrders,
    { parents, children }: State,
    run: { readonly visibilityLag: Micros; readonly end: EpochMicros },
  ): readonly OneSidedOrder[] {
    const open = [...parents.entries()].flatMap(([, parent]) => parent.open);
    return open.flatMap((clientOrderId) => {
      const child = children.get(clientOrderId);
      if (child === undefined || !isHeldOpen(child) || venue.rests(clientOrderId)) return [];
      const { terms, belief, submit } = child;
      const since = venue.endedAt(clientOrderId) ?? submit.firstAt ?? run.end;
      const leaves = (terms.quantity - belief.filled) as OneSidedOrder['leaves'];
      const venueOrderId = belief.venueOrderIds[0] ?? null;
      const { symbol } = terms;
      const owed = isOwed(since, run);
      return [{ clientOrderId, venueOrderId, symbol, leaves, openFor: 'engine', since, owed }];
    });
  }
}

/** The venue has said that it lives, and nothing else since. */
const isHeldOpen = ({ belief }: ChildState): boolean =>
  belief.key.statusClass === 2 && !isOver(belief);
