/** What a parent's wake finds due: a slice on its way that looks again, the next slice of the plan, polls of its children. */
import type { Step } from '../engine/step.js';
import { nextSliceTime } from '../engine/wakes.js';
import { onChildDue } from '../fill/due.js';
import type { ParentId } from '../order/order.js';
import type { EpochMicros } from '../units.js';
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
