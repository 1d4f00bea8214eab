/**
 * FIL-4: what the venue's error codes say, as allow-lists, by code and never by status or by a library's class. Whatever stands in none of
 * them (-1000, -1006, -1007, -1008 and everything unknown) says nothing about the request: it may have been carried out. Pure.
 *
 * Source: binance-spot-api-docs, the pages on errors and on the REST API ("HTTP return codes").
 */
import { type Micros, millis, seconds } from '../../core/ground/units.js';
import type { ErrorClasses, VenueError } from '../../core/order/error-classes.js';
import type { ClientReply } from '../../core/order/venue-message.js';
import { type Fields, textIn } from '../rest/fields.js';

/** Ours: the venue has nothing of the kind, so that it was not asked. */
export const NOT_AT_VENUE = 'not-at-venue';
/** Ours: the firewall before the venue refused the request (403, no JSON). */
export const FIREWALL = 'firewall';
/** Ours: there is nothing at this address (404, no JSON). It stands in no list: of an order it proves nothing. */
export const NO_SUCH_ADDRESS = 'no-such-address';

/** Signature, key, or what the key may do. */
export const OF_KEY = ['-1022', '-2014', '-2015'] as const;
export const BAD_SYMBOL = '-1121';
export const OF_ANY: readonly string[] = [...OF_KEY, BAD_SYMBOL, FIREWALL, NOT_AT_VENUE];
/** Of Spot: a filter failed; the matching engine refused a new order. */
const OF_ORDER = ['-1013', '-2010'] as const;
/** The matching engine refused a cancel: mostly the order is over, or was never there. */
export const OF_CANCEL = '-2011';
/** Of Spot: ended unfilled more than 90 days ago. */
const ARCHIVED = '-2026';

export const SPOT_ERRORS: ErrorClasses = {
  refused: {
    submit: new Set([...OF_ANY, ...OF_ORDER]),
    cancel: new Set([...OF_ANY, OF_CANCEL]),
    replace: new Set([...OF_ANY, ...OF_ORDER, OF_CANCEL]),
  },
  archived: new Set([ARCHIVED]),
  gone: new Set([BAD_SYMBOL]),
  // Outside of the window that the request itself stated.
  clock: new Set(['-1021']),
  flat: new Set(),
  // Asking again changes nothing.
  reads: new Map(
    [...OF_KEY, BAD_SYMBOL, NOT_AT_VENUE, ARCHIVED].map((code) => [code, 'permanent']),
  ),
};

/** Too many requests, or too many orders: not accepted, whatever status it came with. */
const LIMITED: ReadonlySet<string> = new Set(['-1003', '-1015']);
/** The shortest of the windows that the venue counts in. */
const LIMITED_WAIT: Micros = seconds(10);

const BANNED_UNTIL = /banned until (\d{13})/;
/** The longest of the windows of requests: who asks again within it is banned in the end. */
const WINDOW: Micros = seconds(60);

/** 429 and 418 of futures have no `Retry-After` in Binance's documents; a ban says in words until when it lasts. */
export function waitUnsaid({
  text,
  atMs,
}: {
  readonly text: string;
  readonly atMs: number;
}): Micros {
  const wait = Number(BANNED_UNTIL.exec(text)?.[1] ?? NaN) - atMs;
  return wait > 0 ? millis(wait) : WINDOW;
}

/** Of Spot. */
const TAKEN = { code: '-2010', text: 'Duplicate order sent.' } as const;

export const isTakenAtSpot = ({ code, text }: VenueError): boolean =>
  code === TAKEN.code && text === TAKEN.text;

export const NO_SUCH_ORDER = '-2013';

/** Null = the body is no error. */
export function errorIn(body: Fields): VenueError | null {
  const code = textIn(body, 'code');
  const text = textIn(body, 'msg');
  return code === null || text === null ? null : { code, text };
}

/** What an error is as a reply; which of the codes count for which request is for the lists above to say. */
export function replyOfError(
  { code, text }: VenueError,
  isTaken: (error: VenueError) => boolean,
): Extract<ClientReply, { kind: 'rejected' | 'exists' | 'rate-limited' }> {
  if (LIMITED.has(code)) return { kind: 'rate-limited', retryAfter: LIMITED_WAIT };
  return isTaken({ code, text }) ? { kind: 'exists', text } : { kind: 'rejected', code, text };
}
