/** What the account asks of its orders and executions on the futures exchange. */
import type { Instrument } from '../../../../core/ground/instrument.js';
import type { OrderSnapshot } from '../../../../core/order/execution-report.js';
import type { TruthExecution } from '../../../../core/order/truth.js';
import { venueNanos } from '../../../../core/order/order.js';
import { type Call, answered, wallMs } from '../desk.js';
import { type Operation, accountRead, bySymbol } from '../operations/operation.js';
import { asNumbered, openOrdersIn, pastOrders } from '../operations/orders.js';
import { NO_SUCH_ORDER, refused } from '../words/refusal.js';
import { statusSaid } from '../words/status.js';
import { algoWords } from './algo-words.js';
import type { Book } from './book.js';
import { snapshotWords, tradeWords } from './order-words.js';
import { type UsdmOrder, current, isOpen, isWaiting } from './orders.js';
import { ALGO_NAMES, type Named, ORDER_NAMES, named } from './trading.js';

/** What the link says of an order; null where it says that there is none. */
async function told(call: Call, { order, inside }: Named): Promise<OrderSnapshot | null> {
  const asked = order === null ? inside : current(order).clientOrderId;
  const query = { kind: 'query-order', clientOrderId: asked } as const;
  const snapshot = (await answered(call, query, 'order')).order;
  return order === null ? snapshot : asNumbered(call, current(order), snapshot);
}

async function orderTold(
  call: Call,
  book: Book,
  isMeant: (order: UsdmOrder) => boolean,
): Promise<object> {
  const { symbol } = call.desk.symbols.needed(call.params);
  const asked = named(call, book, ORDER_NAMES);
  const snapshot = await told(call, asked);
  if (snapshot?.symbol !== symbol) throw refused(-2013, NO_SUCH_ORDER);
  const order = book.orders.withLink(snapshot.venueOrderId);
  const isIt = order !== null && !isWaiting(order) && isMeant(order);
  const words = isIt ? snapshotWords(call.desk, book, snapshot) : null;
  if (words === null) throw refused(-2013, NO_SUCH_ORDER);
  return words;
}

export const orderStatus = (book: Book): Operation =>
  accountRead(1, (call) => orderTold(call, book, () => true));

/** As `orderStatus`, of one that is open. */
export const openOrder = (book: Book): Operation =>
  accountRead(1, (call) => orderTold(call, book, isOpen));

export const algoStatusOf = (book: Book): Operation =>
  accountRead(1, async (call) => {
    const asked = named(call, book, ALGO_NAMES);
    const snapshot = await told(call, asked);
    const order = snapshot === null ? null : book.orders.withLink(snapshot.venueOrderId);
    if (snapshot === null || order === null || !wasConditional(order))
      throw refused(-2013, NO_SUCH_ORDER);
    return algoWords(call.desk, order, statusSaid(snapshot, current(order)));
  });

const wasConditional = (order: UsdmOrder): boolean => order.links[0].terms.stopPrice !== null;

const oneAsked = ({ desk, params }: Call): Instrument | null =>
  params.text('symbol') === null ? null : desk.symbols.needed(params);

export const openOrders = (book: Book): Operation =>
  accountRead(bySymbol(1, 40), async (call) => {
    const snapshots = await openOrdersIn(call, oneAsked(call));
    return worked(book, snapshots).flatMap((one) => snapshotWords(call.desk, book, one) ?? []);
  });

/** Those that do not wait for a price. */
const worked = ({ orders }: Book, snapshots: readonly OrderSnapshot[]): readonly OrderSnapshot[] =>
  snapshots.filter(({ venueOrderId }) => {
    const order = orders.withLink(venueOrderId);
    return order !== null && !isWaiting(order);
  });

export const openAlgoOrders = (book: Book): Operation =>
  accountRead(bySymbol(1, 40), async (call) => {
    const snapshots = await openOrdersIn(call, oneAsked(call));
    return snapshots.flatMap((snapshot) => {
      const order = book.orders.withLink(snapshot.venueOrderId);
      const waits = order !== null && isWaiting(order);
      return waits ? [algoWords(call.desk, order, statusSaid(snapshot, current(order)))] : [];
    });
  });

const ORDERS = 500;
const ORDERS_MOST = 1_000;

interface Page {
  readonly startMs: number | null;
  readonly endMs: number | null;
  readonly fromNumber: number | null;
  readonly limit: number;
}

const pageAsked = ({ params }: Call, number: string): Page => ({
  startMs: params.whole('startTime'),
  endMs: params.whole('endTime'),
  fromNumber: params.whole(number),
  limit: params.limit(ORDERS, ORDERS_MOST),
});

/** The first from a beginning that was named, else the newest. */
const asPage = <T>(all: readonly T[], { startMs, fromNumber, limit }: Page): readonly T[] =>
  startMs === null && fromNumber === null ? all.slice(-limit) : all.slice(0, limit);

const isIn = ({ startMs, endMs, fromNumber }: Page, ms: number, number: number): boolean =>
  ms >= (startMs ?? -Infinity) && ms <= (endMs ?? Infinity) && number >= (fromNumber ?? 0);

/** Orders of a market as the client knows them, oldest first. */
const ordersOf = (
  { desk }: Call,
  { orders }: Book,
  { symbol }: Instrument,
): readonly UsdmOrder[] => [
  ...new Set(
    desk.orders.of(symbol).flatMap(({ venueOrderId }) => orders.withLink(venueOrderId) ?? []),
  ),
];

/** What the link says of each order by the latest of its terms that it says anything of. */
async function history(
  call: Call,
  { orders }: Book,
  oldest: UsdmOrder | undefined,
): Promise<ReadonlyMap<UsdmOrder, OrderSnapshot>> {
  const past = await pastOrders(call, oldest?.links[0].acceptedAt ?? call.desk.venue.now());
  const latest = new Map<UsdmOrder, OrderSnapshot>();
  for (const snapshot of past) {
    const order = orders.withLink(snapshot.venueOrderId);
    if (order !== null) latest.set(order, snapshot);
  }
  return latest;
}

const listed = (
  book: Book,
  number: string,
  isOne: (order: UsdmOrder) => boolean,
  row: (call: Call, order: UsdmOrder, snapshot: OrderSnapshot) => object | null,
): Operation =>
  accountRead(5, async (call) => {
    const instrument = call.desk.symbols.needed(call.params);
    const page = pageAsked(call, number);
    const asked = ordersOf(call, book, instrument).filter(
      (order) =>
        isOne(order) &&
        isIn(page, wallMs(call.desk, order.links[0].acceptedAt), Number(order.orderId)),
    );
    const rows = asPage(asked, page);
    const snapshots = await history(call, book, rows[0]);
    return rows.flatMap((order) => {
      const snapshot = snapshots.get(order);
      return snapshot === undefined ? [] : (row(call, order, snapshot) ?? []);
    });
  });

export const allOrders = (book: Book): Operation =>
  listed(
    book,
    'orderId',
    (order) => !isWaiting(order),
    ({ desk }, _, snapshot) => snapshotWords(desk, book, snapshot),
  );

export const allAlgoOrders = (book: Book): Operation =>
  listed(book, 'algoId', wasConditional, ({ desk }, order, snapshot) =>
    algoWords(desk, order, statusSaid(snapshot, current(order))),
  );

/** Executions of the orders that the link knows of, as far as it knows them. */
export const userTrades = (book: Book): Operation =>
  accountRead(5, async (call) => {
    const { desk, params } = call;
    const instrument = desk.symbols.needed(params);
    const only = params.numberText('orderId');
    const page = pageAsked(call, 'fromId');
    const all = desk.orders.executionsIn(instrument.symbol).flatMap((execution) => {
      const order = book.orders.withLink(execution.venueOrderId);
      const isAsked =
        order !== null &&
        (only === null || order.orderId === only) &&
        isIn(page, wallMs(desk, execution.at), Number(execution.execId));
      return isAsked ? [{ order, execution }] : [];
    });
    const rows = asPage(all, page);
    const [oldest] = rows
      .map(({ order }) => order.links[0].acceptedAt)
      .sort((first, second) => first - second);
    const past = await pastOrders(call, oldest ?? desk.venue.now());
    const cumQtys = new Map(past.map(({ venueOrderId, cumQty }) => [venueOrderId, cumQty]));
    return rows
      .filter(({ order, execution }) => isTold(order, execution, cumQtys))
      .map(({ order, execution }) => {
        const made = { ...execution, venueTime: venueNanos(execution.at) };
        return tradeWords(desk, book, { instrument, order, execution: made });
      });
  });

/** What was undone later was told all the same. */
function isTold(
  { links }: UsdmOrder,
  { venueOrderId, cumQty }: TruthExecution,
  cumQtys: ReadonlyMap<string, number | null>,
): boolean {
  const known = cumQtys.get(venueOrderId);
  if (known === undefined) return false;
  return known === null || cumQty <= known || links.some(({ isBusted }) => isBusted);
}
