/** How the orders of a session stand, in numbers: what a person is told while it runs and when it ends. Pure. */
import { isParentTerminal } from '../../core/order/parent.js';
import type { ChildState, State } from '../../core/state/state.js';

export interface Standing {
  readonly orders: number;
  readonly over: number;
  /** At the venue, as far as we know. */
  readonly working: number;
  /** On their way, or with an outcome nobody knows yet. */
  readonly unknown: number;
  /** Shut: what an earlier process left under way is not cleared up yet. */
  readonly gated: boolean;
}

export function standingOf({ parents, children, gate }: State): Standing {
  let [orders, over, working, unknown] = [0, 0, 0, 0];
  for (const [, parent] of parents.entries()) {
    orders += 1;
    if (isParentTerminal(parent.status) && parent.open.length === 0) over += 1;
    for (const id of parent.open) {
      const place = placeOf(children.get(id));
      if (place === 'venue') working += 1;
      else if (place === 'unknown') unknown += 1;
    }
  }
  return { orders, over, working, unknown, gated: gate?.state === 'shut' };
}

function placeOf(child: ChildState | undefined): 'venue' | 'unknown' | 'here' {
  switch (child?.stage.kind) {
    case 'taken':
    case 'working':
    case 'canceling':
    case 'verifying':
    case 'settling':
      return 'venue';
    case 'sending':
    case 'unknown':
      return 'unknown';
    case 'unsent':
    case 'done':
    case undefined:
      return 'here';
  }
}
