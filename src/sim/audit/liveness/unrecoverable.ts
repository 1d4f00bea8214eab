/** L11: why no client could have done it, where that is so; else what was not done is a bug. */
import type { ClientOrderId } from '../../../core/order/order.js';
import { alertKey } from '../../../core/state/state.js';
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

/** Where requests are valid for ever and ids can be used again, what became of one may stay unknown: then somebody was told. */
function ofOrder(clientOrderId: ClientOrderId, { state, config }: HealedWorld): string | null {
  const { validFor, idempotency } = config.venue;
  if (validFor !== null || idempotency !== 'open-only') return null;
  return state.alerts.get(alertKey('order-unknown', clientOrderId)) === undefined
    ? null
    : `this venue cannot say what became of ${clientOrderId}, and that was told`;
}
