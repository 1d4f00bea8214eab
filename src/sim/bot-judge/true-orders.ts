/** The venue's ledger by order: which request made each, what was executed of it and undone, and when it ended. Pure. */
import type { EpochMicros, Lots } from '../../core/ground/units.js';
import { signOf } from '../../core/ground/units.js';
import type { ClientOrderId, ExecId, OrderTerms, VenueOrderId } from '../../core/order/order.js';
import type { TruthEntry, TruthLedger } from '../../core/order/truth.js';
import type { Trip } from './trips.js';

/** An execution, or the undoing of one. */
export interface Movement {
  readonly at: EpochMicros;
  /** Which of its symbol, from 0. */
  readonly nth: number;
  readonly execId: ExecId;
  readonly order: TrueOrder;
  readonly symbol: string;
  /** What it adds to the position. */
  readonly delta: number;
  /** What the order has executed after it. */
  readonly cumQty: Lots;
  readonly isBust: boolean;
}

export interface TrueOrder {
  readonly venueOrderId: VenueOrderId;
  readonly clientOrderId: ClientOrderId;
  readonly terms: OrderTerms;
  readonly acceptedAt: EpochMicros;
  /** Null: it is open. */
  readonly endedAt: EpochMicros | null;
  readonly movements: readonly Movement[];
  /** Null: no request of the client's has asked for it. */
  readonly trip: Trip | null;
}

type Building = { -readonly [K in keyof TrueOrder]: TrueOrder[K] } & { movements: Movement[] };

export class TrueOrders {
  /** In order of acceptance. */
  readonly all: readonly TrueOrder[];
  /** Of all orders, as they happened. */
  readonly movements: readonly Movement[];
  readonly #byVenueId = new Map<VenueOrderId, Building>();
  readonly #byId = new Map<ClientOrderId, Building[]>();
  readonly #free: Map<ClientOrderId, Trip[]>;
  readonly #all: Building[] = [];
  readonly #movements: Movement[] = [];
  readonly #counts = new Map<string, number>();

  constructor({ entries }: TruthLedger, trips: readonly Trip[]) {
    this.#free = tripsByOrder(trips);
    this.all = this.#all;
    this.movements = this.#movements;
    for (const entry of entries) this.#take(entry);
  }

  numbered(venueOrderId: VenueOrderId): TrueOrder | null {
    return this.#byVenueId.get(venueOrderId) ?? null;
  }

  /** The last that was accepted under this id by then: a venue may let an id be used again. */
  called(clientOrderId: ClientOrderId, by: EpochMicros): TrueOrder | null {
    return this.#byId.get(clientOrderId)?.findLast(({ acceptedAt }) => acceptedAt <= by) ?? null;
  }

  #take(entry: TruthEntry): void {
    switch (entry.kind) {
      case 'accepted':
        this.#accept(entry.clientOrderId, entry);
        return;
      case 'replaced':
        this.#end(this.#latest(entry.clientOrderId), entry.at);
        this.#accept(entry.replacedBy, entry);
        return;
      case 'executed':
      case 'busted':
        this.#move(entry);
        return;
      case 'canceled':
      case 'expired':
        this.#end(this.#byVenueId.get(entry.venueOrderId), entry.at);
        return;
      case 'rejected':
        // One that was taken before, and is not wanted any more.
        this.#end(this.#latest(entry.clientOrderId), entry.at);
        return;
      case 'triggered':
      case 'cancel-rejected':
      case 'replace-rejected':
    }
  }

  #latest(id: ClientOrderId): Building | undefined {
    return this.#byId.get(id)?.at(-1);
  }

  #accept(
    clientOrderId: ClientOrderId,
    { venueOrderId, terms, at }: Pick<TrueOrder, 'venueOrderId' | 'terms'> & { at: EpochMicros },
  ): void {
    const order: Building = {
      ...{ venueOrderId, clientOrderId, terms, acceptedAt: at, endedAt: null, movements: [] },
      trip: this.#tripOf(clientOrderId, at),
    };
    this.#all.push(order);
    this.#byVenueId.set(venueOrderId, order);
    const known = this.#byId.get(clientOrderId);
    if (known === undefined) this.#byId.set(clientOrderId, [order]);
    else known.push(order);
  }

  /** The last of that id that had left by then and has made no order yet: where there is none left, the way there has doubled one. */
  #tripOf(clientOrderId: ClientOrderId, at: EpochMicros): Trip | null {
    const free = this.#free.get(clientOrderId) ?? [];
    const index = free.findLastIndex((trip) => trip.at <= at);
    return index < 0 ? null : (free.splice(index, 1)[0] ?? null);
  }

  #move(entry: Extract<TruthEntry, { kind: 'executed' | 'busted' }>): void {
    const order = this.#byVenueId.get(entry.venueOrderId);
    if (order === undefined) return;
    const { at, execId, symbol, cumQty, quantity, side } = entry;
    const isBust = entry.kind === 'busted';
    const delta = signOf(side) * quantity * (isBust ? -1 : 1);
    const nth = this.#counts.get(symbol) ?? 0;
    this.#counts.set(symbol, nth + 1);
    const movement = { at, nth, execId, order, symbol, delta, cumQty, isBust };
    order.movements.push(movement);
    this.#movements.push(movement);
    if (entry.kind === 'executed' && entry.leaves === 0) this.#end(order, at);
  }

  #end(order: Building | undefined, at: EpochMicros): void {
    if (order !== undefined) order.endedAt ??= at;
  }
}

function tripsByOrder(trips: readonly Trip[]): Map<ClientOrderId, Trip[]> {
  const byOrder = new Map<ClientOrderId, Trip[]>();
  for (const trip of trips) {
    const { request } = trip;
    if (request.kind !== 'submit' && request.kind !== 'replace') continue;
    const id = request.kind === 'submit' ? request.clientOrderId : request.newClientOrderId;
    const same = byOrder.get(id);
    if (same === undefined) byOrder.set(id, [trip]);
    else same.push(trip);
  }
  return byOrder;
}
