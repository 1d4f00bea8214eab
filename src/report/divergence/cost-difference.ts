/**
 * By how much one run of an order cost more than another, by cause: each run in parts of its own arrival mid x ordered quantity, so that
 * runs at other prices and of other sizes have a difference at all.
 *
 *   market     what its decisions saw was worth other prices: of each slice (x1 - x2)(w1 + w2)/2, with x = s (T - A)/A and w its share of
 *              the order; it has what was sent later because nobody sent it sooner, too
 *   rounding   its share of the order was another, (x1 + x2)(w1 - w2)/2: slices are whole lots
 *   plan       in place of both where the two have another number of slices: which of them answer each other nobody can say
 * The others are those of `cost-of-run.ts`, one less the other. A slice that only one of them released is part of `unsent`.
 *
 * Invariants: 1. Where all causes are known they sum to the difference exactly. 2. Held the other way round each has the other sign.
 */
import { STEPS_PER_UNIT, bpsOf, toBps } from '../figures/bps.js';
import { COST_CAUSES, type CostCause } from '../schema/divergence.js';
import type { CostOfRun, OwnCause, SeenSlice } from './cost-of-run.js';
import { splitBothWays } from './exact-split.js';

/** Parts of `over` > 0. */
export interface CostDifference {
  readonly over: bigint;
  readonly total: bigint | null;
  readonly causes: Readonly<Record<CostCause, bigint | null>>;
}

const OWN_CAUSES: readonly OwnCause[] = [
  'latency',
  'queue',
  'trigger',
  'partials',
  'rejects',
  'unsent',
  'overfilled',
];

type Known = CostOfRun & { readonly parts: NonNullable<CostOfRun['parts']> };

const isKnown = (run: CostOfRun): run is Known => run.parts !== null;

/** What `a` cost beyond `b`. */
export function costDifference(a: CostOfRun, b: CostOfRun): CostDifference {
  // Twice, for the halves of `market` and `rounding`.
  const [perA, perB] = [2n * b.perLot * b.quantity, 2n * a.perLot * a.quantity];
  const less = (ofA: bigint | null, ofB: bigint | null): bigint | null =>
    ofA === null || ofB === null ? null : ofA * perA - ofB * perB;
  const causes: Record<CostCause, bigint | null> = {
    latency: null,
    queue: null,
    trigger: null,
    partials: null,
    rejects: null,
    unsent: null,
    overfilled: null,
    rounding: null,
    plan: null,
    fees: less(a.fees, b.fees),
    market: null,
  };
  if (isKnown(a) && isKnown(b)) {
    for (const cause of OWN_CAUSES) causes[cause] = less(a.parts.own[cause], b.parts.own[cause]);
    Object.assign(causes, withUnsent(seenDifference(a, b), causes.unsent ?? 0n));
  }
  const over = 2n * a.perLot * a.quantity * b.perLot * b.quantity;
  return { over, total: less(a.total, b.total), causes };
}

type Seen = Readonly<Record<'market' | 'rounding' | 'plan' | 'unsent', bigint>>;

const withUnsent = (seen: Seen, unsent: bigint): Seen => ({
  ...seen,
  unsent: seen.unsent + unsent,
});

function seenDifference(a: Known, b: Known): Seen {
  const seen = { market: 0n, rounding: 0n, plan: 0n, unsent: 0n };
  const ofB = new Map(b.parts.seen.map((slice) => [slice.slice, slice]));
  const other = a.slices === b.slices ? 'unsent' : 'plan';
  for (const one of a.parts.seen) {
    const twin = a.slices === b.slices ? ofB.get(one.slice) : undefined;
    if (twin === undefined) seen[other] += weighed(one, b);
    else {
      const [aa, ab] = [weighed(one, b), crossed(one, twin, [a, b])];
      const [bb, ba] = [weighed(twin, a), crossed(twin, one, [b, a])];
      seen.market += (aa + ab - ba - bb) / 2n;
      seen.rounding += (aa - ab + ba - bb) / 2n;
      ofB.delete(one.slice);
    }
  }
  for (const one of ofB.values()) seen[other] -= weighed(one, a);
  return seen;
}

/** 2 x w of one run, over what both are over. */
const weighed = ({ worse, quantity }: SeenSlice, other: CostOfRun): bigint =>
  2n * worse * quantity * other.perLot * other.quantity;

/** 2 x of one with the share that the slice has in the other. */
const crossed = (
  { worse }: SeenSlice,
  { quantity }: SeenSlice,
  [run, other]: readonly [CostOfRun, CostOfRun],
): bigint => 2n * worse * quantity * run.quantity * other.perLot;

export interface PrintedDifference {
  readonly bps: number | null;
  readonly causes: Readonly<Record<CostCause, number | null>>;
}

/** Causes that are all known are printed so that they add up; else each is rounded for itself. */
export function printedDifference({ over, total, causes }: CostDifference): PrintedDifference {
  const known = COST_CAUSES.map((cause) => causes[cause]).filter((part) => part !== null);
  const alone = (part: bigint | null): number | null => (part === null ? null : bpsOf(part, over));
  const each = (of: (cause: CostCause, index: number) => number | null) =>
    Object.fromEntries(
      COST_CAUSES.map((cause, index) => [cause, of(cause, index)]),
    ) as PrintedDifference['causes'];
  if (known.length < COST_CAUSES.length)
    return { bps: alone(total), causes: each((cause) => alone(causes[cause])) };
  const rounded = splitBothWays(known, over, STEPS_PER_UNIT);
  return {
    bps: toBps(rounded.total),
    causes: each((_, index) => toBps(rounded.parts[index] ?? 0n)),
  };
}
