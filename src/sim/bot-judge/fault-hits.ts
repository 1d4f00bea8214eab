/**
 * What each fault did to a client: which of its requests or frames it hit, and what the client did next about the same order. A fault that
 * acts on no single message (a market that is silent, a halt) stands there with when it was in force.
 */
import { firstAfter } from '../../core/ground/first-after.js';
import type { EpochMicros, Micros } from '../../core/ground/units.js';
import type { FaultAct } from '../../core/order/fault-record.js';
import type { ClientOrderId } from '../../core/order/order.js';
import type { VenueRequest } from '../../core/order/venue-message.js';
import type { Finding } from './finding.js';
import type { Knowledge } from './knowledge.js';
import type { Watched } from './observation.js';
import { sameness } from './sent-twice.js';
import type { Trip } from './trips.js';
import type { TrueOrders } from './true-orders.js';
import type { Words } from './words.js';

/** What comes next, by which of the client's requests it is; `told`: it was shown the order before it did anything. */
export const NEXT = {
  told: 'was told of it',
  'sent-again': 'sent it again without a look',
  'looked-up': 'looked it up',
  canceled: 'canceled it',
  'asked-again': 'asked again',
  nothing: 'did nothing about it',
} as const;

export type Next = keyof typeof NEXT;

export interface FaultHit {
  readonly kind: string;
  readonly at: EpochMicros;
  /** The request or frame. */
  readonly hit: string;
  readonly deed: FaultAct['deed'];
  readonly next: Next;
  /** How long it took; null = nothing came. */
  readonly nextAfter: Micros | null;
  /** How long after it the client was next shown the order; null = never, or it is about none. */
  readonly shownAfter: Micros | null;
  /** What is wrong about the same order, by its place among the findings. */
  readonly findings: readonly number[];
}

interface HitParts {
  readonly watched: Pick<Watched, 'faults'>;
  readonly orders: TrueOrders;
  readonly trips: readonly Trip[];
  readonly knowledge: Knowledge;
  readonly words: Words;
  readonly findings: readonly Finding[];
}

export const faultHits = (parts: HitParts): readonly FaultHit[] =>
  parts.watched.faults.acts.map((act) => hitOf(act, parts));

function hitOf(act: FaultAct, parts: HitParts): FaultHit {
  const { words, trips, knowledge, findings } = parts;
  const trip = act.message === 'report' ? null : hitTrip(act, trips);
  const order = act.clientOrderId === null ? null : orderOf(act, parts);
  const shownAt = order === null ? null : knowledge.shownAfter(order, act.at);
  const next = firstOf(nextOf({ act, trip }, trips), shownAt);
  return {
    kind: act.kind,
    at: act.at,
    hit: trip === null ? frameWords(act) : words.request(trip.request),
    deed: act.deed,
    next: next?.next ?? 'nothing',
    nextAfter: next === null ? null : ((next.at - act.at) as Micros),
    shownAfter: shownAt === null ? null : ((shownAt - act.at) as Micros),
    findings: findings.flatMap(({ orders }, index) =>
      order !== null && orders.includes(order) ? [index] : [],
    ),
  };
}

/** The order of that id that was taken last by the time the client could hear of it; of one on its way, the one it makes. */
const orderOf = (act: FaultAct, { orders }: HitParts): ReturnType<TrueOrders['called']> => {
  const id = act.clientOrderId as ClientOrderId;
  return orders.called(id, act.at) ?? orders.called(id, Infinity as EpochMicros);
};

const frameWords = ({ message, said, clientOrderId, symbol }: FaultAct): string =>
  [message === 'report' ? `frame ${said}` : message, clientOrderId ?? symbol ?? '']
    .join(' ')
    .trim();

/** The last one of its kind and order that had left by then. */
const hitTrip = (act: FaultAct, trips: readonly Trip[]): Trip | null =>
  trips.findLast(
    ({ at, request }) =>
      at <= act.at && request.kind === act.message && idIn(request) === act.clientOrderId,
  ) ?? null;

const idIn = (request: VenueRequest): ClientOrderId | null =>
  'clientOrderId' in request ? request.clientOrderId : null;

interface Hit {
  readonly act: FaultAct;
  /** Null: it was a frame. */
  readonly trip: Trip | null;
}

interface Then {
  readonly next: Next;
  readonly at: EpochMicros;
}

const firstOf = (did: Then | null, shownAt: EpochMicros | null): Then | null =>
  shownAt !== null && (did === null || shownAt < did.at) ? { next: 'told', at: shownAt } : did;

/** Its first request about the same thing since. */
function nextOf(hit: Hit, trips: readonly Trip[]): Then | null {
  for (let index = firstAfter(trips, hit.act.at, ({ at }) => at); ; index += 1) {
    const trip = trips[index];
    if (trip === undefined) return null;
    const next = nextBy(hit, trip.request);
    if (next !== null) return { next, at: trip.at };
  }
}

const nextBy = (hit: Hit, request: VenueRequest): Next | null =>
  isSameKind(hit, request) && isAboutSame(hit, request)
    ? AGAIN[request.kind]
    : isAboutSame(hit, request)
      ? FOLLOWS[request.kind]
      : null;

const isSameKind = ({ trip }: Hit, { kind }: VenueRequest): boolean => trip?.request.kind === kind;

/** A list is about every order. */
function isAboutSame({ act, trip }: Hit, request: VenueRequest): boolean {
  if (request.kind === 'submit')
    return trip?.request.kind === 'submit' && sameness(trip.request, request) !== null;
  const id = idIn(request);
  return id === null || id === act.clientOrderId;
}

/** What a request is that is the one that was hit, once more. */
const AGAIN: Readonly<Record<VenueRequest['kind'], Next>> = {
  submit: 'sent-again',
  cancel: 'asked-again',
  replace: 'asked-again',
  'query-order': 'asked-again',
  'query-executions': 'asked-again',
  'query-open-orders': 'asked-again',
  'query-history': 'asked-again',
  'query-positions': 'asked-again',
  'query-time': 'asked-again',
  'query-depth': 'asked-again',
};

/** What another one is; null = it is about something else. */
const FOLLOWS: Readonly<Record<VenueRequest['kind'], Next | null>> = {
  submit: null,
  cancel: 'canceled',
  replace: 'canceled',
  'query-order': 'looked-up',
  'query-executions': 'looked-up',
  'query-open-orders': 'looked-up',
  'query-history': 'looked-up',
  'query-positions': 'looked-up',
  'query-time': null,
  'query-depth': null,
};
