/**
 * Where requests of Binance's clients meet the simulated venue: what an operation needs to know, and the way of a question through the
 * link, whatever becomes of it there. What is lost on the way, and what is refused, is thrown.
 */
import { InvariantError } from '../../../core/ground/invariant.js';
import { type EpochMicros, MICROS_PER_MS, type Micros, plus } from '../../../core/ground/units.js';
import { type VenueNanos, venueMicros } from '../../../core/order/order.js';
import type { UnknownShape } from '../../../core/order/outcome.js';
import type { ReplyLoss, VenueReply, VenueRequest } from '../../../core/order/venue-message.js';
import { asked } from '../wire/asked.js';
import type { WallTime } from '../wire/wall-time.js';
import type { WireVenue } from '../wire/wire-venue.js';
import type { KnownOrders } from './known-orders.js';
import type { Markets } from './market/market.js';
import type { Params } from './request/params.js';
import type { Usage } from './request/usage.js';
import type { ListenKeys } from './streams/listen-keys.js';
import type { Symbols } from './symbols.js';
import { refused } from './words/refusal.js';
import { type Refusals, refusedByVenue } from './words/refused-by-venue.js';
import type { AccountTerms } from './words/account-terms.js';

export interface Desk {
  readonly venue: WireVenue;
  readonly wall: WallTime;
  readonly terms: AccountTerms;
  readonly symbols: Symbols;
  readonly orders: KnownOrders;
  readonly markets: Markets;
  readonly usage: Usage;
  readonly refusals: Refusals;
  readonly listenKeys: ListenKeys;
  /** Ids that the venue gives where a client gives none. */
  readonly nextId: () => string;
  /** Of orders by their worth: what was asked for, by client id. */
  readonly worths: Map<string, string>;
  /** The id of the last cancel of each order, by the venue's number. */
  readonly cancelIds: Map<string, string>;
}

/** When a signed request was stamped, and until when it may be taken, by the market's clock. */
export interface RequestWindow {
  readonly sentAt: EpochMicros;
  readonly validUntil: EpochMicros;
}

/** One request, admitted. */
export interface Call {
  readonly desk: Desk;
  readonly params: Params;
  /** Null: nobody signed it. */
  readonly window: RequestWindow | null;
  readonly receivedMs: number;
  /** Of the key that it came with; null: with none. */
  readonly keyId: string | null;
}

/** A reply that never came, or came so that nobody can read it. */
export class LostReply extends Error {
  readonly shape: UnknownShape;

  constructor(shape: UnknownShape) {
    super(`the reply is lost: ${shape}`);
    this.shape = shape;
  }
}

export const wallMs = ({ wall }: Pick<Desk, 'wall'>, at: EpochMicros): number =>
  Math.floor(wall.toWall(at) / MICROS_PER_MS);

/** Null = now. */
export const stampMs = (desk: Desk, stamp: VenueNanos | null): number =>
  stamp === null ? nowMs(desk) : wallMs(desk, venueMicros(stamp));

export const nowMs = (desk: Desk): number => wallMs(desk, desk.venue.now());

export const marketTime = ({ wall }: Desk, ms: number): EpochMicros =>
  wall.toMarket((ms * MICROS_PER_MS) as EpochMicros);

export function windowOf({ window }: Call): RequestWindow {
  if (window === null) throw new InvariantError('a signed request without a time');
  return window;
}

/** The reply of that kind; anything else is thrown. */
export async function answered<K extends VenueReply['kind']>(
  call: Call,
  request: VenueRequest,
  kind: K,
): Promise<Extract<VenueReply, { kind: K }>> {
  const reply = await asked(call.desk.venue, request);
  if (reply.kind === kind) return reply as Extract<VenueReply, { kind: K }>;
  throw withoutAnswer(call, request, reply);
}

const SERVER_ERROR = 500;

export function withoutAnswer(
  call: Call,
  request: VenueRequest,
  reply: VenueReply | ReplyLoss,
): Error {
  switch (reply.kind) {
    case 'lost':
      return new LostReply(reply.shape);
    case 'rate-limited':
      return limited(call, reply.retryAfter);
    case 'rejected':
      return refusedByVenue(call.desk.refusals, request.kind, reply);
    case 'exists':
      return call.desk.refusals.duplicate;
    case 'unavailable':
      return refused(
        -1001,
        'Internal error; unable to process your request. Please try again.',
        SERVER_ERROR,
      );
    default:
      return refused(
        -1000,
        'An unknown error occurred while processing the request.',
        SERVER_ERROR,
      );
  }
}

function limited({ desk, receivedMs }: Call, retryAfter: Micros): Error {
  const now = desk.venue.now();
  const waitMs = wallMs(desk, plus(now, retryAfter)) - wallMs(desk, now);
  return desk.usage.limited(receivedMs, wallMs(desk, now), waitMs);
}
