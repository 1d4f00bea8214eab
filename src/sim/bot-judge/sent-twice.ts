/**
 * One order sent again as another: what came first had no answer that says anything, nothing showed it to the client in between, and both
 * stand at the venue.
 *
 * Two orders are one intent where the client says so, by ids that are equal up to their last colon (`buy-17:1`, `buy-17:2`), or by one id used
 * again. Where neither id has a colon it is a guess: the same symbol, side, type, quantity and prices look like the same intent.
 *
 * Limits: a guess may be wrong for a client that means two equal orders, one of them unanswered; it names its intents, or looks. Terms that were
 * worked out anew (another quantity or price) are not seen as the same without a name.
 */
import type { EpochMicros, Micros } from '../../core/ground/units.js';
import type { OrderTerms } from '../../core/order/order.js';
import type { SubmitRequest } from '../../core/order/venue-message.js';
import type { Finding } from './finding.js';
import type { Knowledge } from './knowledge.js';
import { type Trip, isGivenUp, replyBy } from './trips.js';
import type { TrueOrder } from './true-orders.js';
import type { Words } from './words.js';

/** How it is known that two orders are one intent; null = they are not. */
type Sameness = 'named' | 'looks-like' | null;

/** The intent that an id names; null = none. */
export function intentOf(clientOrderId: string): string | null {
  const colon = clientOrderId.lastIndexOf(':');
  return colon <= 0 ? null : clientOrderId.slice(0, colon);
}

export function sameness(
  a: Pick<SubmitRequest, 'clientOrderId' | 'terms'>,
  b: Pick<SubmitRequest, 'clientOrderId' | 'terms'>,
): Sameness {
  if (a.clientOrderId === b.clientOrderId) return 'named';
  const [one, other] = [intentOf(a.clientOrderId), intentOf(b.clientOrderId)];
  if (one !== null || other !== null) return one === other ? 'named' : null;
  return areSame(a.terms, b.terms) ? 'looks-like' : null;
}

const SAME = ['symbol', 'side', 'type', 'quantity', 'limitPrice', 'stopPrice'] as const;

const areSame = (a: OrderTerms, b: OrderTerms): boolean =>
  SAME.every((field) => a[field] === b[field]);

/** Asked for by the client itself. */
interface Sent {
  readonly order: TrueOrder;
  readonly trip: Trip;
}

export interface TwiceParts {
  readonly orders: readonly TrueOrder[];
  readonly lag: Micros;
  readonly trips: readonly Trip[];
  readonly knowledge: Knowledge;
  readonly words: Words;
}

export function sentTwice(parts: TwiceParts): readonly Finding[] {
  const sent = parts.orders
    .flatMap((order): readonly Sent[] => {
      const { trip } = order;
      return trip?.request.kind === 'submit' ? [{ order, trip }] : [];
    })
    .sort((a, b) => a.trip.nth - b.trip.nth);
  const unanswered = new Unanswered(parts.knowledge);
  const findings: Finding[] = [];
  for (const one of sent) {
    const first = unanswered
      .alikeTo(one, one.trip.at)
      .find((earlier) => isAgain(earlier, one, parts));
    if (first !== undefined) {
      findings.push(found(first, one, parts));
      // It has been sent again: another one like it is one more order, not the same once more.
      unanswered.remove(first);
    }
    unanswered.add(one);
  }
  return findings;
}

/** Orders without an answer, found by what makes two of them one intent (`sameness`): among thousands nobody looks at all. */
class Unanswered {
  readonly #knowledge: Knowledge;
  readonly #groups = new Map<string, Sent[]>();

  constructor(knowledge: Knowledge) {
    this.#knowledge = knowledge;
  }

  add(one: Sent): void {
    for (const key of keysOf(one)) {
      const group = this.#groups.get(key);
      if (group === undefined) this.#groups.set(key, [one]);
      else group.push(one);
    }
  }

  remove(one: Sent): void {
    for (const key of keysOf(one)) this.#keep(key, (other) => other !== one);
  }

  /** As they were sent; what was answered or shown by `at` is nobody's first from here on. `at` rises from call to call. */
  alikeTo(one: Sent, at: EpochMicros): readonly Sent[] {
    const groups = keysOf(one).map((key) =>
      this.#keep(
        key,
        ({ trip, order }) =>
          replyBy(trip, at) === null && !this.#knowledge.isShown(order, trip.at, at),
      ),
    );
    return [...new Set(groups.flat())].sort((a, b) => a.trip.nth - b.trip.nth);
  }

  #keep(key: string, stays: (one: Sent) => boolean): readonly Sent[] {
    const kept = (this.#groups.get(key) ?? []).filter(stays);
    this.#groups.set(key, kept);
    return kept;
  }
}

/** Two orders that are one intent have one of these in common. */
function keysOf({ order: { clientOrderId, terms } }: Sent): readonly string[] {
  const intent = intentOf(clientOrderId);
  if (intent !== null) return [`intent ${intent}`];
  return [`id ${clientOrderId}`, `terms ${SAME.map((field) => terms[field]).join()}`];
}

function isAgain(first: Sent, second: Sent, { lag }: TwiceParts): boolean {
  const { at } = second.trip;
  return (
    isSameIntent(first, second) &&
    isGivenUp(first.trip, at, lag) &&
    stands(first.order, later(first.order.acceptedAt, second.order.acceptedAt))
  );
}

const isSameIntent = (a: Sent, b: Sent): boolean => sameness(a.order, b.order) !== null;

const later = (a: EpochMicros, b: EpochMicros): EpochMicros => (a > b ? a : b);

/** It is open then, or has executed. */
const stands = ({ movements, endedAt }: TrueOrder, at: EpochMicros): boolean =>
  movements.some(({ isBust }) => !isBust) || endedAt === null || endedAt > at;

function found(first: Sent, second: Sent, parts: TwiceParts): Finding {
  const { words } = parts;
  const { at } = second.trip;
  const how = sameness(first.order, second.order) === 'named' ? '' : 'looks like ';
  const after = words.length(at - first.trip.at);
  return {
    rule: 'sent-twice',
    at,
    symbol: first.order.terms.symbol,
    orders: [first.order, second.order],
    text:
      `${how}one order sent twice: ${words.order(second.order)} ${after} after ${words.order(first.order)}, which had no answer; ` +
      `${between(first, second, parts)}. ` +
      `Both stand: ${words.fate(first.order)}; ${words.fate(second.order)}`,
  };
}

/** What the client asked in between, none of which showed the first. */
function between(first: Sent, second: Sent, { trips }: TwiceParts): string {
  const { clientOrderId } = first.order;
  const [from, to] = [first.trip.at, second.trip.at];
  const asked = trips.filter((trip) => trip.at > from && trip.at <= to && trip !== second.trip);
  const forIt = asked.filter(
    ({ request }) => request.kind === 'query-order' && request.clientOrderId === clientOrderId,
  );
  if (forIt.some((trip) => replyBy(trip, to)?.kind === 'order'))
    return 'it asked for it, was told that there is none, and did not ask again: not found is not absent';
  if (forIt.length > 0) return 'it asked for it and did not wait for an answer';
  return asked.some(({ request }) => LISTS.has(request.kind))
    ? 'it looked at lists that the first was not in, and not for the order itself'
    : 'it looked for nothing in between';
}

const LISTS: ReadonlySet<string> = new Set([
  'query-open-orders',
  'query-history',
  'query-positions',
]);
