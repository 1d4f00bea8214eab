/**
 * One request of the venue's REST interface, and what it came to: what the body says, or the reply that tells why there is no body to
 * read. What decides is the text on the wire (FIL-4).
 */
import type { ClientReply } from '../../core/order/venue-message.js';
import type { VenueError } from '../../core/order/error-classes.js';
import { type ExchangeOptions, type Exchanged, exchange } from '../rest/exchange.js';
import { FIREWALL, NO_SUCH_ADDRESS, errorIn, replyOfError, waitUnsaid } from './error-words.js';
import { type Fields } from '../rest/fields.js';
import { parsed } from './parsed.js';

export type NoAnswer = Extract<
  ClientReply,
  { kind: 'rejected' | 'exists' | 'rate-limited' | 'unavailable' | 'lost' | 'not-sent' }
>;

export type Said<T> = { readonly kind: 'said'; readonly value: T } | NoAnswer;

export interface Ask<T> {
  /** Makes the library send one request. */
  readonly send: () => Promise<unknown>;
  /** May throw: what cannot be read says nothing. */
  readonly read: (body: unknown) => T;
  /** What an error means where it means more than its code; null = no more. */
  readonly refusal?: (error: VenueError, body: Fields) => Said<T> | null;
  readonly isTaken: (error: VenueError) => boolean;
  readonly options: ExchangeOptions;
}

const FORBIDDEN = 403;
const NOT_FOUND = 404;

export async function asked<T>({
  send,
  read,
  refusal,
  isTaken,
  options,
}: Ask<T>): Promise<Said<T>> {
  const exchanged = await exchange(send, options);
  if (exchanged.kind === 'rate-limited' && exchanged.unsaid !== undefined)
    return { kind: 'rate-limited', retryAfter: waitUnsaid(exchanged.unsaid) };
  if (exchanged.kind !== 'answered') return exchanged;
  const body = parsed(exchanged.text);
  try {
    if (body === null) return wordless(exchanged);
    const error = errorIn(body as Fields);
    if (error !== null) return refusal?.(error, body as Fields) ?? replyOfError(error, isTaken);
    if (exchanged.status >= REFUSED) return { kind: 'lost', shape: 'unparsable' };
    return { kind: 'said', value: read(body) };
  } catch (error) {
    return { kind: 'unavailable', text: (error as Error).message };
  }
}

const REFUSED = 300;

/** No JSON. The firewall before the venue speaks HTML. */
function wordless({ status }: Extract<Exchanged, { kind: 'answered' }>): NoAnswer {
  if (status === FORBIDDEN)
    return {
      kind: 'rejected',
      code: FIREWALL,
      text: 'refused by the firewall before the venue (403)',
    };
  return status === NOT_FOUND
    ? { kind: 'rejected', code: NO_SUCH_ADDRESS, text: 'nothing is at this address (404)' }
    : { kind: 'lost', shape: 'unparsable' };
}
