/**
 * Which orders a client wants a list of, and in which order: the query of `GET /v2/orders`. Times are of the submission, on the wall
 * clock, and both ends are left out; there is no page token, a client pages by them. Pure.
 */
import type { EpochMicros } from '../../../core/ground/units.js';
import type { OrderSnapshot } from '../../../core/order/execution-report.js';
import type { WallTime } from '../wire/wall-time.js';
import type { ListedAssets } from './listed-assets.js';
import { CLOSED_WORDS, wordOfStatus } from './order-words.js';
import { type Refusal, invalid, isRefusal } from './refusal.js';
import { isUuid, orderOfUuid } from './uuid-names.js';
import { wallOfStamp } from './wall-stamps.js';

export interface OrderFilter {
  readonly status: 'open' | 'closed' | 'all';
  readonly limit: number;
  /** On the wall clock. */
  readonly after: EpochMicros | null;
  readonly isRising: boolean;
  readonly wants: (order: OrderSnapshot) => boolean;
}

type Query = Readonly<Record<string, readonly string[]>>;

const LIMIT_DEFAULT = 50;
const LIMIT_MOST = 500;

export function orderFilter(
  query: Query,
  { assets, wall }: { readonly assets: ListedAssets; readonly wall: WallTime },
): OrderFilter | Refusal {
  const status = oneOf(query, 'status', ['open', 'closed', 'all'] as const);
  const direction = oneOf(query, 'direction', ['desc', 'asc'] as const);
  const side = oneOf(query, 'side', ['', 'buy', 'sell'] as const);
  const limit = countIn(query, 'limit', { least: 1, most: LIMIT_MOST, without: LIMIT_DEFAULT });
  const after = timeIn(query, 'after');
  const until = timeIn(query, 'until');
  const beforeOrder = placeIn(query, 'before_order_id');
  const afterOrder = placeIn(query, 'after_order_id');
  for (const one of [status, direction, side, limit, after, until, beforeOrder, afterOrder])
    if (isRefusal(one)) return one;
  const symbols = symbolsIn(query, assets);
  const classes = query['asset_class'] ?? [];
  const wants = ({ createdAt, ...order }: OrderSnapshot): boolean => {
    const asset = assets.of(order.symbol);
    const at = createdAt === null ? null : wall.toWall(createdAt);
    return [
      symbols === null || symbols.has(order.symbol),
      classes.length === 0 || classes.includes(asset.assetClass),
      side === '' || side === order.side,
      at === null || after === null || at > (after as EpochMicros),
      at === null || until === null || at < (until as EpochMicros),
      beforeOrder === null || Number(order.venueOrderId) < (beforeOrder as number),
      afterOrder === null || Number(order.venueOrderId) > (afterOrder as number),
      status !== 'closed' || isClosed(order),
    ].every(Boolean);
  };
  return {
    status: status as OrderFilter['status'],
    limit: limit as number,
    after: after as EpochMicros | null,
    isRising: direction === 'asc',
    wants,
  };
}

const isClosed = ({ status }: Pick<OrderSnapshot, 'status'>): boolean =>
  status !== null && CLOSED_WORDS.has(wordOfStatus(status));

const firstOf = (query: Query, name: string): string | null => query[name]?.[0] ?? null;

export function oneOf<const T extends string>(
  query: Query,
  name: string,
  [without, ...others]: readonly [T, ...T[]],
): T | Refusal {
  const text = firstOf(query, name);
  if (text === null) return without;
  return [without, ...others].find((one) => one === text) ?? invalid(`invalid ${name}: ${text}`);
}

export function countIn(
  query: Query,
  name: string,
  { least, most, without }: { least: number; most: number; without: number },
): number | Refusal {
  const text = firstOf(query, name);
  if (text === null) return without;
  const count = Number(text);
  return /^\d+$/.test(text) && count >= least && count <= most
    ? count
    : invalid(`${name} must be from ${least} to ${most}`);
}

export function timeIn(query: Query, name: string): EpochMicros | null | Refusal {
  const text = firstOf(query, name);
  if (text === null || text === '') return null;
  return wallOfStamp(text) ?? invalid(`invalid ${name}: ${text}`);
}

/** Orders are numbered as they are accepted. */
function placeIn(query: Query, name: string): number | null | Refusal {
  const text = firstOf(query, name);
  if (text === null) return null;
  if (!isUuid(text)) return invalid(`invalid ${name}: ${text}`);
  return Number(orderOfUuid(text) ?? NaN);
}

/** Instruments by any of their names; a name of nothing is of no order. */
function symbolsIn(query: Query, assets: ListedAssets): ReadonlySet<string> | null {
  const names = (query['symbols'] ?? []).flatMap((text) => text.split(','));
  if (names.every((name) => name === '')) return null;
  return new Set(names.map((name) => assets.named(name)?.instrument.symbol ?? ''));
}
