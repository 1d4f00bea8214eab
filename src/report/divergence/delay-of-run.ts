/**
 * How long after it was due each lot of a parent filled, by what it waited for: from the time that its slice was meant to be sent until the
 * engine knew of its fill. Sums in lots x microseconds, exact; what never filled has no delay.
 *   schedule   due to first submit
 *   resends    first submit to the one that the venue took: attempts that were lost, or not sent
 *   latency    that submit to the venue's first word of it
 *   queue      that word to the first fill of the order
 *   partials   first fill of the order to this one; and of quantity that its own slice did not fill, due there to due here
 *   rejects, unsent   the same of quantity whose own slice was refused, or not sent
 *
 * Invariant: the parts sum exactly to the sum of (fill known - due) x quantity.
 */
import { isUnattributed } from '../figures/child-figures.js';
import type { DelayCause } from '../schema/divergence.js';
import { firstFillAt } from './fill-times.js';
import { type Moved, movedQuantity } from './moved-quantity.js';
import type { OrderFacts, ParentFacts } from './parent-facts.js';

export type DelayOfRun =
  | {
      readonly lots: bigint;
      readonly parts: Readonly<Record<DelayCause, bigint>>;
      readonly why: null;
    }
  | { readonly parts: null; readonly why: string };

type Sums = Record<DelayCause, bigint>;

export function delayOfRun(facts: ParentFacts): DelayOfRun {
  const sums: Sums = {
    schedule: 0n,
    resends: 0n,
    latency: 0n,
    queue: 0n,
    partials: 0n,
    rejects: 0n,
    unsent: 0n,
  };
  const filled = facts.orders.filter(({ child }) => child.fills.length > 0 || child.filled > 0);
  for (const order of filled) {
    const why = unmeasured(order) ?? addWaits(sums, order);
    if (why !== null) return { parts: null, why };
  }
  const lots = filled.reduce((sum, { executed }) => sum + executed.quantity, 0n);
  if (lots <= 0n) return { parts: null, why: 'nothing filled' };
  for (const moved of movedQuantity(facts)) addLater(sums, moved);
  return { lots, parts: sums, why: null };
}

/** Quantity that its own slice did not fill waited for another to fall due. */
function addLater(sums: Sums, { quantity, cause, dueAt, to }: Moved): void {
  const laterDue = to?.dueAt ?? null;
  if (laterDue === null || dueAt === null || cause === 'overfilled') return;
  sums[cause] += BigInt(laterDue - dueAt) * quantity;
}

function unmeasured({ child }: OrderFacts): string | null {
  if (isUnattributed(child)) return `of ${child.name} the venue told a total and no execution`;
  if (child.fills.some(({ bustOf }) => bustOf !== null))
    return `an execution of ${child.name} was undone`;
  return null;
}

/** Why it cannot be said; null = it is in the sums. */
function addWaits(sums: Sums, order: OrderFacts): string | null {
  const { child, dueAt, sentAt, takenAt, life } = order;
  const { heardAt } = life;
  const first = firstFillAt(child);
  if (dueAt === null || sentAt === null || takenAt === null || heardAt === null || first === null)
    return `the journal does not tell when ${child.name} was due, sent and taken`;
  const lots = order.executed.quantity;
  sums.schedule += BigInt(sentAt - dueAt) * lots;
  sums.resends += BigInt(takenAt - sentAt) * lots;
  sums.latency += BigInt(heardAt - takenAt) * lots;
  sums.queue += BigInt(first - heardAt) * lots;
  for (const { at, execution } of child.fills)
    sums.partials += BigInt(at - first) * BigInt(execution.quantity);
  return null;
}
