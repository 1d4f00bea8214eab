/** A child as the parent's budget counts it (architecture.md, Parent budget). */
import type { ChildState } from '../state/state.js';
import type { ChildExposure } from '../order/parent.js';

export const exposureRowOf = (child: ChildState): ChildExposure => ({
  status: child.belief.status,
  quantity: child.terms.quantity,
  filled: child.belief.filled,
  busted: child.belief.busted,
  inFlight:
    child.submit.phase === 'in-flight' ||
    child.submit.phase === 'unknown' ||
    child.submit.phase === 'exists' ||
    child.submit.unresolved,
});
