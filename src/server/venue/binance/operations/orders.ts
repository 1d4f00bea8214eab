/** What the account asks of its orders, open and past. */
import type { Instrument } from '../../../../core/ground/instrument.js';
import type { EpochMicros } from '../../../../core/ground/units.js';
import type { OrderSnapshot } from '../../../../core/order/execution-report.js';
import type { ClientOrderId } from '../../../../core/order/order.js';
import type { VenueQuery } from '../../../../core/order/venue-message.js';
import { type Call, answered, wallMs } from '../desk.js';
import type { KnownOrder } from '../known-orders.js';
import { orderWords } from '../words/order-words.js';
import { NO_SUCH_ORDER, refused } from '../words/refusal.js';
import { type Operation, accountRead, bySymbol } from './operation.js';

/** An id that no order has: whoever asks for a number that the venue never gave hears what the link makes of that, too. */
const NOBODYS = '#' as ClientOrderId;

export const ORDER_STATUS: Operation = accountRead(4, async (call) => {
  const { desk, params } = call;
  const instrument = desk.symbols.needed(params);
  const number = params.numberText('orderId');
  const id = params.like('origClientOrderId', 'order-id');
  if (number === null && id === null)
    throw refused(
      -1102,
      "Param 'origClientOrderId' or 'orderId' must be sent, but both were empty/null!",
    );
  const numbered = number === null ? null : desk.orders.numbered(number);
  const clientOrderId =
    number === null ? ((id ?? '') as ClientOrderId) : (numbered?.clientOrderId ?? NOBODYS);
  const query = { kind: 'query-order', clientOrderId } as const;
  const told = (await answered(call, query, 'order')).order;
  const order = numbered === null ? told : await asNumbered(call, numbered, told);
  if (order?.symbol !== instrument.symbol) throw refused(-2013, NO_SUCH_ORDER);
  return orderWords(desk, instrument, order);
});

/** A client's id that was used again names a later order: the one that is meant is among the past ones. */
export async function asNumbered(
  call: Call,
  { venueOrderId, clientOrderId, acceptedAt }: KnownOrder,
  told: OrderSnapshot | null,
): Promise<OrderSnapshot | null> {
  if (told?.clientOrderId !== clientOrderId || told.venueOrderId === venueOrderId) return told;
  const past = await pastOrders(call, acceptedAt);
  return past.find((one) => one.venueOrderId === venueOrderId) ?? null;
}

/** Of the venue's pages, which Binance has none of. */
const PAGE = 500;

async function pages(
  call: Call,
  query: (
    cursor: string | null,
  ) => Extract<VenueQuery, { kind: 'query-open-orders' | 'query-history' }>,
): Promise<readonly OrderSnapshot[]> {
  const orders: OrderSnapshot[] = [];
  const seen = new Set<string>();
  let cursor: string | null = null;
  do {
    const asked = query(cursor);
    const kind = asked.kind === 'query-history' ? 'history' : 'open-orders';
    const page: { readonly orders: readonly OrderSnapshot[]; readonly nextCursor: string | null } =
      await answered(call, asked, kind);
    orders.push(...page.orders);
    cursor = page.nextCursor;
    // A page that leads to one that was there before leads nowhere.
    if (cursor !== null && seen.has(cursor)) break;
    if (cursor !== null) seen.add(cursor);
  } while (cursor !== null);
  return orders;
}

/** Accepted at or after `after`, oldest first. */
export const pastOrders = (call: Call, after: EpochMicros): Promise<readonly OrderSnapshot[]> =>
  pages(call, (cursor) => ({ kind: 'query-history', after, cursor }));

export async function openOrdersIn(
  call: Call,
  instrument: Instrument | null,
): Promise<readonly OrderSnapshot[]> {
  const orders = await pages(call, (cursor) => ({
    kind: 'query-open-orders',
    limit: PAGE,
    cursor,
  }));
  return instrument === null ? orders : orders.filter(({ symbol }) => symbol === instrument.symbol);
}

export const OPEN_ORDERS: Operation = accountRead(bySymbol(6, 80), async (call) => {
  const { desk, params } = call;
  const one = params.text('symbol') === null ? null : desk.symbols.needed(params);
  return (await openOrdersIn(call, one)).flatMap((order) => wordsOf(call, order));
});

function wordsOf({ desk }: Call, order: OrderSnapshot): readonly object[] {
  const instrument = desk.symbols.inside(order.symbol);
  return instrument === null ? [] : [orderWords(desk, instrument, order)];
}

const ORDERS = 500;
const ORDERS_MOST = 1_000;

export const ALL_ORDERS: Operation = accountRead(20, async (call) => {
  const { desk, params } = call;
  const instrument = desk.symbols.needed(params);
  const limit = params.limit(ORDERS, ORDERS_MOST);
  const startMs = params.whole('startTime');
  const endMs = params.whole('endTime');
  const firstNumber = params.whole('orderId');
  const inTime = ({ createdAt }: { readonly createdAt: EpochMicros | null }): boolean => {
    if (createdAt === null) return true;
    const ms = wallMs(desk, createdAt);
    return ms >= (startMs ?? -Infinity) && ms <= (endMs ?? Infinity);
  };
  const known = desk.orders
    .of(instrument.symbol)
    .filter((order) => inTime({ createdAt: order.acceptedAt }))
    .filter(({ venueOrderId }) => Number(venueOrderId) >= (firstNumber ?? 0));
  const isFromStart = startMs !== null || firstNumber !== null;
  const [oldest] = isFromStart ? known : known.slice(-limit);
  const past = await pastOrders(call, oldest?.acceptedAt ?? desk.venue.now());
  const orders = past
    .filter(({ symbol }) => symbol === instrument.symbol)
    .filter(inTime)
    .filter(({ venueOrderId }) => Number(venueOrderId) >= (firstNumber ?? 0));
  const page = isFromStart ? orders.slice(0, limit) : orders.slice(-limit);
  return page.map((order) => orderWords(desk, instrument, order));
});
