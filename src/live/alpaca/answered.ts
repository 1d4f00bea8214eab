/**
 * What came of one request, as whoever asked it needs it: the body of a good answer, or the reply that ends the whole question, thrown, so
 * that a question of several requests reads as one.
 */
import type { EffectKind } from '../../core/order/error-classes.js';
import type { ClientReply } from '../../core/order/venue-message.js';
import type { Exchanged } from '../rest/exchange.js';
import { numbersAsText } from '../rest/exact-json.js';
import { type Fields, UnreadableError, fieldsOf } from '../rest/fields.js';
import { type ClassifiedError, classified } from './errors.js';

const OK = 200;

/** There is no answer to go on with, and this is what to say. */
class EndedEarly extends Error {
  readonly reply: ClientReply;

  constructor(reply: ClientReply) {
    super(reply.kind);
    this.reply = reply;
  }
}

/** A read's body. Errors: `EndedEarly`, for `replyTo` to catch. */
export function bodyOf(exchanged: Exchanged): unknown {
  if (exchanged.kind !== 'answered') throw new EndedEarly(exchanged);
  const { status, text } = exchanged;
  if (status === OK) return parsed(text);
  throw new EndedEarly(rejection(classified(status, text, null)));
}

/** Null where the order that was asked for is not there. Errors: as above. */
export const orderIfFound = (exchanged: Exchanged): Fields | null =>
  exchanged.kind === 'answered' && classified(exchanged.status, exchanged.text, null).isAbsent
    ? null
    : fieldsOf(bodyOf(exchanged), 'an order');

/** The body of an effect that was answered with `status`. Errors: as above. */
export function effectBody(exchanged: Exchanged, effect: EffectKind, status: number = OK): unknown {
  if (exchanged.kind !== 'answered') throw new EndedEarly(exchanged);
  const { text } = exchanged;
  if (exchanged.status === status) return text === '' ? null : parsed(text);
  const error = classified(exchanged.status, text, effect);
  throw new EndedEarly(error.isTaken ? { kind: 'exists', text: error.text } : rejection(error));
}

const rejection = ({ code, text }: ClassifiedError): ClientReply => ({
  kind: 'rejected',
  code,
  text,
});

function parsed(text: string): unknown {
  try {
    return numbersAsText(text);
  } catch {
    throw new EndedEarly({ kind: 'lost', shape: 'unparsable' });
  }
}

/** What a question comes to that got no answer to go on with, and one whose answer cannot be understood. */
export interface Unanswered<T> {
  readonly ended: (reply: ClientReply) => T;
  readonly unreadable: (why: string) => T;
}

/** Runs a question of any number of requests. */
export async function answering<T>(
  ask: () => Promise<T>,
  { ended, unreadable }: Unanswered<T>,
): Promise<T> {
  try {
    return await ask();
  } catch (error) {
    if (error instanceof EndedEarly) return ended(error.reply);
    if (error instanceof UnreadableError) return unreadable(error.message);
    throw error;
  }
}

export const asReplied = (reply: ClientReply): ClientReply => reply;
