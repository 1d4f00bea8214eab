/**
 * The open orders of our instruments. The venue gives those of a symbol all at once and in no pages; ours are cut from that, by symbol and
 * number, so that a page begins where the one before it ended whatever was placed or ended meanwhile.
 */
import type { Instrument } from '../../core/ground/instrument.js';
import type { OrderSnapshot } from '../../core/order/execution-report.js';
import type { ClientReply } from '../../core/order/venue-message.js';
import { listOf } from '../rest/fields.js';
import { snapshotOf } from './order-mapping.js';
import type { Asking } from './requests.js';
import { LOOKING } from './venue-time.js';

export interface PageAsked {
  readonly limit: number;
  /** `symbol number` of the last order of the page before. */
  readonly cursor: string | null;
}

export async function readOpenOrders(
  { ask, product, known, options }: Asking,
  instruments: readonly Instrument[],
  { limit, cursor }: PageAsked,
): Promise<ClientReply> {
  const place = placeOf(cursor);
  const start = instruments.findIndex(({ symbol }) => symbol === place?.symbol);
  if (cursor !== null && start < 0)
    return { kind: 'unavailable', text: `no place among the open orders: ${cursor}` };
  const found: OrderSnapshot[] = [];
  for (const instrument of instruments.slice(Math.max(start, 0))) {
    const { symbol } = instrument;
    const read = (body: unknown): readonly OrderSnapshot[] =>
      listOf(body, 'the open orders').map((row) => snapshotOf(row, instrument, product.orders));
    const params = { symbol, ...LOOKING };
    const said = await ask({ method: product.routes.openOrders, params, read }, options);
    if (said.kind !== 'said') return said;
    for (const order of said.value) known.note(symbol, order);
    const after = place?.symbol === symbol ? place.number : 0n;
    const rest = said.value.filter(({ venueOrderId }) => BigInt(venueOrderId) > after);
    found.push(...rest.sort(byNumber));
    if (found.length > limit) break;
  }
  const orders = found.slice(0, limit);
  const last = orders.at(-1);
  const isAll = found.length <= limit || last === undefined;
  return { kind: 'open-orders', orders, nextCursor: isAll ? null : cursorAt(last) };
}

const cursorAt = ({ symbol, venueOrderId }: OrderSnapshot): string => `${symbol} ${venueOrderId}`;

const CURSOR = /^(\S+) (\d+)$/;

/** Null: there is none, or it is none of ours. */
function placeOf(
  cursor: string | null,
): { readonly symbol: string; readonly number: bigint } | null {
  const [, symbol, number] = CURSOR.exec(cursor ?? '') ?? [];
  if (symbol === undefined || number === undefined) return null;
  return { symbol, number: BigInt(number) };
}

const byNumber = (a: OrderSnapshot, b: OrderSnapshot): number =>
  BigInt(a.venueOrderId) < BigInt(b.venueOrderId) ? -1 : 1;
