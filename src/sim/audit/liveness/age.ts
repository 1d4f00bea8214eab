/** What a law may hold against an order: that it began before the calm, and that no time of its own has come since a moment ago. */
import { type EpochMicros, type Micros, seconds } from '../../../core/ground/units.js';
import type { ChildState } from '../../../core/state/state.js';
import type { HealedWorld } from './law.js';

export const minutes = (count: number): Micros => seconds(60 * count);
export const minus = (at: EpochMicros, by: Micros): EpochMicros => (at - by) as EpochMicros;

/** From the deadline of an order to the end of what is done about it: the cancel, the looks after it, its executions. */
const WINDING_UP = minutes(2);

/** It was sent before the calm, and should be over if it ever will be. */
export function isGrown(
  { submit, watch, stage }: ChildState,
  { from, at, ownOf }: Pick<HealedWorld, 'from' | 'at' | 'ownOf'>,
): boolean {
  if (submit.firstAt !== null && submit.firstAt > ownOf(from)) return false;
  const { deadline } = watch;
  if (deadline !== null && deadline > minus(ownOf(at), WINDING_UP)) return false;
  return deadline !== null || stage.kind !== 'working';
}
