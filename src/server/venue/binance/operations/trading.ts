/** What changes something at the venue: new orders, cancels, and a cancel with a new order behind it. */
import { decimal } from '../../../../core/ground/decimal.js';
import type { ClientOrderId } from '../../../../core/order/order.js';
import type { VenueReply } from '../../../../core/order/venue-message.js';
import { type Call, answered, windowOf } from '../desk.js';
import type { KnownOrder } from '../known-orders.js';
import { fixed } from '../words/amounts.js';
import { canceledWords, newOrderWords } from '../words/order-words.js';
import { statusWord } from '../words/status.js';
import { Refusal, UNKNOWN_ORDER, missing, refused } from '../words/refusal.js';
import { type NewOrder, newOrderAsked } from './new-order.js';
import { openOrdersIn } from './orders.js';
import { type Operation, effect, marketAt, newOrder } from './operation.js';

export const ORDER_PLACE: Operation = newOrder(1, (call) => placed(call, newOrderAsked(call)));

export const ORDER_TEST: Operation = effect(1, async (call) => {
  newOrderAsked(call);
  await marketAt(call);
  return {};
});

async function placed(call: Call, order: NewOrder): Promise<object> {
  const { desk } = call;
  const { clientOrderId, terms, instrument, responseType, worth } = order;
  if (worth === null) desk.worths.delete(clientOrderId);
  else desk.worths.set(clientOrderId, fixed(decimal(worth)));
  const id = clientOrderId as ClientOrderId;
  const request = { kind: 'submit', clientOrderId: id, terms, ...windowOf(call) } as const;
  const reply = await answered(call, request, 'accepted');
  return newOrderWords(desk, { instrument, clientOrderId, terms, ...reply }, responseType);
}

export const ORDER_CANCEL: Operation = effect(1, (call) => {
  const { params } = call;
  return canceled(call, {
    ...named(call, { number: 'orderId', id: 'origClientOrderId' }),
    cancelId: params.like('newClientOrderId', 'order-id'),
  });
});

/** Which order is meant; `clientOrderId` is none that any order has where there is none, or another order has it by now. */
interface Named {
  readonly clientOrderId: string;
  readonly order: KnownOrder | null;
}

/** No client may name an order so. */
const NOBODYS = '#';

function named({ desk, params }: Call, names: { number: string; id: string }): Named {
  const instrument = desk.symbols.needed(params);
  const number = params.numberText(names.number);
  const id = params.like(names.id, 'order-id');
  if (number === null && id === null)
    throw refused(
      -1102,
      `Param '${names.id}' or '${names.number}' must be sent, but both were empty/null!`,
    );
  const order = number === null ? desk.orders.latest(id ?? '') : desk.orders.numbered(number);
  if (order === null) return { clientOrderId: number === null ? (id ?? '') : NOBODYS, order };
  const isLatest = desk.orders.latest(order.clientOrderId) === order;
  return isLatest && order.terms.symbol === instrument.symbol
    ? { clientOrderId: order.clientOrderId, order }
    : { clientOrderId: NOBODYS, order: null };
}

interface Cancel extends Named {
  /** Null = the venue names it. */
  readonly cancelId: string | null;
}

async function canceled(call: Call, cancel: Cancel): Promise<object> {
  const { desk } = call;
  const { clientOrderId, order } = cancel;
  checkRestriction(call, order);
  const cancelId = cancel.cancelId ?? desk.nextId();
  if (order !== null) desk.cancelIds.set(order.venueOrderId, cancelId);
  const id = clientOrderId as ClientOrderId;
  const request = { kind: 'cancel', clientOrderId: id, ...windowOf(call) } as const;
  const reply = await answered(call, request, 'accepted');
  return canceledOf(call, reply, cancelId);
}

function canceledOf(
  { desk }: Call,
  reply: Extract<VenueReply, { kind: 'accepted' }>,
  cancelId: string,
): object {
  const order = desk.orders.numbered(reply.venueOrderId);
  const instrument = order === null ? null : desk.symbols.inside(order.terms.symbol);
  if (order === null || instrument === null) throw refused(-2011, UNKNOWN_ORDER);
  const { clientOrderId, terms } = order;
  return canceledWords(desk, { instrument, clientOrderId, terms, ...reply }, cancelId);
}

const RESTRICTIONS: Readonly<Record<string, string>> = {
  ONLY_NEW: 'NEW',
  ONLY_PARTIALLY_FILLED: 'PARTIALLY_FILLED',
};

function checkRestriction({ params }: Call, order: KnownOrder | null): void {
  const only = params.word('cancelRestrictions', RESTRICTIONS, {
    code: -1145,
    msg: 'Invalid cancelRestrictions',
  });
  if (only === null || order === null || order.leaves === 0) return;
  const status = statusWord(
    order.leaves < order.terms.quantity ? 'partially_filled' : 'accepted',
    order.endedFor,
  );
  if (status !== only) throw refused(-2011, 'Order was not canceled due to cancel restrictions.');
}

/** All that are open in a market, under one id of a cancel; where there are none, Binance says that it knows none. */
export const OPEN_ORDERS_CANCEL: Operation = effect(1, async (call) => {
  const { desk, params } = call;
  const instrument = desk.symbols.needed(params);
  const orders = await openOrdersIn(call, instrument);
  if (orders.length === 0) throw refused(-2011, UNKNOWN_ORDER);
  const cancelId = desk.nextId();
  const canceling = orders.map(async ({ clientOrderId, venueOrderId }) => {
    const order = desk.orders.numbered(venueOrderId);
    return attempt(() => canceled(call, { clientOrderId, order, cancelId }));
  });
  const ends = await Promise.all(canceling);
  // What ended by itself meanwhile is no failure of the whole.
  return ends.flatMap((end) => (end instanceof Refusal ? [] : [end]));
});

const MODES: Readonly<Record<string, boolean>> = { STOP_ON_FAILURE: true, ALLOW_FAILURE: false };

/**
 * Two requests, the second behind the answer to the first: between them the market goes on, and either may be lost. Filters are looked at
 * before both.
 */
export const CANCEL_REPLACE: Operation = newOrder(1, async (call) => {
  const { params } = call;
  if (params.text('cancelReplaceMode') === null) throw missing('cancelReplaceMode');
  const stopsOnFailure = params.word('cancelReplaceMode', MODES, {
    code: -1130,
    msg: "Data sent for parameter 'cancelReplaceMode' is not valid.",
  });
  const order = newOrderAsked(call);
  const cancel = {
    ...named(call, { number: 'cancelOrderId', id: 'cancelOrigClientOrderId' }),
    cancelId: params.like('cancelNewClientOrderId', 'order-id'),
  };
  const cancelEnd = await attempt(() => canceled(call, cancel));
  if (cancelEnd instanceof Refusal && stopsOnFailure === true)
    throw bothHalves(cancelEnd, 'NOT_ATTEMPTED');
  const newEnd = await attempt(() => placed(call, order));
  if (cancelEnd instanceof Refusal || newEnd instanceof Refusal)
    throw bothHalves(cancelEnd, newEnd);
  return {
    cancelResult: 'SUCCESS',
    newOrderResult: 'SUCCESS',
    cancelResponse: cancelEnd,
    newOrderResponse: newEnd,
  };
});

type End = object | Refusal;

const PARTLY = 409;
const WHOLLY = 400;

function bothHalves(cancel: End, order: End | 'NOT_ATTEMPTED'): Refusal {
  const isPartial = !(cancel instanceof Refusal) || isDone(order);
  return new Refusal({
    status: isPartial ? PARTLY : WHOLLY,
    code: isPartial ? -2021 : -2022,
    msg: isPartial ? 'Order cancel-replace partially failed.' : 'Order cancel-replace failed.',
    data: {
      cancelResult: cancel instanceof Refusal ? 'FAILURE' : 'SUCCESS',
      newOrderResult:
        order === 'NOT_ATTEMPTED' ? order : order instanceof Refusal ? 'FAILURE' : 'SUCCESS',
      cancelResponse: cancel instanceof Refusal ? cancel.body : cancel,
      newOrderResponse:
        order === 'NOT_ATTEMPTED' ? null : order instanceof Refusal ? order.body : order,
    },
  });
}

const isDone = (end: End | 'NOT_ATTEMPTED'): boolean =>
  end !== 'NOT_ATTEMPTED' && !(end instanceof Refusal);

/** A refusal is an end; a lost reply is none. */
async function attempt(run: () => Promise<object>): Promise<End> {
  try {
    return await run();
  } catch (error) {
    if (error instanceof Refusal) return error;
    throw error;
  }
}
