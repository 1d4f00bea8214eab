/**
 * Replies of the venue as HTTP: what a route did not ask for (a loss, a refusal, 429) is the same for all of them. Every reply says how
 * much may still be asked.
 */
import type { Context } from 'hono';
import { InvariantError } from '../../../core/ground/invariant.js';
import { MICROS_PER_SECOND, type Micros, plus } from '../../../core/ground/units.js';
import type { ReplyLoss, VenueReply, VenueRequest } from '../../../core/order/venue-message.js';
import { asked } from '../wire/asked.js';
import { type WireEnv, loseReply } from '../wire/lose-reply.js';
import type { AlpacaDesk } from './alpaca-desk.js';
import { type Asked, rejection } from './rejections.js';
import {
  type Refusal,
  type RefusalStatus,
  invalid,
  rateLimited,
  refusalText,
  unavailable,
} from './refusal.js';

export type Ctx = Context<WireEnv>;

const JSON_TYPE = { 'content-type': 'application/json; charset=UTF-8' };

export const said = (c: Ctx, body: unknown, status: 200 | 207 = 200): Response =>
  c.body(JSON.stringify(body), status, JSON_TYPE);

export const refused = (
  c: Ctx,
  refusal: Refusal,
  status: RefusalStatus = refusal.status,
): Response => c.body(refusalText(refusal), status, JSON_TYPE);

type Reply = VenueReply | ReplyLoss;
type ReplyTo<K extends Reply['kind']> = Extract<Reply, { kind: K }>;

/** What a client asked for by a route: the words of a refusal, and what a reply that is cut off would have said. */
export interface Route extends Asked {
  readonly c: Ctx;
  readonly desk: AlpacaDesk;
  readonly lostBody: () => string;
}

/** What a client is told in place of what was asked for. Not told by its class: there are two of that name (the server brings its own). */
export interface Instead {
  readonly instead: Response;
}

export const isInstead = (value: object): value is Instead => 'instead' in value;

/** Asks the venue, and answers where it says anything but `kind`. */
export async function answered<K extends Reply['kind']>(
  route: Route,
  kind: K,
  request: VenueRequest,
): Promise<ReplyTo<K> | Instead> {
  const reply = await asked(route.desk.venue, request);
  return reply.kind === kind ? (reply as ReplyTo<K>) : { instead: otherwise(route, reply) };
}

/** As `answered`, of several requests that leave together, the one the client asked for first; one that fails fails all. */
export async function allAnswered<K extends Reply['kind']>(
  route: Route,
  kind: K,
  requests: readonly VenueRequest[],
): Promise<readonly ReplyTo<K>[] | Instead> {
  const replies = await Promise.all(requests.map((request) => asked(route.desk.venue, request)));
  const isWanted = (reply: Reply): reply is ReplyTo<K> => reply.kind === kind;
  const other = replies.find((reply) => !isWanted(reply));
  return other === undefined ? replies.filter(isWanted) : { instead: otherwise(route, other) };
}

/** Whether the venue answers at all; what it says is not needed. */
export const reached = (route: Route): Promise<ReplyTo<'time'> | Instead> =>
  answered(route, 'time', { kind: 'query-time' });

export function otherwise(route: Route, reply: Reply): Response {
  const { c, desk } = route;
  switch (reply.kind) {
    case 'lost':
      return loseReply(c, reply.shape, { body: route.lostBody(), serverError: SERVER_ERROR });
    case 'rate-limited':
      comeBack(c, desk, reply.retryAfter);
      return refused(c, rateLimited('rate limit exceeded'));
    case 'unavailable':
      return refused(c, unavailable(reply.text));
    case 'rejected':
      return refused(c, rejection(route, reply));
    case 'exists':
      return refused(c, invalid('client_order_id must be unique'));
    default:
      throw new InvariantError(`the venue answered ${reply.kind}`);
  }
}

const SERVER_ERROR = {
  status: 503,
  body: refusalText(unavailable('service unavailable')),
} as const;

/** After a length of market time, in whole seconds of the wall clock and at least one. */
function comeBack(c: Ctx, desk: AlpacaDesk, after: Micros): void {
  const now = desk.wallNow();
  const then = desk.wall.toWall(plus(desk.now(), after));
  c.header('Retry-After', `${Math.max(1, Math.ceil((then - now) / MICROS_PER_SECOND))}`);
  c.header('X-RateLimit-Remaining', '0');
  c.header('X-RateLimit-Reset', `${Math.ceil(then / MICROS_PER_SECOND)}`);
}

const NO_LACK: Asked['lack'] = () => ({ message: 'insufficient buying power' });

/** A request about no order. */
export const query = (c: Ctx, desk: AlpacaDesk, lostBody = '[{"status":"ok"}]'): Route => ({
  ...{ c, desk, kind: 'query-time', order: '', asset: null, side: null, lack: NO_LACK },
  lostBody: () => lostBody,
});
