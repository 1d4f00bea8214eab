/**
 * What one parent cost in one run, by what it hung on: the implementation shortfall (`figures/cost.ts`) cut another way, so that two runs of
 * the same order can be held against each other. Exact: BigInt over one scale.
 *
 * With s, A, F, p and q as there, and T the price at which the decision of an order could have taken (the ask it saw for a buy, the bid for
 * a sale):
 *   seen       sum s (T - A) Q      each slice at the price of its decision, whole
 *   latency    sum s (p - T) q      of executions that took: the price had moved, or the book was short, when the order came there
 *   queue      sum s (p - T) q      of executions that rested: what waiting earned (below 0) or cost
 *   trigger    sum s (p - T) q      of stop orders, which wait for something else
 *   partials, rejects, unsent, overfilled
 *              sum s (T' - T) q     of quantity that filled in a later order, or not at all (T' = F); of a slice that was never
 *                                   released T = A; of what was filled beyond the order T = F
 *   fees       as charged
 * A journal tells a price that moved on the way from a book that was too short for the order by nothing: both are latency here.
 *
 * Invariant: where all are known they sum to `total` exactly, which is computed without them.
 */
import { signOf } from '../../core/ground/units.js';
import { costFillsOf, feesOf, isUnattributed } from '../figures/child-figures.js';
import { type CostFill, splitCost, sumDecimals } from '../figures/cost.js';
import { type MoveCause, type Moved, movedQuantity } from './moved-quantity.js';
import { type OrderFacts, type ParentFacts, plannedQuantity } from './parent-facts.js';

/** What hangs on one run alone; the prices its decisions saw are compared slice by slice. */
export type OwnCause = 'latency' | 'queue' | 'trigger' | MoveCause;

export interface SeenSlice {
  readonly slice: number;
  readonly quantity: bigint;
  /** s (T - A) of one lot. */
  readonly worse: bigint;
}

/** Amounts over one scale of the run's own: their ratio to `perLot` x `quantity` is what two runs have in common. */
export interface CostOfRun {
  /** A of one lot, and the lots ordered. */
  readonly perLot: bigint;
  readonly quantity: bigint;
  readonly slices: number;
  readonly total: bigint | null;
  readonly fees: bigint | null;
  /** Null where a price is missing; `why` says which. */
  readonly parts: {
    readonly seen: readonly SeenSlice[];
    readonly own: Readonly<Record<OwnCause, bigint>>;
  } | null;
  readonly why: string | null;
}

/** Null without a price at arrival: there is nothing to measure against. */
export function costOfRun(facts: ParentFacts): CostOfRun | null {
  const { parent, orders } = facts;
  const { arrivalMidTwice } = parent;
  if (arrivalMidTwice === null || arrivalMidTwice <= 0) return null;
  const children = orders.map(({ child }) => child);
  const unattributed = children.some(isUnattributed);
  const split = splitCost({
    instrument: facts.instrument,
    side: parent.request.side,
    quantity: parent.request.quantity,
    fills: children.flatMap((child) => costFillsOf(child)),
    arrivalMidTwice,
    referenceMidTwice: null,
    finalMidTwice: facts.finalMidTwice,
    fees: sumDecimals(children.map((child) => feesOf(child).amount)),
  });
  const quantity = BigInt(parent.request.quantity);
  const perLot = (split.basis ?? 0n) / quantity;
  const moved = movedQuantity(facts);
  const why = unattributed
    ? 'the venue told a total that no execution accounts for'
    : missingPrice(
        facts,
        moved.some(({ to, cause }) => to === null || cause === 'overfilled'),
      );
  return {
    perLot,
    quantity,
    slices: parent.plan?.slices ?? 0,
    total: unattributed ? null : split.total,
    fees: split.parts.fees,
    parts: why === null ? partsOf(facts, moved, perLot) : null,
    why,
  };
}

/** What stands between the executions and their causes; null = nothing. */
function missingPrice({ orders, finalMidTwice }: ParentFacts, unfilled: boolean): string | null {
  const blind = orders.find(({ sentAt, touchTwice }) => sentAt !== null && touchTwice === null);
  if (blind !== undefined) return `the decision of ${blind.child.name} saw no quote`;
  if (unfilled && finalMidTwice === null) return 'no quote was read before the end';
  return null;
}

function partsOf(facts: ParentFacts, moved: readonly Moved[], perLot: bigint): CostOfRun['parts'] {
  const { side } = facts.parent.request;
  const arrival = BigInt(facts.parent.arrivalMidTwice ?? 0);
  const final = BigInt(facts.finalMidTwice ?? 0);
  const factor = perLot / arrival;
  const worth = (from: bigint, to: bigint, quantity: bigint): bigint =>
    BigInt(signOf(side)) * (to - from) * quantity * factor;
  const touchOf = (order: OrderFacts | null): bigint => order?.touchTwice ?? arrival;
  const own = noCost();
  for (const order of facts.orders)
    for (const fill of costFillsOf(order.child))
      own[causeOfPrice(fill)] += worth(
        touchOf(order),
        2n * BigInt(fill.price),
        BigInt(fill.quantity),
      );
  for (const { quantity, cause, from, to } of moved)
    own[cause] += worth(
      cause === 'overfilled' ? final : touchOf(from),
      to === null ? final : touchOf(to),
      quantity,
    );
  return { seen: seenSlices(facts, (touch) => worth(arrival, touch, 1n)), own };
}

const noCost = (): Record<OwnCause, bigint> => ({
  latency: 0n,
  queue: 0n,
  trigger: 0n,
  partials: 0n,
  rejects: 0n,
  unsent: 0n,
  overfilled: 0n,
});

function causeOfPrice({ trigger, takes }: CostFill): OwnCause {
  if (trigger !== null) return 'trigger';
  return takes ? 'latency' : 'queue';
}

/** Of each slice that the plan has and that came to a decision on a quote. */
function seenSlices(
  { parent, orders }: ParentFacts,
  worse: (touchTwice: bigint) => bigint,
): readonly SeenSlice[] {
  const firsts = new Map<number, OrderFacts>();
  for (const order of orders)
    if (!firsts.has(order.child.slice)) firsts.set(order.child.slice, order);
  return [...firsts].flatMap(([slice, { touchTwice }]) => {
    const quantity = BigInt(plannedQuantity(parent, slice));
    return touchTwice === null || quantity === 0n
      ? []
      : [{ slice, quantity, worse: worse(touchTwice) }];
  });
}
