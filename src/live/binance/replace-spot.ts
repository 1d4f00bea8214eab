/**
 * Spot's cancel-and-replace. A successor is a new order with a quantity of its own: what the other executes on the way to its cancel would
 * come on top of it. So only an order of which nothing has executed is replaced, and the venue itself sees to that.
 */
import type { ClientReply } from '../../core/order/venue-message.js';
import { SPOT_METHODS } from './ccxt-methods.js';
import { type Replace, entered, notAtVenue, successorOf } from './effects.js';
import { HALVES, replacedOf } from './replace-mapping.js';
import type { Question } from './requests.js';

export const replaceAtSpot: Replace = async (asking, command, { instrument, stamp }) => {
  const { product } = asking;
  const order = successorOf(asking, command, instrument);
  if (typeof order === 'string') return notAtVenue(order);
  const params = {
    ...order,
    cancelReplaceMode: 'STOP_ON_FAILURE',
    cancelRestrictions: 'ONLY_NEW',
    cancelOrigClientOrderId: command.clientOrderId,
    ...product.wholeReply,
    ...stamp(),
  };
  const about = { instrument, product, asked: command };
  const read = (body: unknown): ClientReply => replacedOf(body, about);
  const refusal: Question<ClientReply>['refusal'] = ({ code }, { data }) =>
    HALVES.has(code) ? { kind: 'said', value: replacedOf(data, about) } : null;
  const method = SPOT_METHODS.replaceOrder;
  return entered(asking, command.newClientOrderId, { method, params, read, refusal });
};
