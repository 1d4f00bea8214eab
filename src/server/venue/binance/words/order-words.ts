/** Orders and executions in Binance's words, field by field in its order. What an answer does not say is left out. */
import type { Instrument } from '../../../../core/ground/instrument.js';
import type { Execution, OrderSnapshot } from '../../../../core/order/execution-report.js';
import type { OrderTerms, VenueNanos, VenueOrderId } from '../../../../core/order/order.js';
import type { OrderStatus } from '../../../../core/order/status.js';
import { type EpochMicros, type Lots, notional } from '../../../../core/ground/units.js';
import { type Desk, stampMs, wallMs } from '../desk.js';
import type { KnownOrder } from '../known-orders.js';
import { nameOf } from '../symbols.js';
import { NOTHING, feeWords, priceText, quantityText, valueText } from './amounts.js';
import { sideWord, tifWord, typeWord } from './order-terms.js';
import { statusSaid, statusWord } from './status.js';

export type ResponseType = 'ACK' | 'RESULT' | 'FULL';

/** Not part of a list of orders. */
const NO_LIST = -1;
/** Of an order that is not on the book yet. */
const NOT_WORKING = -1;

export const idOf = (venueOrderId: VenueOrderId | string): number => Number(venueOrderId);

const wasExecuted = (
  desk: Desk,
  { instrument, known }: { readonly instrument: Instrument; readonly known: KnownOrder | null },
  cumQty: Lots | null,
): { readonly executedQty?: string; readonly cummulativeQuoteQty?: string } =>
  cumQty === null
    ? {}
    : {
        executedQty: quantityText(instrument, cumQty),
        cummulativeQuoteQty: valueText(
          instrument,
          known === null ? 0n : desk.orders.valueAt(known, cumQty),
        ),
      };

/** What was asked for by worth; nothing where it was asked for by quantity. */
const worthOf = (desk: Desk, clientOrderId: string): string =>
  desk.worths.get(clientOrderId) ?? NOTHING;

const stopOf = (instrument: Instrument, { stopPrice }: OrderTerms): { stopPrice?: string } =>
  stopPrice === null ? {} : { stopPrice: priceText(instrument, stopPrice) };

/** Null: it is not, or nobody knows the order. */
const workingSince = (known: KnownOrder | null): EpochMicros | null => known?.workingSince ?? null;

function workingMs(desk: Desk, known: KnownOrder | null): number {
  const since = workingSince(known);
  return since === null ? NOT_WORKING : wallMs(desk, since);
}

/** What the venue said as it took an order. */
export interface Taken {
  readonly instrument: Instrument;
  readonly clientOrderId: string;
  readonly terms: OrderTerms;
  readonly venueOrderId: VenueOrderId;
  readonly status: OrderStatus | null;
  readonly cumQty: Lots | null;
  readonly venueTime: VenueNanos | null;
}

/** The answer to a new order. */
export function newOrderWords(desk: Desk, taken: Taken, type: ResponseType): object {
  const { instrument, clientOrderId, terms, venueOrderId, venueTime } = taken;
  const ack = {
    symbol: nameOf(instrument),
    orderId: idOf(venueOrderId),
    orderListId: NO_LIST,
    clientOrderId,
    transactTime: stampMs(desk, venueTime),
  };
  if (type === 'ACK') return ack;
  const known = desk.orders.numbered(venueOrderId);
  return {
    ...ack,
    price: priceText(instrument, terms.limitPrice),
    origQty: quantityText(instrument, terms.quantity),
    ...executedWords(desk, taken, known),
    status: statusWord(taken.status ?? 'accepted', known?.endedFor ?? null),
    timeInForce: tifWord(terms),
    type: typeWord(terms),
    side: sideWord(terms.side),
    ...stopOf(instrument, terms),
    workingTime: workingMs(desk, known),
    ...(type === 'FULL' ? { fills: fillWords(instrument, known, taken.cumQty) } : {}),
    selfTradePreventionMode: desk.terms.selfTrade,
  };
}

function executedWords(
  desk: Desk,
  { instrument, clientOrderId, cumQty }: Taken,
  known: KnownOrder | null,
): object {
  const { executedQty, cummulativeQuoteQty } = wasExecuted(desk, { instrument, known }, cumQty);
  return { executedQty, origQuoteOrderQty: worthOf(desk, clientOrderId), cummulativeQuoteQty };
}

/** As far as the answer says that it has executed. */
function fillWords(
  instrument: Instrument,
  known: KnownOrder | null,
  cumQty: Lots | null,
): readonly object[] {
  if (known === null || cumQty === null) return [];
  return known.executions
    .filter((execution) => execution.cumQty <= cumQty)
    .map(({ price, quantity, fee, execId }) => {
      const { amount, asset } = feeWords(fee);
      return {
        price: priceText(instrument, price),
        qty: quantityText(instrument, quantity),
        commission: amount,
        commissionAsset: asset,
        tradeId: Number(execId),
      };
    });
}

/** The answer to a cancel, `taken` being what the venue said of the order. */
export function canceledWords(desk: Desk, taken: Taken, cancelId: string): object {
  const { instrument, clientOrderId, terms, venueOrderId, cumQty, venueTime } = taken;
  const known = desk.orders.numbered(venueOrderId);
  return {
    symbol: nameOf(instrument),
    origClientOrderId: clientOrderId,
    orderId: idOf(venueOrderId),
    orderListId: NO_LIST,
    clientOrderId: cancelId,
    transactTime: stampMs(desk, venueTime),
    price: priceText(instrument, terms.limitPrice),
    origQty: quantityText(instrument, terms.quantity),
    ...executedWords(desk, { ...taken, cumQty }, known),
    status: statusWord(taken.status ?? 'canceled', 'requested'),
    timeInForce: tifWord(terms),
    type: typeWord(terms),
    side: sideWord(terms.side),
    ...stopOf(instrument, terms),
    selfTradePreventionMode: desk.terms.selfTrade,
  };
}

/** An order as a query tells it. */
export function orderWords(desk: Desk, instrument: Instrument, order: OrderSnapshot): object {
  const known = desk.orders.numbered(order.venueOrderId);
  const terms: OrderTerms = {
    ...{ symbol: order.symbol, side: order.side, quantity: order.quantity, type: order.type },
    ...{ limitPrice: order.limitPrice, stopPrice: order.stopPrice },
    timeInForce: known?.terms.timeInForce ?? 'gtc',
    postOnly: known?.terms.postOnly ?? false,
  };
  return {
    symbol: nameOf(instrument),
    orderId: idOf(order.venueOrderId),
    orderListId: NO_LIST,
    clientOrderId: order.clientOrderId,
    price: priceText(instrument, terms.limitPrice),
    origQty: quantityText(instrument, terms.quantity),
    ...wasExecuted(desk, { instrument, known }, order.cumQty),
    status: statusSaid(order, known) ?? undefined,
    timeInForce: tifWord(terms),
    type: typeWord(terms),
    side: sideWord(terms.side),
    stopPrice: priceText(instrument, terms.stopPrice),
    icebergQty: NOTHING,
    time: order.createdAt === null ? undefined : wallMs(desk, order.createdAt),
    updateTime: order.venueTime === null ? undefined : stampMs(desk, order.venueTime),
    isWorking: workingSince(known) !== null,
    workingTime: workingMs(desk, known),
    origQuoteOrderQty: worthOf(desk, order.clientOrderId),
    selfTradePreventionMode: desk.terms.selfTrade,
  };
}

/** An execution as a list of the account's trades tells it. */
export function tradeWords(
  desk: Desk,
  { instrument, order }: { readonly instrument: Instrument; readonly order: KnownOrder },
  execution: Execution,
): object {
  const { price, quantity, fee, execId, liquidity, venueTime } = execution;
  const { amount, asset } = feeWords(fee);
  return {
    symbol: nameOf(instrument),
    id: Number(execId),
    orderId: idOf(order.venueOrderId),
    orderListId: NO_LIST,
    price: priceText(instrument, price),
    qty: quantityText(instrument, quantity),
    quoteQty: valueText(instrument, notional(price, quantity)),
    commission: amount,
    commissionAsset: asset,
    time: stampMs(desk, venueTime),
    isBuyer: order.terms.side === 'buy',
    isMaker: liquidity === 'maker',
    isBestMatch: true,
  };
}
