/** What a client does not know of its orders and of what it holds, and what it did because of that. */
import type { EpochMicros } from '../../core/ground/units.js';
import { signOf } from '../../core/ground/units.js';
import type { Finding } from './finding.js';
import type { Knowledge } from './knowledge.js';
import type { Watched } from './observation.js';
import type { Trip } from './trips.js';
import type { Movement, TrueOrder, TrueOrders } from './true-orders.js';
import type { Words } from './words.js';

export interface UnknownParts {
  readonly watched: Watched;
  readonly orders: TrueOrders;
  readonly trips: readonly Trip[];
  readonly knowledge: Knowledge;
  readonly words: Words;
}

/** Of each order, together. */
export function fillsUnknown(parts: UnknownParts): readonly Finding[] {
  const { orders, words } = parts;
  return orders.all.flatMap((order): readonly Finding[] => {
    const unknown = order.movements.filter((movement) => isOwed(parts, movement));
    const [first] = unknown;
    if (first === undefined) return [];
    const { symbol } = order.terms;
    const sum = words.quantity(
      symbol,
      unknown.reduce((all, { delta }) => all + delta * signOf(order.terms.side), 0),
    );
    return [
      {
        ...{ rule: 'fill-unknown', at: first.at, symbol, orders: [order] },
        text: `${words.order(order)}: ${sum} of it in ${unknown.length} executions, of which no frame and no answer told the client`,
      },
    ];
  });
}

const isLongAgo = ({ watched }: UnknownParts, at: EpochMicros, now: EpochMicros): boolean =>
  at <= now - watched.reaction;

const isOwed = (parts: UnknownParts, movement: Movement): boolean =>
  parts.knowledge.learnedAt(movement) === null && isLongAgo(parts, movement.at, parts.watched.end);

/** Of the client's own. */
export function ordersUnknown(parts: UnknownParts): readonly Finding[] {
  const { orders, knowledge, watched, words } = parts;
  return orders.all
    .filter(
      (order) =>
        order.endedAt === null &&
        order.trip !== null &&
        isLongAgo(parts, order.acceptedAt, watched.end) &&
        knowledge.shownAfter(order, order.trip.at) === null,
    )
    .map((order) => ({
      ...{ rule: 'order-unknown', at: order.acceptedAt, symbol: order.terms.symbol },
      orders: [order],
      text: `${words.order(order)} is open at the venue, and no frame and no answer told the client of it`,
    }));
}

export function positionsWrong(parts: UnknownParts): readonly Finding[] {
  const { watched, knowledge, words } = parts;
  return watched.instruments.flatMap(({ symbol }): readonly Finding[] => {
    const believed = knowledge.believedAt(symbol, watched.end);
    const possible = knowable(parts, symbol, watched.end);
    if (believed === possible) return [];
    const truth = words.quantity(symbol, positionAt(parts, symbol, watched.end));
    return [
      {
        ...{ rule: 'position-wrong', at: watched.end, symbol },
        orders: unlearned(parts, symbol, watched.end),
        text: `${symbol}: the client has to believe ${words.quantity(symbol, believed)}, by what it was told, and holds ${truth}`,
      },
    ];
  });
}

/** Orders with something it does not know of, each once. */
const unlearned = (parts: UnknownParts, symbol: string, now: EpochMicros): readonly TrueOrder[] => [
  ...new Set(
    parts.orders.movements
      .filter((one) => one.symbol === symbol && isUnknownAt(parts, one, now))
      .map(({ order }) => order),
  ),
];

/** The true position, but for what it was not told of and nobody has to know yet. */
function knowable(parts: UnknownParts, symbol: string, now: EpochMicros): number {
  return parts.orders.movements
    .filter((one) => one.symbol === symbol && one.at <= now)
    .filter((one) => isLongAgo(parts, one.at, now) || !isUnknownAt(parts, one, now))
    .reduce((sum, { delta }) => sum + delta, parts.watched.held.get(symbol) ?? 0);
}

function isUnknownAt({ knowledge }: UnknownParts, movement: Movement, now: EpochMicros): boolean {
  const at = knowledge.learnedAt(movement);
  return at === null || at > now;
}

const positionAt = ({ orders, watched }: UnknownParts, symbol: string, at: EpochMicros): number =>
  orders.movements
    .filter((one) => one.symbol === symbol && one.at <= at)
    .reduce((sum, { delta }) => sum + delta, watched.held.get(symbol) ?? 0);

/** Orders that by what it was told take something away from a position, and in truth open one. */
export function soldUnheld(parts: UnknownParts): readonly Finding[] {
  const { trips, knowledge, words } = parts;
  return trips.flatMap((trip): readonly Finding[] => {
    const { request, at } = trip;
    if (request.kind !== 'submit') return [];
    const { symbol, side, quantity } = request.terms;
    const change = signOf(side) * quantity;
    const believed = knowledge.believedAt(symbol, at);
    if (!takesAway(believed, change)) return [];
    const truth = knowable(parts, symbol, at);
    if (takesAway(truth, change)) return [];
    return [
      {
        ...{ rule: 'sold-unheld', at, symbol, orders: unlearned(parts, symbol, at) },
        text: `${request.clientOrderId} (${words.terms(request.terms)}): by what it was told it held ${words.quantity(symbol, believed)}, in truth ${words.quantity(symbol, truth)}`,
      },
    ];
  });
}

/** Whether a change makes a position smaller and does not turn it. */
const takesAway = (position: number, change: number): boolean =>
  Math.sign(position) === -Math.sign(change) && Math.abs(change) <= Math.abs(position);
