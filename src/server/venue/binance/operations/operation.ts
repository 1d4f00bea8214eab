/** What a client can ask for, whichever way it asks: over HTTP and as a method of the WebSocket API. Types, and the question that reads of the market share. */
import type { EpochMicros } from '../../../../core/ground/units.js';
import { type Call, answered } from '../desk.js';
import type { Params } from '../request/params.js';

export interface Operation {
  /** `key`: a known key is enough; `signed`: a signature and a time, too. */
  readonly security: 'none' | 'key' | 'signed';
  /** Of the request, for the limits. */
  readonly weight: (params: Params) => number;
  /** Something may have been done though no answer says so. */
  readonly isEffect: boolean;
  /** An order more for the account where it is answered. */
  readonly isOrder: boolean;
  /** Errors: `Refusal`, `LostReply`. */
  readonly run: (call: Call) => Promise<unknown>;
}

type HttpMethod = 'GET' | 'POST' | 'PUT' | 'DELETE';

/** Operations by their address. */
export type Routes = Readonly<Record<string, Partial<Record<HttpMethod, Operation>>>>;

type Kind = Pick<Operation, 'security' | 'isEffect' | 'isOrder'>;

const PUBLIC: Kind = { security: 'none', isEffect: false, isOrder: false };
const READ: Kind = { security: 'signed', isEffect: false, isOrder: false };
const EFFECT: Kind = { security: 'signed', isEffect: true, isOrder: false };
const ORDER: Kind = { security: 'signed', isEffect: true, isOrder: true };
const KEYED: Kind = { security: 'key', isEffect: false, isOrder: false };

const made =
  (kind: Kind) =>
  (weight: number | ((params: Params) => number), run: Operation['run']): Operation => ({
    ...kind,
    weight: typeof weight === 'number' ? () => weight : weight,
    run,
  });

export const publicRead = made(PUBLIC);
export const accountRead = made(READ);
export const effect = made(EFFECT);
export const newOrder = made(ORDER);
export const keyed = made(KEYED);

/** One weight where a symbol is named, another where none is. */
export const bySymbol =
  (named: number, all: number) =>
  (params: Params): number =>
    params.text('symbol') === null ? all : named;

/**
 * What is known of a market has no question of its own on the link: it comes as the venue's time does, through the same latency and the same
 * faults, and is what was so at that time.
 */
export async function marketAt(call: Call): Promise<EpochMicros> {
  const { venueTime } = await answered(call, { kind: 'query-time' }, 'time');
  const now = call.desk.venue.now();
  return venueTime < now ? venueTime : now;
}
