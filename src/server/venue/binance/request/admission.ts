/**
 * Who may ask, and when: the key, the signature over what was sent, and the time it is stamped with. A request is taken while
 * timestamp < server time + 1000 ms and server time - timestamp <= recvWindow, and again when it reaches the matching engine, which is
 * the venue's to look at (`validUntil`).
 */
import type { EpochMicros } from '../../../../core/ground/units.js';
import type { WallTime } from '../../wire/wall-time.js';
import { AHEAD_OF_SERVER, OUTSIDE_WINDOW, missing, refused } from '../words/refusal.js';
import type { KnownKey } from './keys.js';
import type { Params } from './params.js';

const RECV_WINDOW = 5_000_000;
export const RECV_WINDOW_MOST = 60_000_000;
export const AHEAD_MOST = 1_000_000;
const MICROS_PER_MS = 1_000;
/** More digits than that are microseconds. */
const MS_DIGITS = 13;

const UNAUTHORIZED = 401;

const MALFORMED_KEY = refused(-2014, 'API-key format invalid.', UNAUTHORIZED);
const UNKNOWN_KEY = refused(-2015, 'Invalid API-key, IP, or permissions for action.', UNAUTHORIZED);
const BAD_SIGNATURE = refused(-1022, 'Signature for this request is not valid.');

export type Keys = ReadonlyMap<string, KnownKey>;

export function keyNamed(keys: Keys, keyId: string | null): KnownKey {
  const key = keyId === null ? undefined : keys.get(keyId);
  if (key !== undefined) return key;
  throw keyId === null || !/^[\w-]+$/.test(keyId) ? MALFORMED_KEY : UNKNOWN_KEY;
}

/** `signature` as it came; `payload` is what it has to be of. */
export function checkSignature(
  key: KnownKey,
  { payload, signature }: { readonly payload: string; readonly signature: string | null },
): void {
  if (signature === null || signature === '') throw missing('signature');
  if (!key.verify(payload, signature)) throw BAD_SIGNATURE;
}

/** By the market's clock; it never says that it was sent in the future. */
export function windowAsked(
  params: Params,
  { wall, now }: { readonly wall: WallTime; readonly now: EpochMicros },
): { readonly sentAt: EpochMicros; readonly validUntil: EpochMicros } {
  const stamp = stampAsked(params);
  const window = recvWindowAsked(params);
  const server = wall.toWall(now);
  if (stamp >= server + AHEAD_MOST) throw refused(-1021, AHEAD_OF_SERVER);
  if (server - stamp > window) throw refused(-1021, OUTSIDE_WINDOW);
  const sentAt = wall.toMarket(stamp as EpochMicros);
  return {
    sentAt: sentAt < now ? sentAt : now,
    validUntil: wall.toMarket((stamp + window) as EpochMicros),
  };
}

/** In microseconds of the wall clock. */
function stampAsked(params: Params): number {
  const stamp = params.needed('timestamp', 'whole');
  const value = Number(stamp);
  return stamp.length > MS_DIGITS ? value : value * MICROS_PER_MS;
}

function recvWindowAsked(params: Params): number {
  const text = params.like('recvWindow', 'amount');
  if (text === null) return RECV_WINDOW;
  const window = Math.round(Number(text) * MICROS_PER_MS);
  if (window <= RECV_WINDOW_MOST) return window;
  throw refused(-1131, 'recvWindow must be less than 60000');
}
