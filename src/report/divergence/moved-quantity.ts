/**
 * Where the quantity of a parent went: every lot of a slice either filled in the order of its slice, or in a later one, or never. What was
 * missed first is caught up first; an order that took the place of another of its slice takes that one's rest before any other's.
 *
 * Invariants: 1. What moved from a slice is exactly what its first order did not fill. 2. What moved to an order is exactly what it filled
 * beyond the quantity of its own slice.
 */
import type { EpochMicros } from '../../core/ground/units.js';
import { type OrderFacts, type ParentFacts, plannedQuantity } from './parent-facts.js';

/** Why a lot did not fill where it was planned to. */
export type MoveCause = 'partials' | 'rejects' | 'unsent' | 'overfilled';

export interface Moved {
  readonly quantity: bigint;
  readonly cause: MoveCause;
  /** Null: no decision was made for it (a slice that was never released), or it is more than was asked. */
  readonly from: OrderFacts | null;
  /** Of the slice that it comes from; null = of none. */
  readonly dueAt: EpochMicros | null;
  /** Null: it never filled. */
  readonly to: OrderFacts | null;
}

interface Missing {
  quantity: bigint;
  readonly cause: MoveCause;
  readonly from: OrderFacts;
}

export function movedQuantity(facts: ParentFacts): readonly Moved[] {
  const { parent, orders } = facts;
  let pool: Missing[] = [];
  const moved: Moved[] = [];
  const seen = new Set<number>();
  let planned = 0n;
  for (const order of orders) {
    const { slice } = order.child;
    const quantity = seen.has(slice) ? 0n : BigInt(plannedQuantity(parent, slice));
    seen.add(slice);
    planned += quantity;
    const left = quantity - order.executed.quantity;
    if (left > 0n) pool.push({ quantity: left, cause: causeOf(order), from: order });
    else if (left < 0n) {
      moved.push(...taken(pool, order, -left));
      pool = pool.filter(({ quantity: rest }) => rest > 0n);
    }
  }
  for (const { quantity, cause, from } of pool)
    moved.push({ quantity, cause, from, dueAt: from.dueAt, to: null });
  // Slices that were never released: nobody decided anything about them.
  const never = BigInt(parent.request.quantity) - planned;
  if (never !== 0n)
    moved.push({ quantity: never, cause: 'unsent', from: null, dueAt: null, to: null });
  return moved;
}

function causeOf({ life, sentAt }: OrderFacts): MoveCause {
  if (life.refusedWith !== null) return 'rejects';
  return sentAt === null ? 'unsent' : 'partials';
}

function taken(pool: readonly Missing[], order: OrderFacts, quantity: bigint): readonly Moved[] {
  const { slice } = order.child;
  const isOwn = ({ from }: Missing): boolean => from.child.slice === slice;
  const moved: Moved[] = [];
  let wanted = quantity;
  for (const missing of [...pool.filter(isOwn), ...pool.filter((one) => !isOwn(one))]) {
    const piece = missing.quantity < wanted ? missing.quantity : wanted;
    if (piece === 0n) continue;
    missing.quantity -= piece;
    wanted -= piece;
    const { cause, from } = missing;
    moved.push({ quantity: piece, cause, from, dueAt: from.dueAt, to: order });
  }
  if (wanted > 0n)
    moved.push({ quantity: wanted, cause: 'overfilled', from: null, dueAt: null, to: order });
  return moved;
}
