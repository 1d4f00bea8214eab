/**
 * RCV-1: what a process takes up again once it knows what became of what was sent: every slice that has not left, past and to come, of an
 * order that lives. What is due goes on by its wake, past every guard and paced (RCV-3); of an order that does not live nothing is sent.
 */
import { wantCancel } from '../child/cancel.js';
import type { ClientOrderId } from '../order/order.js';
import type { EpochMicros } from '../ground/units.js';
import { sliceTime } from '../plan/schedule.js';
import type { RecoveredSlices } from '../state/gate.js';
import { isLive } from '../state/is-live.js';
import type { ParentState } from '../state/state.js';
import type { Step } from '../state/step.js';

export function recover(step: Step): void {
  const resumed: RecoveredSlices[] = [];
  const invalid: ClientOrderId[] = [];
  for (const [, parent] of step.state.parents.entries()) {
    const unsent = parent.open.filter((id) => step.child(id).stage.kind === 'unsent');
    if (!isLive(parent)) invalid.push(...unsent);
    else {
      const { parentId } = parent;
      const slices = slicesToCome(parent) + unsent.length;
      if (slices === 0) continue;
      resumed.push({ parentId, slices, overdue: overdueAt(parent, step.at) + unsent.length });
    }
  }
  step.emit({ kind: 'recovery-begun', resumed, invalid });
  for (const id of invalid) wantCancel(step, id, 'parent-canceled');
}

/** With the one that was on its way, which has no order yet. */
function slicesToCome({ plan, nextSlice, release, catchUp }: ParentState): number {
  if (plan === null) return 0;
  const isCatchUpToCome = catchUp?.taken === false;
  return plan.slices - nextSlice + (release === null ? 0 : 1) + (isCatchUpToCome ? 1 : 0);
}

/** Of those, the ones whose time has passed. */
function overdueAt({ plan, nextSlice, release, catchUp }: ParentState, at: EpochMicros): number {
  if (plan === null) return 0;
  let overdue =
    (release === null ? 0 : 1) + (catchUp?.taken === false && catchUp.dueAt <= at ? 1 : 0);
  // By halves: a plan may have a hundred thousand.
  let [low, high] = [nextSlice, plan.slices];
  while (low < high) {
    const middle = Math.floor((low + high) / 2);
    if (sliceTime(plan, middle) <= at) low = middle + 1;
    else high = middle;
  }
  overdue += low - nextSlice;
  return overdue;
}
