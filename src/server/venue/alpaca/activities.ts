/**
 * `/v2/account/activities`: every execution of the account as a FILL, newest first unless asked otherwise. The last part of its id is the
 * execution's id on the stream, and its id is the token of the page behind it.
 *
 * Executions are asked for order by order, since that is how the venue is asked: a page over many orders is as many requests on the link,
 * and one with `order_id` a single one.
 */
import type { Hono } from 'hono';
import { formatPrice, formatQuantity } from '../../../core/ground/instrument.js';
import { type EpochMicros, MICROS_PER_DAY, lots } from '../../../core/ground/units.js';
import type { Execution } from '../../../core/order/execution-report.js';
import type { ClientOrderId, ExecId } from '../../../core/order/order.js';
import { venueMicros } from '../../../core/order/order.js';
import type { VenueReply } from '../../../core/order/venue-message.js';
import type { WireEnv } from '../wire/lose-reply.js';
import type { AlpacaDesk } from './alpaca-desk.js';
import type { IndexedOrder, Step } from './ledger-index.js';
import { countIn, oneOf, timeIn } from './order-filter.js';
import { type Refusal, invalid, isRefusal } from './refusal.js';
import {
  allAnswered,
  type Ctx,
  type Instead,
  isInstead,
  query,
  reached,
  refused,
  said,
} from './reply.js';
import {
  executionOfUuid,
  isUuid,
  orderOfUuid,
  uuidOfExecution,
  uuidOfOrder,
} from './uuid-names.js';
import { digitsOf, stampOf } from './wall-stamps.js';

interface Wanted {
  readonly isRising: boolean;
  readonly limit: number;
  /** On the wall clock, both ends left out. */
  readonly after: EpochMicros;
  readonly until: EpochMicros;
  /** The last one of the page before; null = this is the first. */
  readonly behind: ExecId | null;
  /** Of this order only. */
  readonly order: string | null;
  /** Nothing but fills is ever told. */
  readonly isOfFills: boolean;
}

const PAGE_MOST = 100;

export function activityRoutes(app: Hono<WireEnv>, desk: AlpacaDesk): void {
  app.get('/v2/account/activities', (c) => listed(c, desk, c.req.query('activity_types') ?? ''));
  app.get('/v2/account/activities/:type', (c) => listed(c, desk, c.req.param('type')));
}

async function listed(c: Ctx, desk: AlpacaDesk, types: string): Promise<Response> {
  const wanted = wantedOf(c.req.queries(), types);
  if (isRefusal(wanted)) return refused(c, wanted);
  desk.venue.catchUp();
  const page = pageOf(desk, wanted);
  const orders = new Set(page.map(({ entry }) => entry.clientOrderId));
  const id = wanted.order === null ? null : orderOfUuid(wanted.order);
  const named = id === null ? null : desk.index.order(id);
  if (named !== null) orders.add(named.clientOrderId);
  const told = await executionsOf(c, desk, [...orders]);
  if (isInstead(told)) return told.instead;
  const rows = page.flatMap((step) => {
    const execution = told.get(step.entry.execId);
    return execution === undefined ? [] : [activityJson(desk, step, execution)];
  });
  return said(c, rows);
}

function wantedOf(asked: Query, types: string): Wanted | Refusal {
  const direction = oneOf(asked, 'direction', ['desc', 'asc'] as const);
  const limit = countIn(asked, 'page_size', { least: 1, most: PAGE_MOST, without: PAGE_MOST });
  if (isRefusal(direction)) return direction;
  if (isRefusal(limit)) return limit;
  const range = rangeIn(asked);
  if (isRefusal(range)) return range;
  const order = asked['order_id']?.[0] ?? null;
  if (order !== null && !isUuid(order)) return invalid('invalid order_id');
  const behind = behindIn(asked['page_token']?.[0] ?? null);
  if (isRefusal(behind)) return behind;
  const isOfFills = types === '' || types.split(',').includes('FILL');
  return { isRising: direction === 'asc', limit, ...range, behind, order, isOfFills };
}

/** What a page token names. */
function behindIn(token: string | null): ExecId | null | Refusal {
  if (token === null) return null;
  return executionOfUuid(token.split('::').at(-1) ?? '') ?? invalid('invalid page_token');
}

type Query = Readonly<Record<string, readonly string[]>>;

/** A day, or from one time to another. */
function rangeIn(asked: Query): Pick<Wanted, 'after' | 'until'> | Refusal {
  const [after, until, date] = ['after', 'until', 'date'].map((name) => timeIn(asked, name));
  for (const one of [after, until, date]) if (isRefusal(one)) return one;
  const day = (date ?? null) as EpochMicros | null;
  if (day === null) return { after: timeOr(after, -Infinity), until: timeOr(until, Infinity) };
  return { after: timeOr(day - 1, 0), until: timeOr(day + MICROS_PER_DAY, 0) };
}

const timeOr = (time: unknown, without: number): EpochMicros =>
  (typeof time === 'number' ? time : without) as EpochMicros;

/** Which executions are on the page, by the venue's ledger. */
function pageOf(desk: AlpacaDesk, wanted: Wanted): readonly Step[] {
  if (!wanted.isOfFills) return [];
  const rising = desk.index.executions.filter(({ entry }) => {
    const at = desk.wall.toWall(entry.at);
    if (at <= wanted.after || at >= wanted.until) return false;
    return wanted.order === null || uuidOfOrder(entry.venueOrderId) === wanted.order.toLowerCase();
  });
  const all = wanted.isRising ? rising : rising.toReversed();
  const first =
    wanted.behind === null ? 0 : all.findIndex(({ entry }) => entry.execId === wanted.behind) + 1;
  return all.slice(first, first + wanted.limit);
}

/** What the venue says of them, order by order. */
async function executionsOf(
  c: Ctx,
  desk: AlpacaDesk,
  orders: readonly ClientOrderId[],
): Promise<ReadonlyMap<ExecId, Execution> | Instead> {
  const route = query(c, desk);
  if (orders.length === 0) {
    const time = await reached(route);
    return isInstead(time) ? time : new Map<ExecId, Execution>();
  }
  const replies = await allAnswered(
    route,
    'executions',
    orders.map((clientOrderId) => ({ kind: 'query-executions', clientOrderId })),
  );
  return isInstead(replies) ? replies : new Map(replies.flatMap(executionsIn));
}

const executionsIn = ({
  executions,
  busts = [],
}: Extract<VenueReply, { kind: 'executions' }>): readonly (readonly [ExecId, Execution])[] =>
  [...executions, ...busts.map(({ execution }) => execution)].map(
    (execution) => [execution.execId, execution] as const,
  );

function activityJson(desk: AlpacaDesk, step: Step, execution: Execution): object {
  const { entry, cumQty } = step;
  const order = desk.index.executed(entry.execId) as IndexedOrder;
  const asset = desk.assets.of(entry.symbol);
  const { instrument } = asset;
  const at = venueMicros(execution.venueTime);
  const leaves = lots(entry.kind === 'executed' ? entry.leaves : order.terms.quantity - cumQty);
  const isWhole = entry.kind === 'executed' && leaves === 0;
  return {
    id: `${digitsOf(desk.wall.toWall(at))}::${uuidOfExecution(entry.execId)}`,
    activity_type: 'FILL',
    transaction_time: stampOf(desk.wall, at),
    type: entry.kind === 'busted' ? 'trade_bust' : isWhole ? 'fill' : 'partial_fill',
    price: formatPrice(instrument, execution.price),
    qty: formatQuantity(instrument, lots(Math.abs(execution.quantity))),
    side: entry.side,
    symbol: asset.symbol,
    leaves_qty: formatQuantity(instrument, leaves),
    order_id: uuidOfOrder(entry.venueOrderId),
    cum_qty: formatQuantity(instrument, lots(order.filledBefore + cumQty)),
    order_status: isWhole ? 'filled' : 'partially_filled',
    ...(entry.kind === 'busted' ? { previous_execution_id: uuidOfExecution(entry.bustOf) } : {}),
  };
}
