/** What became of each slice of a parent in one run: its orders put together. */
import type { EpochMicros } from '../../core/ground/units.js';
import { groupedBy } from '../../core/ground/grouped-by.js';
import { earliest, fillTimesOf, latest } from './fill-times.js';
import type { OrderFacts, ParentFacts } from './parent-facts.js';

export interface SliceFacts {
  readonly slice: number;
  readonly kind: OrderFacts['child']['kind'];
  /** In the order of release; at least one. */
  readonly orders: readonly OrderFacts[];
  readonly sentAt: EpochMicros | null;
  readonly heardAt: EpochMicros | null;
  readonly firstFillAt: EpochMicros | null;
  readonly lastFillAt: EpochMicros | null;
  /** Of its first order. */
  readonly quantity: number;
  /** As the engine believes. */
  readonly filled: number;
  /** Sums over executions; fewer than `filled` where the venue told a total alone. */
  readonly executed: bigint;
  readonly notional: bigint;
  readonly refusals: readonly string[];
  readonly cancels: number;
  readonly status: OrderFacts['child']['status'];
  /** Why it was never sent, or was refused; null = neither. */
  readonly reason: string | null;
}

export type Slices = ReadonlyMap<number, SliceFacts>;

export function slicesOf({ orders }: ParentFacts): Slices {
  const bySlice = groupedBy(orders, ({ child }) => child.slice);
  return new Map([...bySlice].map(([slice, of]) => [slice, sliceFacts(slice, of)]));
}

function sliceFacts(slice: number, orders: readonly OrderFacts[]): SliceFacts {
  const first = orders[0]?.child;
  const last = orders.at(-1)?.child;
  const filledAt = orders.flatMap(({ child }) => fillTimesOf(child));
  return {
    slice,
    kind: first?.kind ?? 'slice',
    orders,
    sentAt: earliest(orders.map(({ sentAt }) => sentAt)),
    heardAt: earliest(orders.map(({ life }) => life.heardAt)),
    firstFillAt: earliest(filledAt),
    lastFillAt: latest(filledAt),
    quantity: first?.terms.quantity ?? 0,
    filled: orders.reduce((sum, { child }) => sum + child.filled, 0),
    executed: orders.reduce((sum, { executed }) => sum + executed.quantity, 0n),
    notional: orders.reduce((sum, { executed }) => sum + executed.notional, 0n),
    refusals: orders.flatMap(({ life }) => life.refusedWith ?? []),
    cancels: orders.reduce((sum, { life }) => sum + life.cancels, 0),
    status: last?.status ?? 'pending_new',
    reason: last?.reason ?? null,
  };
}
