/**
 * L11: why the engine is not to blame, where that is so: a venue that said what it does not take back, and somebody who was told of it and still is.
 * All else that was not done is a bug.
 */
import type { ClientOrderId } from '../../../core/order/order.js';
import { type State, alertKey } from '../../../core/state/state.js';
import type { HealedWorld, Unmet } from './law.js';

/** Null = it is a bug. */
export function unrecoverable({ of }: Unmet, world: HealedWorld): string | null {
  const { state, from, ownOf } = world;
  const { heldUntil } = state;
  if (heldUntil !== null && heldUntil > ownOf(from))
    return `the venue said to stay away until ${heldUntil}`;
  if (of === undefined) return null;
  if ('order' in of) return ofOrder(of.order, world);
  const open = state.parents.get(of.parent)?.open ?? [];
  for (const clientOrderId of open) {
    const why = ofOrder(clientOrderId, world);
    if (why !== null) return why;
  }
  return null;
}

export const isRaised = ({ alerts }: State, code: string, clientOrderId: ClientOrderId): boolean =>
  alerts.get(alertKey(code, clientOrderId)) !== undefined;

/** Alert codes that stay raised, and what they say. */
const TOLD = [
  ['fill-contradiction', 'the venue called it filled and shows less'],
] as const;

function ofOrder(clientOrderId: ClientOrderId, { state, config }: HealedWorld): string | null {
  for (const [code, text] of TOLD) if (isRaised(state, code, clientOrderId)) return text;
  // A request is valid for ever and may still arrive: absence is never proven, and all attempts to ask by sending again were lost (SCH-4).
  const isUndecidable = config.venue.validFor === null;
  return isUndecidable && isRaised(state, 'order-unknown', clientOrderId)
    ? 'this venue cannot say what became of it'
    : null;
}
