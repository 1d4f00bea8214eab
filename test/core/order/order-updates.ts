/** Builders of beliefs and updates for the tests of `src/core/order`; times are small whole numbers of nanoseconds. */
import { type OrderBelief, type OrderIdentity, newBelief } from '../../../src/core/order/belief.js';
import type { Execution } from '../../../src/core/order/execution-report.js';
import { merge } from '../../../src/core/order/merge.js';
import type {
  ClientOrderId,
  ExecId,
  VenueNanos,
  VenueOrderId,
} from '../../../src/core/order/order.js';
import type { OrderUpdate, VenueUpdate } from '../../../src/core/order/update.js';
import { lots, ticks } from '../../../src/core/ground/units.js';

const QUANTITY = 10;

export const anIdentity = (overrides: Partial<OrderIdentity> = {}): OrderIdentity => ({
  clientOrderId: 'c1' as ClientOrderId,
  venueOrderId: null,
  symbol: 'BTCUSDT',
  side: 'buy',
  quantity: lots(QUANTITY),
  ...overrides,
});

export const aBelief = (overrides: Partial<OrderIdentity> = {}): OrderBelief =>
  newBelief(anIdentity(overrides), 'submitted');

export const at = (nanos: number): VenueNanos => `${nanos}` as VenueNanos;

/** A venue's word without anything else; everything else by overrides. */
export const anUpdate = (overrides: Partial<VenueUpdate> = {}): VenueUpdate => ({
  source: 'stream',
  status: 'accepted',
  venueWord: 'NEW',
  venueTime: at(1),
  cumQty: lots(0),
  clientOrderId: 'c1' as ClientOrderId,
  venueOrderId: 'v1' as VenueOrderId,
  symbol: 'BTCUSDT',
  side: 'buy',
  execution: null,
  bustOf: null,
  ...overrides,
});

export const anExecution = (
  id: string,
  quantity: number,
  overrides: Partial<Execution> = {},
): Execution => ({
  execId: id as ExecId,
  price: ticks(100),
  quantity: lots(quantity),
  liquidity: 'taker',
  fee: null,
  venueTime: at(1),
  ...overrides,
});

/** A status with a cumulative quantity at a venue time, by the stream. */
export const said = (
  status: VenueUpdate['status'],
  cumQty: number | null,
  time: number | null,
  overrides: Partial<VenueUpdate> = {},
): VenueUpdate =>
  anUpdate({
    status,
    venueWord: status ?? 'WEIRD',
    cumQty: cumQty === null ? null : lots(cumQty),
    venueTime: time === null ? null : at(time),
    ...overrides,
  });

/** A bust of `quantity` lots of execution `of` at a venue time. */
export const aBust = (
  id: string,
  of: string,
  bust: { readonly quantity: number; readonly time: number; readonly cumQty: number | null },
): VenueUpdate =>
  said(null, bust.cumQty, bust.time, {
    venueWord: '',
    execution: anExecution(id, -bust.quantity, { venueTime: at(bust.time) }),
    bustOf: of as ExecId,
  });

export const fold = (belief: OrderBelief, updates: readonly OrderUpdate[]): OrderBelief =>
  updates.reduce((held, update) => merge(held, update).belief, belief);

/** Every order of the items. */
export function permutations<T>(items: readonly T[]): readonly (readonly T[])[] {
  if (items.length <= 1) return [items];
  return items.flatMap((item, index) =>
    permutations(items.toSpliced(index, 1)).map((rest) => [item, ...rest]),
  );
}
