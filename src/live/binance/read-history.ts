/**
 * All orders of our instruments since a time, one request a page. By time the venue shows no more than some days at once, and two orders of one
 * millisecond on both sides of a page could not be told apart; so time only finds the first order, and from there on it goes by number,
 * which rises with every order of a symbol.
 */
import type { Instrument } from '../../core/ground/instrument.js';
import { type EpochMicros, MICROS_PER_DAY, MICROS_PER_MS } from '../../core/ground/units.js';
import type { OrderSnapshot } from '../../core/order/execution-report.js';
import type { ClientReply } from '../../core/order/venue-message.js';
import { listOf } from '../rest/fields.js';
import { snapshotOf } from './order-mapping.js';
import type { Params } from './order-params.js';
import type { HistoryReach } from './product.js';
import type { Asking } from './requests.js';
import { LOOKING } from './venue-time.js';

export interface HistoryAsked {
  readonly instruments: readonly Instrument[];
  readonly after: EpochMicros;
  readonly cursor: string | null;
  /** The venue's. */
  readonly now: EpochMicros;
}

/** Where a page begins: in the days from that millisecond on, or at that number. */
type From =
  | { readonly kind: 'since'; readonly ms: number }
  | { readonly kind: 'number'; readonly number: bigint };

interface Place {
  readonly symbol: string;
  readonly from: From;
}

const ORDERS_MOST = 1_000;
const DAY_MS = MICROS_PER_DAY / MICROS_PER_MS;
/** Before all others. */
const FIRST: From = { kind: 'number', number: 1n };

export async function readHistory(
  { ask, product, known, options }: Asking,
  asked: HistoryAsked,
): Promise<ClientReply> {
  const { instruments, after, cursor } = asked;
  const [first] = instruments;
  if (first === undefined) return { kind: 'history', orders: [], nextCursor: null };
  const place =
    cursor === null
      ? { symbol: first.symbol, from: firstOf(asked, product.history) }
      : placeOf(cursor);
  const instrument = instruments.find(({ symbol }) => symbol === place?.symbol);
  if (place === null || instrument === undefined)
    return { kind: 'unavailable', text: `no place in the history: ${cursor}` };
  const { symbol } = instrument;
  const read = (body: unknown): readonly OrderSnapshot[] =>
    listOf(body, 'the history').map((row) => snapshotOf(row, instrument, product.orders));
  const params = {
    symbol,
    limit: String(ORDERS_MOST),
    ...paramsOf(place.from, product.history),
    ...LOOKING,
  };
  const said = await ask({ method: product.routes.allOrders, params, read }, options);
  if (said.kind !== 'said') return said;
  for (const order of said.value) known.note(symbol, order);
  const next = nextOf(place, said.value, { asked, reach: product.history });
  return {
    kind: 'history',
    orders: said.value.filter(({ createdAt }) => createdAt === null || createdAt >= after),
    nextCursor: next === null ? null : cursorAt(next),
  };
}

function firstOf({ after, now }: HistoryAsked, { daysMost, beyond }: HistoryReach): From {
  const oldest = now - daysMost * MICROS_PER_DAY;
  if (after < oldest && beyond === 'first-number') return FIRST;
  return { kind: 'since', ms: Math.floor(Math.max(after, oldest) / MICROS_PER_MS) };
}

const paramsOf = (from: From, { windowDays }: HistoryReach): Params =>
  from.kind === 'since'
    ? { startTime: String(from.ms), endTime: String(from.ms + windowDays * DAY_MS - 1) }
    : { orderId: String(from.number) };

/** Null: that was the last page. */
function nextOf(
  { symbol, from }: Place,
  orders: readonly OrderSnapshot[],
  { asked, reach }: { readonly asked: HistoryAsked; readonly reach: HistoryReach },
): Place | null {
  const number = highestIn(orders);
  // Behind the first order it goes by number, and a page that is not full is a symbol's last.
  if (number !== null && (from.kind === 'since' || orders.length >= ORDERS_MOST))
    return { symbol, from: { kind: 'number', number: number + 1n } };
  if (from.kind === 'since') {
    const ms = from.ms + reach.windowDays * DAY_MS;
    if (ms * MICROS_PER_MS <= asked.now) return { symbol, from: { kind: 'since', ms } };
  }
  const { instruments } = asked;
  const next = instruments[instruments.findIndex((one) => one.symbol === symbol) + 1];
  return next === undefined ? null : { symbol: next.symbol, from: firstOf(asked, reach) };
}

function highestIn(orders: readonly OrderSnapshot[]): bigint | null {
  let highest: bigint | null = null;
  for (const { venueOrderId } of orders) {
    const number = BigInt(venueOrderId);
    if (highest === null || number > highest) highest = number;
  }
  return highest;
}

const cursorAt = ({ symbol, from }: Place): string =>
  from.kind === 'since' ? `${symbol} since ${from.ms}` : `${symbol} number ${from.number}`;

const CURSOR = /^(\S+) (since|number) (\d+)$/;

function placeOf(cursor: string): Place | null {
  const [, symbol, kind, at] = CURSOR.exec(cursor) ?? [];
  if (symbol === undefined || at === undefined) return null;
  const from: From =
    kind === 'since' ? { kind, ms: Number(at) } : { kind: 'number', number: BigInt(at) };
  return { symbol, from };
}
