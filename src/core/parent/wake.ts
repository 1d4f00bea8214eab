/** What a parent's wake finds due: a slice on its way that looks again, the next slice of the plan, its children. */
import type { Step } from '../state/step.js';
import { nextSliceTime } from '../state/wakes.js';
import { onChildDue } from '../child/due.js';
import type { ParentId } from '../order/order.js';
import { isParentTerminal } from '../order/parent.js';
import type { EpochMicros } from '../ground/units.js';
import { settleParent } from './completion.js';
import { lookAgain, startSlice } from './slice.js';

const isDue = (at: EpochMicros | null, now: EpochMicros): boolean => at !== null && at <= now;

export function onWake(step: Step, parentId: ParentId): void {
  const parent = step.state.parents.get(parentId);
  if (parent === undefined) return;
  if (parent.release !== null) {
    if (isDue(parent.release.nextAt, step.at)) lookAgain(step, parentId);
  } else if (isDue(nextSliceTime(parent), step.at)) {
    startSlice(step, parentId);
  }
  for (const clientOrderId of step.parent(parentId).open) {
    const child = step.child(clientOrderId);
    if (isDue(child.monitor.nextAt, step.at)) onChildDue(step, child);
  }
}

/** SCH-6: nothing of it has been sent: it is canceled. Something has: it stays live, and someone is told. */
export function onWakeRefused(step: Step, parentId: ParentId, text: string): void {
  const parent = step.state.parents.get(parentId);
  if (parent === undefined || isParentTerminal(parent.status)) return;
  const reason = `scheduling failed: ${text}`;
  if (parent.childCount > 0) {
    step.raise('scheduling-failed', 'warning', { subject: parentId, text });
    return;
  }
  step.emit({ kind: 'parent-cancel', parentId, scope: 'parent', operator: 'engine', reason });
  settleParent(step, parentId);
}
