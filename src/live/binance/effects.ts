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
import type { Params } from './order-params.js';
import type { Asking, Question } from './requests.js';

/** Nothing was sent: there is no such thing to ask for. */
export const notAtVenue = (text: string): Extract<ClientReply, { kind: 'rejected' }> => ({
  kind: 'rejected',
  code: NOT_AT_VENUE,
  text,
});

export interface About {
  readonly instrument: Instrument;
  /** When a request leaves, and for how long the venue may take it. */
  readonly stamp: () => Params;
}

/** How an order takes the place of another in a market. */
export type Replace = (
  asking: Asking,
  command: ReplaceCommand,
  about: About,
) => Promise<ClientReply>;

export function effect(
  asking: Asking,
  command: EffectCommand,
  { replace, ...about }: About & { readonly replace: Replace },
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

async function submit(
  asking: Asking,
  { terms, clientOrderId }: SubmitCommand,
  about: About,
): Promise<ClientReply> {
  const order = asking.product.orderParams(terms, about.instrument);
  if (typeof order === 'string') return notAtVenue(order);
  asking.known.noteSent(clientOrderId, terms);
  return place(asking, { ...order, newClientOrderId: clientOrderId }, { ...about, clientOrderId });
}

/** A new order. */
export function place(
  asking: Asking,
  order: Params,
  { instrument, stamp, clientOrderId }: About & Pick<SubmitCommand, 'clientOrderId'>,
): Promise<ClientReply> {
  const { wholeReply, orders, routes } = asking.product;
  const params = { ...order, ...wholeReply, ...stamp() };
  const read = (body: unknown): Accepted => acceptedOf(body, { instrument, clientOrderId }, orders);
  return entered(asking, clientOrderId, { method: routes.newOrder, params, read });
}

export function cancel(
  asking: Asking,
  { clientOrderId, symbol }: Pick<CancelCommand, 'clientOrderId' | 'symbol'>,
  { instrument, stamp }: About,
): Promise<ClientReply> {
  const { orders, routes } = asking.product;
  const params = { symbol, origClientOrderId: clientOrderId, ...stamp() };
  const read = (body: unknown): Accepted => canceledOf(body, { instrument, clientOrderId }, orders);
  return entered(asking, clientOrderId, { method: routes.cancelOrder, params, read });
}

/** What takes the place of an order is asked for whole. Text = why it cannot be. */
export function successorOf(
  { known, product }: Asking,
  { clientOrderId, newClientOrderId, quantity, limitPrice }: ReplaceCommand,
  instrument: Instrument,
): Params | string {
  const asked = known.termsOf(clientOrderId);
  if (asked === null)
    return 'it was sent by another process: Binance has to be told all of its terms';
  const terms = { ...asked, quantity, limitPrice: limitPrice ?? asked.limitPrice };
  const order = product.orderParams(terms, instrument);
  if (typeof order === 'string') return order;
  known.noteSent(newClientOrderId, terms);
  return { ...order, newClientOrderId };
}

export async function entered(
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
