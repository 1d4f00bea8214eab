/** What changes something at the futures exchange: new orders, orders modified, cancels, conditional orders. */
import type { ClientOrderId } from '../../../../core/order/order.js';
import { invariant } from '../../../../core/ground/invariant.js';
import type { Lots, Side, Ticks } from '../../../../core/ground/units.js';
import type { VenueReply } from '../../../../core/order/venue-message.js';
import { type Call, answered, stampMs, windowOf } from '../desk.js';
import { type Operation, effect, marketAt, newOrder } from '../operations/operation.js';
import { NO_SUCH_ORDER, Refusal, UNKNOWN_ORDER, refused } from '../words/refusal.js';
import { statusWord } from '../words/status.js';
import { algoWords } from './algo-words.js';
import type { Book } from './book.js';
import { LIMIT_PRICE, priceOn, quantityOn } from './filters.js';
import { type NewOrder, algoOrderAsked, idAsked, orderAsked, sideAsked } from './new-order.js';
import { type Said, orderWords } from './order-words.js';
import { type UsdmOrder, current, filledBefore, isOpen, isWaiting, nextId } from './orders.js';

type Accepted = Extract<VenueReply, { kind: 'accepted' }>;

async function placed(call: Call, book: Book, asked: NewOrder): Promise<Said> {
  const { desk } = call;
  const { clientOrderId, terms } = asked;
  const before = book.orders.named(clientOrderId);
  // Modified, it is known to the venue by another name, which is free of this one.
  if (before !== null && before.links.length > 1 && isOpen(before)) throw desk.refusals.duplicate;
  const id = clientOrderId as ClientOrderId;
  const request = { kind: 'submit', clientOrderId: id, terms, ...windowOf(call) } as const;
  const reply = await answered(call, request, 'accepted');
  const said = saidOf(call, book, reply);
  invariant(said !== null, `the venue accepted ${clientOrderId}, which its ledger has not`);
  return said;
}

/** What the venue answered of an order; null where nobody knows the order. */
function saidOf({ desk }: Call, { orders }: Book, reply: Accepted): Said | null {
  const { venueOrderId, status, cumQty, venueTime } = reply;
  const order = orders.withLink(venueOrderId);
  const link = order?.links.find((one) => one.venueOrderId === venueOrderId);
  const instrument = link === undefined ? null : desk.symbols.inside(link.terms.symbol);
  if (order === null || link === undefined || instrument === null) return null;
  return {
    ...{ instrument, order, link, cumQty },
    status: statusWord(status ?? 'accepted', link.endedFor),
    updatedMs: stampMs(desk, venueTime),
  };
}

export const orderPlace = (book: Book): Operation =>
  newOrder(0, async (call) => {
    const asked = orderAsked(call, book);
    const said = await placed(call, book, asked);
    // It says that the order was taken, whatever has become of it by then.
    const isAck = asked.responseType === 'ACK';
    return orderWords(call.desk, isAck ? { ...said, status: 'NEW', cumQty: 0 as Lots } : said);
  });

export const orderTest = (book: Book): Operation =>
  effect(0, async (call) => {
    orderAsked(call, book);
    await marketAt(call);
    return {};
  });

export const algoPlace = (book: Book): Operation =>
  newOrder(0, async (call) => {
    const { order, status } = await placed(call, book, algoOrderAsked(call, book));
    return algoWords(call.desk, order, status);
  });

/** The order that is meant, by a number or by an id of the client's. */
export interface Named {
  readonly order: UsdmOrder | null;
  /** Under which name the venue is asked: of one that nobody knows, too. */
  readonly inside: ClientOrderId;
}

/** No client may name an order so. */
const NOBODYS = '#' as ClientOrderId;

export function named(
  { desk, params }: Call,
  { orders }: Book,
  names: { readonly number: string; readonly id: string },
): Named {
  const number = params.numberText(names.number);
  const id = idAsked(params, names.id);
  if (number === null && id === null)
    throw refused(
      -1102,
      `Param '${names.id}' or '${names.number}' must be sent, but both were empty/null!`,
    );
  const order = number === null ? orders.named(id ?? '') : orders.numbered(number);
  if (order === null) return { order, inside: number === null ? (id as ClientOrderId) : NOBODYS };
  const { clientOrderId } = current(order);
  const isLatest = desk.orders.latest(clientOrderId) === current(order);
  return { order, inside: isLatest ? clientOrderId : NOBODYS };
}

/** What names an order where it is worked, and where it waits. */
export const ORDER_NAMES = { number: 'orderId', id: 'origClientOrderId' };
export const ALGO_NAMES = { number: 'algoId', id: 'clientAlgoId' };

async function canceled(call: Call, book: Book, inside: ClientOrderId): Promise<Said> {
  const request = { kind: 'cancel', clientOrderId: inside, ...windowOf(call) } as const;
  const reply = await answered(call, request, 'accepted');
  const said = saidOf(call, book, reply);
  if (said === null) throw refused(-2011, UNKNOWN_ORDER);
  return { ...said, status: statusWord(reply.status ?? 'canceled', 'requested') };
}

export const orderCancel = (book: Book): Operation =>
  effect(1, async (call) => {
    const { symbol } = call.desk.symbols.needed(call.params);
    const { order, inside } = named(call, book, ORDER_NAMES);
    const isMeant = order === null || (!isWaiting(order) && isOf(order, symbol));
    return orderWords(call.desk, await canceled(call, book, isMeant ? inside : NOBODYS));
  });

export const algoCancel = (book: Book): Operation =>
  effect(1, async (call) => {
    const { order, inside } = named(call, book, ALGO_NAMES);
    const isMeant = order === null || isWaiting(order);
    const said = await canceled(call, book, isMeant ? inside : NOBODYS);
    return {
      algoId: Number(said.order.orderId),
      clientAlgoId: said.order.clientOrderId,
      ...{ code: '200', msg: 'success' },
    };
  });

const isOf = (order: UsdmOrder, symbol: string): boolean => order.links[0].terms.symbol === symbol;

/** All of a market, those that wait or those that do not; that there are none is no refusal. */
const cancelAll = (book: Book, waiting: boolean): Operation =>
  effect(1, async (call) => {
    const { symbol } = call.desk.symbols.needed(call.params);
    await marketAt(call);
    const open = book.orders
      .open()
      .filter((order) => isWaiting(order) === waiting && isOf(order, symbol));
    const ends = await Promise.all(
      open.map((order) => attempt(() => canceled(call, book, current(order).clientOrderId))),
    );
    const lost = ends.find((end) => end !== null);
    if (lost !== undefined) throw lost;
    return { code: 200, msg: 'The operation of cancel all open order is done.' };
  });

export const ordersCancel = (book: Book): Operation => cancelAll(book, false);
export const algosCancel = (book: Book): Operation => cancelAll(book, true);

const CANCEL_REJECTED = -2011;

/** What ended by itself meanwhile is no failure of the whole; a reply that is lost is one, and so is a request that was not looked at. */
async function attempt(run: () => Promise<unknown>): Promise<Error | null> {
  try {
    await run();
    return null;
  } catch (error) {
    if (error instanceof Refusal && error.words.code === CANCEL_REJECTED) return null;
    if (error instanceof Error) return error;
    throw error;
  }
}

/** It keeps its number and its id; the venue takes another in its place. */
export const orderModify = (book: Book): Operation =>
  newOrder(1, async (call) => {
    const { desk, params } = call;
    const instrument = desk.symbols.needed(params);
    const asked: Modified = {
      side: sideAsked(params),
      quantity: quantityOn(instrument, params.needed('quantity', 'amount')),
      limitPrice: priceOn(instrument, LIMIT_PRICE, params.needed('price', 'amount')),
    };
    const { order, inside } = named(call, book, ORDER_NAMES);
    const isMeant = order !== null && !isWaiting(order) && isOf(order, instrument.symbol);
    if (isMeant && isOpen(order)) {
      checkModified(order, asked);
      // As Binance says: an order that has executed so much already is canceled by it.
      if (asked.quantity <= executed(order))
        return orderWords(desk, await canceled(call, book, inside));
    }
    const { quantity, limitPrice } = asked;
    const request = {
      kind: 'replace',
      ...{ quantity, limitPrice, ...windowOf(call) },
      clientOrderId: isMeant ? inside : NOBODYS,
      newClientOrderId: isMeant ? nextId(order) : NOBODYS,
    } as const;
    const said = saidOf(call, book, await answered(call, request, 'accepted'));
    if (said === null) throw refused(-2013, NO_SUCH_ORDER);
    return orderWords(desk, said);
  });

interface Modified {
  readonly side: Side;
  readonly quantity: Lots;
  readonly limitPrice: Ticks;
}

const executed = (order: UsdmOrder): number =>
  filledBefore(order, current(order)) + (current(order).executions.at(-1)?.cumQty ?? 0);

function checkModified(order: UsdmOrder, { side, quantity, limitPrice }: Modified): void {
  const { terms } = current(order);
  // An order that a stop has placed is none of them, either.
  if (terms.type !== 'limit') throw refused(-5025, 'Only limit order is supported.');
  if (terms.side !== side) throw refused(-1117, 'Invalid side.');
  const total = filledBefore(order, current(order)) + terms.quantity;
  if (total === quantity && terms.limitPrice === limitPrice)
    throw refused(-5027, 'No need to modify the order.');
}
