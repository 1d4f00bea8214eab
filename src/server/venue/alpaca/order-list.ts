/** Orders many at a time: `/v2/orders` with GET, and with DELETE, which cancels all that are open. */
import type { Hono } from 'hono';
import type { OrderSnapshot } from '../../../core/order/execution-report.js';
import { type EpochMicros, MICROS_PER_SECOND } from '../../../core/ground/units.js';
import type { VenueQuery } from '../../../core/order/venue-message.js';
import { asked } from '../wire/asked.js';
import type { WireEnv } from '../wire/lose-reply.js';
import type { AlpacaDesk } from './alpaca-desk.js';
import { type OrderFilter, orderFilter } from './order-filter.js';
import { orderOfSnapshot } from './order-json.js';
import { isRefusal } from './refusal.js';
import { rejection } from './rejections.js';
import {
  answered,
  type Ctx,
  type Instead,
  isInstead,
  otherwise,
  query,
  refused,
  type Route,
  said,
} from './reply.js';
import { uuidOfOrder } from './uuid-names.js';

/** Orders on a page of the venue's, at most. */
const PAGE = 500;

export function orderListRoutes(app: Hono<WireEnv>, desk: AlpacaDesk): void {
  app.get('/v2/orders', async (c) => {
    const filter = orderFilter(c.req.queries(), desk);
    if (isRefusal(filter)) return refused(c, filter);
    const orders = await listed(query(c, desk), filter);
    if (isInstead(orders)) return orders.instead;
    const shown = filter.isRising ? orders : orders.toReversed();
    return said(
      c,
      shown.slice(0, filter.limit).map((order) => orderOfSnapshot(desk, order)),
    );
  });
  app.delete('/v2/orders', async (c) => {
    const results = await cancelAll(c, desk);
    return isInstead(results) ? results.instead : said(c, results, 207);
  });
}

/** As many as are needed of those that are wanted, oldest first. */
async function listed(
  route: Route,
  filter: OrderFilter,
): Promise<readonly OrderSnapshot[] | Instead> {
  const orders: OrderSnapshot[] = [];
  const seen = new Set<string>();
  // A list that falls is cut at its young end: all of it is needed.
  const limit = filter.isRising && filter.status === 'open' ? filter.limit : PAGE;
  for (let cursor: string | null = null; ;) {
    const page: Page | Instead = await pageOf(route, filter, { limit, cursor });
    if (isInstead(page)) return page;
    orders.push(...page.orders.filter(filter.wants));
    cursor = page.nextCursor;
    if (cursor === null || seen.has(cursor)) return orders;
    if (filter.isRising && orders.length >= filter.limit) return orders;
    seen.add(cursor);
  }
}

interface Page {
  readonly orders: readonly OrderSnapshot[];
  readonly nextCursor: string | null;
}

function pageOf(
  route: Route,
  { status, after }: Pick<OrderFilter, 'status' | 'after'>,
  page: { readonly limit: number; readonly cursor: string | null },
): Promise<Page | Instead> {
  if (status === 'open') return answered(route, 'open-orders', openOrders(page));
  const { cursor } = page;
  const from = after === null ? 0 : route.desk.wall.toMarket(after) - MICROS_PER_SECOND;
  return answered(route, 'history', {
    ...{ kind: 'query-history', after: Math.max(0, from) as EpochMicros, cursor },
  });
}

const openOrders = (page: {
  readonly limit: number;
  readonly cursor: string | null;
}): VenueQuery => ({
  kind: 'query-open-orders',
  ...page,
});

export type ItemResult = { readonly id: string; readonly status: number };

/** Asks for a cancel of each order that is open; a refusal is an item's, a loss is the whole reply's. */
export async function cancelAll(
  c: Ctx,
  desk: AlpacaDesk,
): Promise<readonly ItemResult[] | Instead> {
  const route = query(c, desk);
  const open = await listed(route, {
    ...{ status: 'open', limit: Infinity, after: null, isRising: false },
    wants: () => true,
  });
  if (isInstead(open)) return open;
  const sentAt = desk.now();
  const replies = await Promise.all(
    open.map(async ({ clientOrderId, venueOrderId }) => ({
      id: uuidOfOrder(venueOrderId),
      reply: await asked(desk.venue, { kind: 'cancel', clientOrderId, sentAt }),
    })),
  );
  const lost = replies.find(({ reply }) => reply.kind === 'lost');
  if (lost !== undefined) return { instead: otherwise(route, lost.reply) };
  return replies.map(({ id, reply }) => ({ id, status: statusOf(route, id, reply) }));
}

const TOO_MANY = 429;

function statusOf(route: Route, order: string, reply: Awaited<ReturnType<typeof asked>>): number {
  if (reply.kind === 'accepted') return 200;
  return reply.kind === 'rejected'
    ? rejection({ ...route, kind: 'cancel', order }, reply).status
    : TOO_MANY;
}
