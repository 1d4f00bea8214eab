/**
 * A replace of USD-M futures: a cancel, and once that is answered a new order. The market has a request that changes an order where it is
 * (`PUT order`), but the order keeps its id then, and what came of the change after a lost answer could not be told from the order before
 * it. A successor has a quantity of its own: it is placed only where the cancel says that nothing had executed.
 */
import type { ClientReply } from '../../../core/order/venue-message.js';
import { type Replace, cancel, notAtVenue, place, successorOf } from '../effects.js';
import type { Asking } from '../requests.js';
import { NOT_REPLACED } from './errors.js';

export const replaceAtUsdm: Replace = async (asking, command, about) => {
  const order = successorOf(asking, command, about.instrument);
  if (typeof order === 'string') return notAtVenue(order);
  const canceled = await cancel(asking, command, about);
  if (canceled.kind !== 'accepted') return proven(asking, canceled, 'cancel');
  if (canceled.status !== 'canceled' || canceled.cumQty !== 0)
    return {
      kind: 'rejected',
      code: NOT_REPLACED,
      text: 'it was canceled, and had executed in part: nothing was placed in its stead',
    };
  const clientOrderId = command.newClientOrderId;
  const reply = await place(asking, order, { ...about, clientOrderId });
  const told = proven(asking, reply, 'submit');
  if (told.kind !== 'rejected') return told;
  return { ...told, text: `${told.text} (the order that it should replace was canceled)` };
};

/** A refusal of a half counts by the codes of that half alone. */
function proven(
  { product: { errors } }: Asking,
  reply: ClientReply,
  half: 'cancel' | 'submit',
): ClientReply {
  if (reply.kind !== 'rejected') return reply;
  const { code } = reply;
  if (errors.refused[half].has(code) || errors.clock.has(code)) return reply;
  return { kind: 'unavailable', text: `${code} to the ${half} proves nothing` };
}
