/**
 * L11: why the engine is not to blame, where that is so: a venue that cannot or does not say, and somebody who was told of it and still is. By the
 * bound the venue tells the truth about whatever it is asked, so that only what no question can bring is left. All else that was not done is a bug.
 */
import type { ClientOrderId } from '../../../core/order/order.js';
import { type State, alertKey } from '../../../core/state/state.js';
import type { HealedWorld, Unmet } from './law.js';

/** Null = it is a bug. */
export function unrecoverable({ of }: Unmet, world: HealedWorld): string | null {
  const { state, at, ownOf } = world;
  const { heldUntil } = state;
  if (heldUntil !== null && heldUntil > ownOf(at))
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

const isRaised = ({ alerts }: State, code: string, clientOrderId: ClientOrderId): boolean =>
  alerts.get(alertKey(code, clientOrderId)) !== undefined;

/**
 * A request is valid for ever and may still arrive: absence is never proven, and it may not be asked by sending it again: the attempts are used
 * up, one of them was refused, a guard stands against it, or the venue may take an id a second time (SCH-4).
 */
function ofOrder(clientOrderId: ClientOrderId, { state, config }: HealedWorld): string | null {
  const isUndecidable =
    config.venue.validFor === null && state.children.get(clientOrderId)?.stage.kind === 'unknown';
  return isUndecidable && isRaised(state, 'order-unknown', clientOrderId)
    ? 'this venue cannot say what became of it'
    : null;
}
