/**
 * What a client has been told, by when: which orders it was shown, which executions it could know, and which position it has to believe it
 * has. The latest answer about positions counts, and executions it is told of afterwards that are not in it; an answer that was never true
 * counts as it stands. Mutable while it is folded, read afterwards.
 */
import { firstAfter } from '../../core/ground/first-after.js';
import type { EpochMicros } from '../../core/ground/units.js';
import type { PositionRow } from '../../core/order/outcome.js';
import type { Observation, Watched } from './observation.js';
import { type Sight, sightsInFrame, sightsInReply } from './sights.js';
import type { Trip } from './trips.js';
import type { Movement, TrueOrder, TrueOrders } from './true-orders.js';

interface Held {
  /** As the client has to believe it. */
  believed: number;
  /** Movements before this one are in the position it was told last. */
  from: number;
  readonly movements: Movement[];
  readonly history: { readonly at: EpochMicros; readonly believed: number }[];
  readonly opening: number;
}

export class Knowledge {
  readonly #orders: TrueOrders;
  readonly #trips: ReadonlyMap<number, Trip>;
  readonly #shown = new Map<TrueOrder, EpochMicros[]>();
  readonly #learned = new Map<Movement, EpochMicros>();
  readonly #held: ReadonlyMap<string, Held>;

  constructor(
    { observations, held, instruments }: Watched,
    orders: TrueOrders,
    trips: readonly Trip[],
  ) {
    this.#orders = orders;
    this.#trips = new Map(trips.map((trip) => [trip.nth, trip]));
    this.#held = new Map(
      instruments.map(({ symbol }) => {
        const opening = held.get(symbol) ?? 0;
        const movements = orders.movements.filter((movement) => movement.symbol === symbol);
        return [symbol, { believed: opening, from: 0, movements, history: [], opening }];
      }),
    );
    for (const one of observations) this.#take(one);
  }

  /** Null: never. */
  learnedAt(movement: Movement): EpochMicros | null {
    return this.#learned.get(movement) ?? null;
  }

  /** When an order was first shown to it after `after`; null = not again. */
  shownAfter(order: TrueOrder, after: EpochMicros): EpochMicros | null {
    return this.#shown.get(order)?.find((at) => at > after) ?? null;
  }

  isShown(order: TrueOrder, after: EpochMicros, until: EpochMicros): boolean {
    const at = this.shownAfter(order, after);
    return at !== null && at <= until;
  }

  believedAt(symbol: string, at: EpochMicros): number {
    const held = this.#held.get(symbol);
    if (held === undefined) return 0;
    const { history, opening } = held;
    return history[firstAfter(history, at, (one) => one.at) - 1]?.believed ?? opening;
  }

  #take(one: Observation): void {
    if (one.kind === 'told') {
      for (const sight of sightsInFrame(one.report)) this.#see(sight, one.at);
      return;
    }
    if (one.kind !== 'answered' || !one.isShown || one.reply.kind === 'lost') return;
    const trip = this.#trips.get(one.nth);
    if (trip === undefined) return;
    for (const sight of sightsInReply(one.reply, trip.request)) this.#see(sight, one.at);
    if (one.reply.kind === 'positions') this.#seePositions(one.reply.positions, trip.at, one.at);
  }

  #see({ venueOrderId, clientOrderId, cumQty, execIds }: Sight, at: EpochMicros): void {
    const order =
      venueOrderId === null
        ? this.#orders.called(clientOrderId, at)
        : this.#orders.numbered(venueOrderId);
    if (order === null) return;
    this.#show(order, at);
    for (const movement of order.movements)
      if (movement.at <= at && (execIds.includes(movement.execId) || isIn(movement, cumQty)))
        this.#learn(movement, at);
  }

  #show(order: TrueOrder, at: EpochMicros): void {
    const times = this.#shown.get(order);
    if (times === undefined) this.#shown.set(order, [at]);
    else times.push(at);
  }

  #learn(movement: Movement, at: EpochMicros): void {
    if (this.#learned.has(movement)) return;
    this.#learned.set(movement, at);
    const held = this.#held.get(movement.symbol);
    if (held === undefined || movement.nth < held.from) return;
    believe(held, held.believed + movement.delta, at);
  }

  /** An asset that an answer does not name is one of which nothing is held. */
  #seePositions(rows: readonly PositionRow[], askedAt: EpochMicros, at: EpochMicros): void {
    for (const [symbol, held] of this.#held) {
      const told = rows.find((row) => row.symbol === symbol)?.quantity ?? 0;
      const from = trueFrom(held, told, { askedAt, at });
      if (from !== null)
        for (const movement of held.movements.slice(0, from)) this.#seeByPosition(movement, at);
      held.from = from ?? held.movements.filter((movement) => movement.at <= at).length;
      const since = held.movements.slice(held.from).filter((one) => this.#learned.has(one));
      believe(
        held,
        since.reduce((sum, { delta }) => sum + delta, told),
        at,
      );
    }
  }

  /** What moved the position that it is told shows in it, and so does the order behind it. */
  #seeByPosition(movement: Movement, at: EpochMicros): void {
    if (this.#learned.has(movement)) return;
    this.#learned.set(movement, at);
    this.#show(movement.order, at);
  }
}

/** What an order is said to have executed tells of an execution by the time it is in it, and of an undoing where it is not any more. */
function isIn({ cumQty, isBust }: Movement, said: number | null): boolean {
  if (said === null) return false;
  return isBust ? said <= cumQty : said >= cumQty;
}

function believe(held: Held, believed: number, at: EpochMicros): void {
  held.believed = believed;
  held.history.push({ at, believed });
}

/** How many movements are in a position that was told; null: it was not so at any time at which it could have been looked at. */
function trueFrom(
  { opening, movements }: Held,
  told: number,
  { askedAt, at }: { readonly askedAt: EpochMicros; readonly at: EpochMicros },
): number | null {
  let position = opening;
  let found = isDuring(movements, 0, { askedAt, at }) && position === told ? 0 : null;
  movements.forEach(({ delta }, index) => {
    position += delta;
    if (position === told && isDuring(movements, index + 1, { askedAt, at })) found = index + 1;
  });
  return found;
}

/** Whether there was an instant from `askedAt` to `at` at which just so many had happened. */
function isDuring(
  movements: readonly Movement[],
  many: number,
  { askedAt, at }: { readonly askedAt: EpochMicros; readonly at: EpochMicros },
): boolean {
  const last = movements[many - 1];
  const next = movements[many];
  return (last === undefined || last.at <= at) && (next === undefined || next.at >= askedAt);
}
