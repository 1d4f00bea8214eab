/** What counts as knowing that an order lives at the venue, whatever became of the answer to our request. */
import type { ChildState } from '../state/state.js';

/** The venue has said something about this order, on whatever path. */
export const isAlive = (child: ChildState): boolean =>
  child.submit.phase === 'acknowledged' ||
  child.belief.key.statusClass >= 2 ||
  child.belief.filled > 0;

/** Nothing of it can be at the venue: never sent, proven not sent, or proven absent. */
export const isProvenAbsent = (child: ChildState): boolean =>
  !isAlive(child) &&
  !child.submit.unresolved &&
  (child.submit.phase === 'idle' ||
    child.submit.phase === 'withdrawn' ||
    child.submit.phase === 'absent');
