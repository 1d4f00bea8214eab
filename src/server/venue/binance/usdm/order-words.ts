/** Orders and executions of futures in Binance's words, field by field in its order. What an answer does not say is left out. */
import { decimal } from '../../../../core/ground/decimal.js';
import { type Instrument, formatAverage } from '../../../../core/ground/instrument.js';
import type { Execution, OrderSnapshot } from '../../../../core/order/execution-report.js';
import type { OrderTerms, OrderType } from '../../../../core/order/order.js';
import { type EpochMicros, type Lots, notional } from '../../../../core/ground/units.js';
import { type Desk, stampMs, wallMs } from '../desk.js';
import type { KnownOrder } from '../known-orders.js';
import { nameOf } from '../symbols.js';
import { NOTHING, feeWords, fixed, priceText, quantityText, valueText } from '../words/amounts.js';
import { sideWord, tifWord } from '../words/order-terms.js';
import { statusSaid } from '../words/status.js';
import type { Book } from './book.js';
import { type UsdmOrder, current, filledBefore } from './orders.js';

export type UsdmType = 'LIMIT' | 'MARKET' | 'STOP' | 'STOP_MARKET';

const ASKED_WORDS: Readonly<Record<OrderType, UsdmType>> = {
  limit: 'LIMIT',
  market: 'MARKET',
  'stop-limit': 'STOP',
  stop: 'STOP_MARKET',
};

/** As it was asked for. */
export const askedWord = ({ type }: Pick<OrderTerms, 'type'>): UsdmType => ASKED_WORDS[type];

/** As it stands in the book, where its stop has been reached. */
export const workedWord = ({ type }: Pick<OrderTerms, 'type'>): 'LIMIT' | 'MARKET' =>
  type === 'limit' || type === 'stop-limit' ? 'LIMIT' : 'MARKET';

export const timeWord = (terms: OrderTerms): string => (terms.postOnly ? 'GTX' : tifWord(terms));

/** How far an order has come, and what it traded for, in ticks x lots. */
export function progress(
  { orders }: Pick<Desk, 'orders'>,
  order: UsdmOrder,
  { link, cumQty }: { readonly link: KnownOrder; readonly cumQty: Lots },
): { readonly filled: Lots; readonly value: bigint } {
  const earlier = order.links.slice(0, order.links.indexOf(link));
  const value = earlier.reduce(
    (sum, one) => sum + orders.valueAt(one, one.executions.at(-1)?.cumQty ?? 0),
    orders.valueAt(link, cumQty),
  );
  return { filled: (filledBefore(order, link) + cumQty) as Lots, value };
}

/** An order as an answer tells it; null: the answer does not say it. */
export interface Said {
  readonly instrument: Instrument;
  readonly order: UsdmOrder;
  /** Of those that took each other's place, the one that is told of. */
  readonly link: KnownOrder;
  readonly status: string | null;
  readonly cumQty: Lots | null;
  readonly updatedMs: number | null;
  /** Left out where an answer does not name it. */
  readonly createdAt?: EpochMicros | null;
}

export function orderWords(desk: Desk, said: Said): object {
  const { instrument, order, link, status, cumQty, updatedMs, createdAt } = said;
  const { terms } = link;
  return {
    orderId: Number(order.orderId),
    symbol: nameOf(instrument),
    ...(status === null ? {} : { status: statusOf(said, status) }),
    clientOrderId: order.clientOrderId,
    price: priceText(instrument, terms.limitPrice),
    ...executedWords(desk, said, cumQty),
    origQty: quantityText(instrument, (filledBefore(order, link) + terms.quantity) as Lots),
    timeInForce: timeWord(terms),
    type: workedWord(terms),
    reduceOnly: terms.reduceOnly === true,
    closePosition: false,
    side: sideWord(terms.side),
    positionSide: 'BOTH',
    stopPrice: priceText(instrument, terms.stopPrice),
    workingType: 'CONTRACT_PRICE',
    priceProtect: false,
    origType: askedWord(terms),
    priceMatch: 'NONE',
    selfTradePreventionMode: desk.terms.selfTrade,
    goodTillDate: 0,
    ...(createdAt === undefined || createdAt === null ? {} : { time: wallMs(desk, createdAt) }),
    ...(updatedMs === null ? {} : { updateTime: updatedMs }),
  };
}

/** What was executed under earlier terms was so of the same order. */
const statusOf = ({ order, link }: Said, status: string): string =>
  status === 'NEW' && filledBefore(order, link) > 0 ? 'PARTIALLY_FILLED' : status;

function executedWords(desk: Desk, said: Said, cumQty: Lots | null): object {
  if (cumQty === null) return {};
  const { instrument, order, link } = said;
  const { filled, value } = progress(desk, order, { link, cumQty });
  return {
    avgPrice: averageText(instrument, value, filled),
    executedQty: quantityText(instrument, filled),
    cumQty: quantityText(instrument, filled),
    cumQuote: valueText(instrument, value),
  };
}

export function averageText(instrument: Instrument, value: bigint, filled: Lots): string {
  const average = formatAverage(instrument, value, BigInt(filled));
  return average === null ? NOTHING : fixed(decimal(average));
}

/** An order as a query tells it; null where nobody knows it. */
export function snapshotWords(
  desk: Desk,
  { orders }: Book,
  snapshot: OrderSnapshot,
): object | null {
  const { venueOrderId, cumQty, createdAt, venueTime } = snapshot;
  const order = orders.withLink(venueOrderId);
  const instrument = desk.symbols.inside(snapshot.symbol);
  const link = order?.links.find((one) => one.venueOrderId === venueOrderId);
  if (order === null || instrument === null || link === undefined) return null;
  const [first] = order.links;
  return orderWords(desk, {
    ...{ instrument, order, link, cumQty },
    status: snapshot.status === 'replaced' ? 'NEW' : statusSaid(snapshot, link),
    updatedMs: venueTime === null ? null : stampMs(desk, venueTime),
    createdAt: createdAt === null ? null : first.acceptedAt,
  });
}

/** An execution as a list of the account's trades tells it. */
export function tradeWords(
  desk: Desk,
  { profits }: Book,
  {
    instrument,
    order,
    execution,
  }: { readonly instrument: Instrument; readonly order: UsdmOrder; readonly execution: Execution },
): object {
  const { price, quantity, fee, execId, liquidity, venueTime } = execution;
  const { amount, asset } = feeWords(fee);
  const { side } = current(order).terms;
  return {
    symbol: nameOf(instrument),
    id: Number(execId),
    orderId: Number(order.orderId),
    side: sideWord(side),
    price: priceText(instrument, price),
    qty: quantityText(instrument, quantity),
    realizedPnl: fixed(profits.of(instrument.symbol, execId)),
    quoteQty: valueText(instrument, notional(price, quantity)),
    commission: amount,
    commissionAsset: asset,
    time: stampMs(desk, venueTime),
    positionSide: 'BOTH',
    buyer: side === 'buy',
    maker: liquidity === 'maker',
  };
}
