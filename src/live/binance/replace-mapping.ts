/**
 * What became of a cancel-and-replace, whose two halves the venue answers for one by one: 200 = both done, 400 (-2022) = neither, 409
 * (-2021) = one of them. It is about the successor: only an order that was placed in the other's stead was accepted. Pure.
 */
import type { Instrument } from '../../core/ground/instrument.js';
import type { ClientOrderId } from '../../core/order/order.js';
import type { ClientReply } from '../../core/order/venue-message.js';
import { errorIn, replyOfError } from './error-words.js';
import { type Fields, UnreadableError, fieldsOf, needText } from '../rest/fields.js';
import { acceptedOf, canceledOf } from './order-mapping.js';
import type { Product } from './product.js';

/** Codes of a reply that has `data` about both halves. */
export const HALVES: ReadonlySet<string> = new Set(['-2021', '-2022']);

export interface ReplaceAsked {
  readonly clientOrderId: ClientOrderId;
  readonly newClientOrderId: ClientOrderId;
}

interface ReplaceAbout {
  readonly instrument: Instrument;
  readonly product: Product;
  readonly asked: ReplaceAsked;
}

/** `halves`: the body of a 200, or the `data` of an error. Errors: `UnreadableError`: what cannot be told says nothing. */
export function replacedOf(
  halves: unknown,
  { instrument, product, asked }: ReplaceAbout,
): ClientReply {
  const fields = fieldsOf(halves, 'the halves of a replace');
  const canceled = needText(fields, 'cancelResult');
  const placed = needText(fields, 'newOrderResult');
  if (placed === 'SUCCESS') {
    // The other order still works beside this one: what is known of neither is looked up.
    if (canceled !== 'SUCCESS') throw new UnreadableError(`both orders live: cancel ${canceled}`);
    const { clientOrderId, newClientOrderId } = asked;
    canceledOf(fields['cancelResponse'], { instrument, clientOrderId }, product.orders);
    const successor = { instrument, clientOrderId: newClientOrderId };
    return acceptedOf(fields['newOrderResponse'], successor, product.orders);
  }
  if (canceled === 'FAILURE' && placed === 'NOT_ATTEMPTED')
    return refusalIn(fields, 'cancel', product);
  if (placed === 'FAILURE') {
    const reply = refusalIn(fields, 'submit', product);
    if (reply.kind !== 'rejected' || canceled !== 'SUCCESS') return reply;
    return { ...reply, text: `${reply.text} (the order that it should replace was canceled)` };
  }
  throw new UnreadableError(`cancel ${canceled}, new order ${placed}`);
}

const HALF_NAMES = { cancel: 'cancelResponse', submit: 'newOrderResponse' };

/** That half was refused by a code that proves it. */
function refusalIn(
  fields: Fields,
  half: 'submit' | 'cancel',
  { errors, isTaken }: Product,
): ClientReply {
  const name = HALF_NAMES[half];
  const error = errorIn(fieldsOf(fields[name], name));
  if (error === null) throw new UnreadableError(`${name} is no error`);
  const reply = replyOfError(error, isTaken);
  if (reply.kind === 'rejected' && !errors.refused[half].has(error.code))
    throw new UnreadableError(`${name} ${error.code} proves nothing`);
  return reply;
}
