/**
 * An order as Alpaca shows it, in its field order. What a reply or a report says of it is said here; terms, whose place it took and when
 * it ended come from the ledger's index, and an average price from the executions that made the quantity that is said. Pure.
 *
 * `qty`, `filled_qty` and the average price of an order that took another's place are of the whole chain: what the orders before it had
 * filled is in them, as at Alpaca.
 */
import { formatAverage, formatPrice, formatQuantity } from '../../../core/ground/instrument.js';
import {
  type EpochMicros,
  type Lots,
  type Side,
  type Ticks,
  lots,
} from '../../../core/ground/units.js';
import type { ExecutionReport, OrderSnapshot } from '../../../core/order/execution-report.js';
import {
  type ClientOrderId,
  type OrderType,
  type VenueNanos,
  type VenueOrderId,
  venueNanos,
} from '../../../core/order/order.js';
import type { VenueReply } from '../../../core/order/venue-message.js';
import type { IndexedOrder, LedgerIndex, Step } from './ledger-index.js';
import type { ListedAsset, ListedAssets } from './listed-assets.js';
import { WORD_OF_TYPE, wordOfStatus } from './order-words.js';
import { uuidOfOrder } from './uuid-names.js';
import { stampOf, stampOfNanos } from './wall-stamps.js';
import type { WallTime } from '../wire/wall-time.js';

/** What a client asked for that the venue does not know of. */
export interface AskedBeside {
  readonly notional: string | null;
  readonly extendedHours: boolean;
  /** For the day, where the venue was sent an order that never rests. */
  readonly isDay: boolean;
}

export const NOTHING_BESIDE: AskedBeside = { notional: null, extendedHours: false, isDay: false };

export interface OrderContext {
  readonly index: LedgerIndex;
  readonly assets: ListedAssets;
  readonly wall: WallTime;
  /** By client order id; of orders that asked for anything of the kind. */
  readonly beside: ReadonlyMap<ClientOrderId, AskedBeside>;
}

export type OrderJson = Readonly<Record<string, unknown>>;

/** What is said of an order; null = it is not said. */
interface Said {
  readonly venueOrderId: VenueOrderId;
  readonly clientOrderId: ClientOrderId;
  readonly symbol: string;
  readonly side: Side;
  readonly quantity: Lots;
  readonly type: OrderType;
  readonly limitPrice: Ticks | null;
  readonly stopPrice: Ticks | null;
  readonly status: string | null;
  readonly cumQty: Lots | null;
  readonly avgPrice: string | null;
  readonly filledAt: EpochMicros | null;
  readonly createdAt: EpochMicros | null;
  readonly updatedAt: VenueNanos | null;
}

export function orderOfSnapshot(context: OrderContext, snapshot: OrderSnapshot): OrderJson {
  const { status, venueWord, venueTime: updatedAt, cumQty, avgPrice } = snapshot;
  const word = status === null ? venueWord : wordOfStatus(status);
  const order = context.index.order(snapshot.venueOrderId);
  const isFirst = order === null || order.filledBefore === 0;
  return orderJson(context, {
    ...snapshot,
    status: word === '' ? null : word,
    // What is not said of the order is not said of its chain.
    avgPrice: isFirst || avgPrice === null ? avgPrice : filledAs(context, order, cumQty).avgPrice,
    updatedAt,
  });
}

/** The order that a submit or a replace was answered with. */
export function orderOfAcceptance(
  context: OrderContext,
  order: IndexedOrder,
  { status, cumQty, venueTime }: Extract<VenueReply, { kind: 'accepted' }>,
): OrderJson {
  return orderJson(context, {
    ...saidOf(order),
    status: status === null ? null : wordOfStatus(status),
    ...filledAs(context, order, cumQty),
    updatedAt: venueTime,
  });
}

/** An order as it was accepted: what a reply that was cut off would have begun with. */
export const orderAsAccepted = (context: OrderContext, order: IndexedOrder): OrderJson =>
  orderJson(context, {
    ...saidOf(order),
    status: 'new',
    ...filledAs(context, order, lots(0)),
    updatedAt: venueNanos(order.acceptedAt),
  });

export function orderOfReport(context: OrderContext, report: ExecutionReport): OrderJson {
  const { status, cumQty, venueTime: updatedAt } = report;
  const order = context.index.order(report.venueOrderId);
  return orderJson(context, {
    ...(order === null ? saidOfReport(report) : saidOf(order)),
    status: status === null ? null : wordOfStatus(status),
    ...(order === null ? { ...NOTHING_FILLED, cumQty } : filledAs(context, order, cumQty)),
    updatedAt,
  });
}

const NOTHING_FILLED = { cumQty: 0 as Lots, avgPrice: null, filledAt: null };

type Fixed = Omit<Said, 'status' | 'cumQty' | 'avgPrice' | 'filledAt' | 'updatedAt'>;

const saidOf = ({ venueOrderId, clientOrderId, terms, acceptedAt }: IndexedOrder): Fixed => ({
  ...{ venueOrderId, clientOrderId, createdAt: acceptedAt },
  ...terms,
});

/** Of the venue's own, which stands in no ledger. */
const saidOfReport = ({
  venueOrderId,
  clientOrderId,
  symbol,
  side,
  quantity,
}: ExecutionReport): Fixed => ({
  ...{ venueOrderId, clientOrderId, symbol, side, quantity },
  ...{ type: 'market', limitPrice: null, stopPrice: null, createdAt: null },
});

/** The executions that made `cumQty`, of this order and those before it, say at which average price. */
function filledAs(
  { assets }: OrderContext,
  order: IndexedOrder,
  cumQty: Lots | null,
): Pick<Said, 'cumQty' | 'avgPrice' | 'filledAt'> {
  if (cumQty === null) return { cumQty, avgPrice: null, filledAt: null };
  const step = order.steps.findLast((one) => one.cumQty === cumQty);
  if (step === undefined && cumQty !== 0) return { cumQty, avgPrice: null, filledAt: null };
  const { instrument } = assets.of(order.terms.symbol);
  const value = order.valueBefore + (step?.value ?? 0n);
  const avgPrice = formatAverage(instrument, value, BigInt(order.filledBefore + cumQty));
  return { cumQty, avgPrice, filledAt: step === undefined ? null : lastFillOf(order.steps, step) };
}

const lastFillOf = (steps: readonly Step[], until: Step): EpochMicros | null =>
  steps.slice(0, steps.indexOf(until) + 1).findLast(({ entry }) => entry.kind === 'executed')?.entry
    .at ?? null;

function orderJson(context: OrderContext, said: Said): OrderJson {
  const { index, assets, wall, beside } = context;
  const order = index.order(said.venueOrderId);
  const asset = assets.of(said.symbol);
  const { notional, extendedHours, isDay } = beside.get(said.clientOrderId) ?? NOTHING_BESIDE;
  return {
    id: uuidOfOrder(said.venueOrderId),
    client_order_id: said.clientOrderId,
    ...timesOf(wall, said),
    ...endedAs(wall, said, order),
    asset_id: asset.id,
    symbol: asset.symbol,
    asset_class: asset.assetClass,
    ...amountsOf(asset, said, { notional, before: order?.filledBefore ?? 0 }),
    order_class: '',
    order_type: WORD_OF_TYPE[said.type],
    type: WORD_OF_TYPE[said.type],
    side: said.side,
    position_intent: intentOf(said.side, order?.positionBefore ?? 0),
    time_in_force: isDay ? 'day' : (order?.terms.timeInForce ?? 'ioc'),
    ...pricesOf(asset, said),
    status: said.status,
    extended_hours: extendedHours,
    ...UNUSED,
  };
}

function timesOf(wall: WallTime, { createdAt, updatedAt, filledAt }: Said): OrderJson {
  const created = createdAt === null ? null : stampOf(wall, createdAt);
  return {
    created_at: created,
    updated_at: updatedAt === null ? null : stampOfNanos(wall, updatedAt),
    submitted_at: created,
    filled_at: filledAt === null ? null : stampOf(wall, filledAt),
  };
}

/** One asked for by what it is worth has no quantity of its own. `before`: filled by the orders it took the place of. */
function amountsOf(
  { instrument }: ListedAsset,
  { quantity, cumQty, avgPrice }: Said,
  { notional, before }: { readonly notional: string | null; readonly before: number },
): OrderJson {
  const amount = (own: Lots): string => formatQuantity(instrument, lots(before + own));
  return {
    notional,
    qty: notional === null ? amount(quantity) : null,
    filled_qty: cumQty === null ? null : amount(cumQty),
    filled_avg_price: avgPrice,
  };
}

function pricesOf({ instrument }: ListedAsset, { limitPrice, stopPrice }: Said): OrderJson {
  const price = (at: Ticks | null): string | null =>
    at === null ? null : formatPrice(instrument, at);
  return { limit_price: price(limitPrice), stop_price: price(stopPrice) };
}

function endedAs(wall: WallTime, said: Said, order: IndexedOrder | null): OrderJson {
  const endedAt = order?.endedAt ?? null;
  const when = (status: string): string | null =>
    said.status === status && endedAt !== null ? stampOf(wall, endedAt) : null;
  const { replacedBy = null, replaces = null } = order ?? {};
  return {
    expired_at: when('expired'),
    expires_at: null,
    canceled_at: when('canceled'),
    failed_at: when('rejected'),
    replaced_at: when('replaced'),
    replaced_by: said.status === 'replaced' && replacedBy !== null ? uuidOfOrder(replacedBy) : null,
    replaces: replaces === null ? null : uuidOfOrder(replaces),
  };
}

const intentOf = (side: Side, position: number): string => {
  const closes = side === 'buy' ? position < 0 : position > 0;
  return `${side}_to_${closes ? 'close' : 'open'}`;
};

/** What only other kinds of orders have. */
const UNUSED = {
  legs: null,
  trail_percent: null,
  trail_price: null,
  hwm: null,
  ratio_qty: null,
  subtag: null,
  source: null,
};
