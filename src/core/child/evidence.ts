/** What counts as knowing that an order lives at the venue, whatever became of the answer to our request. */
import type { ChildState } from '../state/state.js';

/** The venue has said something about this order, on whatever path. */
export function isAlive({ stage, belief }: ChildState): boolean {
  switch (stage.kind) {
    case 'working':
    case 'canceling':
    case 'verifying':
    case 'settling':
      return true;
    default:
      return belief.key.statusClass >= 2 || belief.filled > 0;
  }
}

/** Nothing of it can be at the venue: never sent, proven not sent, or proven absent. */
export const isProvenAbsent = (child: ChildState): boolean =>
  child.stage.kind === 'unsent' && !isAlive(child);

/** Its cancel is wanted, and none has left. */
export const awaitsCancel = ({ cancel, stage }: ChildState): boolean =>
  cancel.reason !== null && stage.kind !== 'canceling' && stage.kind !== 'verifying';
