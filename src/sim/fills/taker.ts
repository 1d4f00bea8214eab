/**
 * F4 on L2 tapes: an order that takes walks the available quantity from the best to its limit, one execution per level
 * at the level's price, never past the recorded depth. Planning changes nothing, so that fok, post-only and the
 * account can look before the walk is made.
 *
 * Unrealistic: the levels behind do not move while we walk, and nobody races us.
 */
import type { Lots } from '../../core/ground/units.js';
import type { BookSide } from '../book/book-side.js';
import { NO_KEY } from '../book/ladder.js';
import { availableLots, take } from './available.js';
import { inQuanta } from './fill-rules.js';

/** One level of a walk: key on the side taken from. */
export interface WalkStep {
  readonly key: number;
  readonly quantity: Lots;
}

export interface Walk {
  /** The side taken from: asks for a buy. */
  readonly from: BookSide;
  /** Worst key acceptable; `NO_KEY` for a market order. */
  readonly limit: number;
  readonly quantity: Lots;
  readonly now: number;
  /** Where to begin: nothing is left at better levels. The best when left out. */
  readonly start?: number;
}

/** The steps a taker would make, best first; their quantities sum to at most the walk's. */
export function planWalk(walk: Walk): WalkStep[] {
  const { from } = walk;
  const steps: WalkStep[] = [];
  let wanted: number = walk.quantity;
  let key = walk.start ?? from.best;
  while (wanted > 0 && key !== NO_KEY && key >= walk.limit) {
    const quantity = Math.min(wanted, availableLots(from, key, walk.now)) as Lots;
    if (quantity > 0) {
      steps.push({ key, quantity });
      wanted -= quantity;
    }
    key = from.levelBelow(key);
  }
  return steps;
}

export const quantityOf = (steps: readonly WalkStep[]): Lots => {
  let sum = 0;
  for (const step of steps) sum += step.quantity;
  return sum as Lots;
};

/** Removes a planned walk from the side it takes from. */
export function takeSteps(walk: Walk, steps: readonly WalkStep[]): void {
  const { from, now } = walk;
  for (const { key, quantity } of steps) take(from, key, inQuanta(from.rules, quantity), now);
}
