/**
 * What changes something at the venue, and what the venue's reply to it is in the core's words.
 *
 * A new order always has our id, and the venue keeps ids unique among open orders alone: sent again after it filled, an order would execute
 * twice. It is for the core to prove first that it cannot be there; `validUntil` becomes the venue's own `recvWindow` for that.
 */
import type { Instrument } from '../../core/ground/instrument.js';
import type { ClientReply } from '../../core/order/venue-message.js';
import type {
  CancelCommand,
  EffectCommand,
  ReplaceCommand,
  SubmitCommand,
} from '../../core/state/command.js';
import type { NoAnswer } from './asked.js';
import { NOT_AT_VENUE } from './error-words.js';
import { type Accepted, acceptedOf, canceledOf } from './order-mapping.js';
import { type Params, orderParams } from './order-params.js';
import { HALVES, replacedOf } from './replace-mapping.js';
import type { Asking, Question } from './spot-requests.js';

/** Nothing was sent: there is no such thing to ask for. */
export const notAtVenue = (text: string): Extract<ClientReply, { kind: 'rejected' }> => ({
  kind: 'rejected',
  code: NOT_AT_VENUE,
  text,
});

/** `stamp`: when it leaves, and for how long the venue may take it. */
export function effect(
  asking: Asking,
  command: EffectCommand,
  about: { readonly instrument: Instrument; readonly stamp: Params },
): Promise<ClientReply> {
  switch (command.kind) {
    case 'submit':
      return submit(asking, command, about);
    case 'cancel':
      return cancel(asking, command, about);
    case 'replace':
      return replace(asking, command, about);
  }
}

type About = Parameters<typeof effect>[2];

/** The whole reply, so that it says what has executed by then. */
const WHOLE: Params = { newOrderRespType: 'FULL' };

async function submit(
  asking: Asking,
  { terms, clientOrderId }: SubmitCommand,
  { instrument, stamp }: About,
): Promise<ClientReply> {
  const order = orderParams(terms, instrument);
  if (typeof order === 'string') return notAtVenue(order);
  asking.known.noteSent(clientOrderId, terms);
  const params = { ...order, newClientOrderId: clientOrderId, ...WHOLE, ...stamp };
  const read = (body: unknown): Accepted => acceptedOf(body, instrument, { clientOrderId });
  return entered(asking, clientOrderId, { route: 'newOrder', params, read });
}

async function cancel(
  asking: Asking,
  { clientOrderId, symbol }: CancelCommand,
  { instrument, stamp }: About,
): Promise<ClientReply> {
  const params = { symbol, origClientOrderId: clientOrderId, ...stamp };
  const read = (body: unknown): Accepted => canceledOf(body, instrument, { clientOrderId });
  return entered(asking, clientOrderId, { route: 'cancelOrder', params, read });
}

/**
 * At this venue a successor is a new order with a quantity of its own: what the other executes on the way to its cancel would come on top
 * of it. So only an order of which nothing has executed is replaced, and the venue itself sees to that.
 */
async function replace(
  asking: Asking,
  command: ReplaceCommand,
  { instrument, stamp }: About,
): Promise<ClientReply> {
  const { clientOrderId, newClientOrderId, quantity, limitPrice } = command;
  const asked = asking.known.termsOf(clientOrderId);
  if (asked === null)
    return notAtVenue('it was sent by another process: Binance has to be told all of its terms');
  const terms = { ...asked, quantity, limitPrice: limitPrice ?? asked.limitPrice };
  const order = orderParams(terms, instrument);
  if (typeof order === 'string') return notAtVenue(order);
  asking.known.noteSent(newClientOrderId, terms);
  const params = {
    ...order,
    cancelReplaceMode: 'STOP_ON_FAILURE',
    cancelRestrictions: 'ONLY_NEW',
    cancelOrigClientOrderId: clientOrderId,
    newClientOrderId,
    ...WHOLE,
    ...stamp,
  };
  const read = (body: unknown): ClientReply => replacedOf(body, instrument, command);
  const refusal: Question<ClientReply>['refusal'] = ({ code }, { data }) =>
    HALVES.has(code) ? { kind: 'said', value: replacedOf(data, instrument, command) } : null;
  return entered(asking, newClientOrderId, { route: 'replaceOrder', params, read, refusal });
}

async function entered(
  { ask, known, options }: Asking,
  clientOrderId: SubmitCommand['clientOrderId'],
  question: Question<ClientReply>,
): Promise<ClientReply> {
  const said = await ask(question, options);
  const reply: ClientReply | NoAnswer = said.kind === 'said' ? said.value : said;
  const symbol = question.params['symbol'] ?? '';
  if (reply.kind === 'accepted')
    known.note(symbol, { clientOrderId, venueOrderId: reply.venueOrderId });
  return reply;
}
