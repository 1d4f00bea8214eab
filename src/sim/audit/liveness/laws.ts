/**
 * The laws of docs/rules/liveness.md that one run can be judged by, all at the bound of L1. L8 and L9 speak of many runs, and have tests of their
 * own; L11 sorts what the others find.
 */
import { gateOpen, orphansKept, parentsEnded } from './endings.js';
import type { HealedWorld, Law, Unmet } from './law.js';
import { loopsEnd } from './loops.js';
import { fillsKnown, sameBooks } from './same-books.js';
import { convergence, nothingUnknown } from './under-way.js';
import { unrecoverable } from './unrecoverable.js';

export const LAWS: readonly Law[] = [
  convergence,
  fillsKnown,
  nothingUnknown,
  sameBooks,
  parentsEnded,
  gateOpen,
  orphansKept,
  loopsEnd,
];

export interface LawFinding extends Unmet {
  readonly id: string;
  /** Why no client could have done it; null = it is a bug (L11). */
  readonly beyondUs: string | null;
}

export const unmetLaws = (world: HealedWorld): readonly LawFinding[] =>
  LAWS.flatMap(({ id, unmet }) =>
    unmet(world).map((one) => ({ ...one, id, beyondUs: unrecoverable(one, world) })),
  );
