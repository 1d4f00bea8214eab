/** What a parent's wake finds due: the slice on its way that looks again, or the next one to take up. */
import type { EpochMicros } from '../ground/units.js';
import type { ParentId } from '../order/order.js';
import { isParentTerminal } from '../order/parent.js';
import type { Step } from '../state/step.js';
import { nextSliceTime } from '../state/wakes.js';
import { lookAtMarket } from './market-look.js';
import { takeUpSlice } from './slice.js';

const isDue = (at: EpochMicros | null, now: EpochMicros): boolean => at !== null && at <= now;

export function onParentDue(step: Step, parentId: ParentId): void {
  const parent = step.state.parents.get(parentId);
  if (parent === undefined) return;
  if (parent.release === null) {
    if (!isDue(nextSliceTime(parent), step.at)) return;
    takeUpSlice(step, parentId);
  } else if (!isDue(parent.release.nextAt, step.at)) {
    return;
  }
  lookAtMarket(step, parentId);
}

/** SCH-6: nothing of it has been sent: it is canceled. Something has: it stays live, and someone is told. */
export function onScheduleRefused(step: Step, parentId: ParentId, text: string): void {
  const parent = step.state.parents.get(parentId);
  if (parent === undefined || isParentTerminal(parent.status)) return;
  if (parent.childCount > 0) {
    step.raise('scheduling-failed', 'warning', { subject: parentId, text });
    return;
  }
  const reason = `scheduling failed: ${text}`;
  step.emit({ kind: 'parent-cancel', parentId, scope: 'parent', operator: 'engine', reason });
}
