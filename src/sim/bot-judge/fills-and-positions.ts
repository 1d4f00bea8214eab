/** What a client does not know of its orders and of what it holds, and what it did because of that. */
import type { EpochMicros } from '../../core/ground/units.js';
import { signOf } from '../../core/ground/units.js';
import type { Finding } from './finding.js';
import type { Knowledge } from './knowledge.js';
import type { Watched } from './observation.js';
import type { Positions } from './positions.js';
import type { Trip } from './trips.js';
import type { Movement, TrueOrder, TrueOrders } from './true-orders.js';
import type { Words } from './words.js';

/** What a client is judged by. */
export interface Parts {
  readonly watched: Watched;
  readonly orders: TrueOrders;
  readonly positions: Positions;
  readonly trips: readonly Trip[];
  readonly knowledge: Knowledge;
  readonly words: Words;
}

/** Of each order, together. */
export function fillsUnknown(parts: Parts): readonly Finding[] {
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

const isLongAgo = ({ watched }: Parts, at: EpochMicros): boolean =>
  at <= watched.end - watched.reaction;

const isOwed = (parts: Parts, movement: Movement): boolean =>
  parts.knowledge.learnedAt(movement) === null && isLongAgo(parts, movement.at);

/** Of the client's own. */
export function ordersUnknown(parts: Parts): readonly Finding[] {
  const { orders, knowledge, words } = parts;
  return orders.all
    .filter(
      (order) =>
        order.endedAt === null &&
        order.trip !== null &&
        isLongAgo(parts, order.acceptedAt) &&
        knowledge.shownAfter(order, order.trip.at) === null,
    )
    .map((order) => ({
      ...{ rule: 'order-unknown', at: order.acceptedAt, symbol: order.terms.symbol },
      orders: [order],
      text: `${words.order(order)} is open at the venue, and no frame and no answer told the client of it`,
    }));
}

export function positionsWrong(parts: Parts): readonly Finding[] {
  const { watched, knowledge, words } = parts;
  return watched.instruments.flatMap(({ symbol }): readonly Finding[] => {
    const believed = knowledge.believedAt(symbol, watched.end);
    const possible = knowable(parts, symbol, watched.end);
    if (believed === possible) return [];
    const truth = words.quantity(symbol, parts.positions.at(symbol, watched.end));
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
const unlearned = (parts: Parts, symbol: string, now: EpochMicros): readonly TrueOrder[] => [
  ...new Set(
    parts.orders.movements
      .filter((one) => one.symbol === symbol && isUnknownAt(parts, one, now))
      .map(({ order }) => order),
  ),
];

/** The true position, but for what it was not told of and nobody has to know yet. */
function knowable(parts: Parts, symbol: string, now: EpochMicros): number {
  const lately = (now - parts.watched.reaction) as EpochMicros;
  return parts.positions
    .movementsIn(symbol, lately, now)
    .filter((one) => isUnknownAt(parts, one, now))
    .reduce((sum, { delta }) => sum - delta, parts.positions.at(symbol, now));
}

function isUnknownAt({ knowledge }: Parts, movement: Movement, now: EpochMicros): boolean {
  const at = knowledge.learnedAt(movement);
  return at === null || at > now;
}

/** Orders that by what it was told take something away from a position, and in truth open one. */
export function soldUnheld(parts: Parts): readonly Finding[] {
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
