/**
 * F19: what an arriving order of ours does where an opposite one of ours rests. Recorded quantity comes first as far as it
 * stands before that order: all at better prices, and at its price what its queue still waits for. What the arriving order
 * wants beyond that would meet our own; the mode says which of the two expires instead. Planning alone, nothing changes.
 * Orders of other accounts are passed by.
 *
 * Unrealistic: a queue is as long for the orders behind it as before, although our own taker took from it.
 */
import { lotsDown } from './fill-rules.js';
import type { OwnOrder } from './own-order.js';
import type { Walk, WalkStep } from './taker.js';

export type SelfTrade = 'none' | 'expire-maker' | 'expire-taker' | 'expire-both';

export interface Meeting {
  /** What the arriving order takes of the recorded book. */
  readonly steps: readonly WalkStep[];
  /** Resting orders that expire, best price first, then time. */
  readonly makers: readonly OwnOrder[];
  /** What is left of the arriving order expires. */
  readonly endsTaker: boolean;
}

/** `steps`: what the walk of an order of `account` would take if none of our orders rested there. */
export function meetOwn(
  walk: Walk,
  steps: readonly WalkStep[],
  { mode, account }: { readonly mode: SelfTrade; readonly account: number },
): Meeting {
  const makers: OwnOrder[] = [];
  if (mode === 'none') return { steps, makers, endsTaker: false };
  for (const order of walk.from.own) {
    if (order.key < walk.limit) break;
    if (order.account !== account) continue;
    const before = stepsBefore(walk, steps, order);
    if (sumOf(before) >= walk.quantity) break;
    makers.push(order);
    if (mode !== 'expire-maker') {
      return { steps: before, makers: mode === 'expire-both' ? makers : [], endsTaker: true };
    }
  }
  return { steps, makers, endsTaker: false };
}

/** The part of the steps that stands before `order`: better prices, and its queue at its own. */
function stepsBefore(walk: Walk, steps: readonly WalkStep[], order: OwnOrder): WalkStep[] {
  const queue = lotsDown(walk.from.rules, order.ahead);
  return steps
    .filter(({ key }) => key >= order.key)
    .map(({ key, quantity }) => ({
      key,
      quantity: key === order.key && queue < quantity ? queue : quantity,
    }))
    .filter(({ quantity }) => quantity > 0);
}

const sumOf = (steps: readonly WalkStep[]): number =>
  steps.reduce((sum, { quantity }) => sum + quantity, 0);
