/**
 * Which parent of one run is which of another's: of the same strategy, symbol and side that with the same idempotency key, and of those
 * without one the n-th received is the n-th received. Whoever has no counterpart is named.
 */
import type { ProjectedParent, RunProjection } from '../projection/projection.js';
import { groupedBy } from '../../core/ground/grouped-by.js';

export interface ParentPair {
  readonly a: ProjectedParent;
  readonly b: ProjectedParent;
}

export interface LoneParent {
  readonly run: 'a' | 'b';
  readonly parent: ProjectedParent;
}

export interface Aligned {
  readonly pairs: readonly ParentPair[];
  readonly alone: readonly LoneParent[];
}

export function alignParents(a: RunProjection, b: RunProjection): Aligned {
  const byKey = pairUp([...a.parents.values()], [...b.parents.values()], (parent) =>
    JSON.stringify([kindOf(parent), parent.request.idempotencyKey]),
  );
  const byTurn = pairUp(byKey.ofA, byKey.ofB, kindOf);
  return {
    pairs: [...byKey.pairs, ...byTurn.pairs].toSorted(
      (one, other) => one.a.receivedAt - other.a.receivedAt,
    ),
    alone: [
      ...byTurn.ofA.map((parent) => ({ run: 'a' as const, parent })),
      ...byTurn.ofB.map((parent) => ({ run: 'b' as const, parent })),
    ],
  };
}

const kindOf = ({ request }: ProjectedParent): string =>
  JSON.stringify([request.strategyId, request.symbol, request.side]);

interface PairedUp {
  readonly pairs: readonly ParentPair[];
  readonly ofA: readonly ProjectedParent[];
  readonly ofB: readonly ProjectedParent[];
}

/** Those whose `nameOf` is the same, in their order, and what is left of either. */
function pairUp(
  ofA: readonly ProjectedParent[],
  ofB: readonly ProjectedParent[],
  nameOf: (parent: ProjectedParent) => string,
): PairedUp {
  const waiting = groupedBy(ofB, nameOf);
  const pairs: ParentPair[] = [];
  const left: ProjectedParent[] = [];
  for (const a of ofA) {
    const b = waiting.get(nameOf(a))?.shift();
    if (b === undefined) left.push(a);
    else pairs.push({ a, b });
  }
  const taken = new Set(pairs.map(({ b }) => b));
  return { pairs, ofA: left, ofB: ofB.filter((parent) => !taken.has(parent)) };
}
