/**
 * SCH-3, last sentence: a slice that was rejected or failed stops its parent, unless `onSliceFailure` is `continue`. A
 * catch-up slice has nothing after it to stop: what it could not do is dust that the parent's result names.
 */
import type { Step } from '../state/step.js';
import type { ClientOrderId } from '../order/order.js';

export function onSliceOver(step: Step, clientOrderId: ClientOrderId, why: string): void {
  const child = step.child(clientOrderId);
  const { status } = child.belief;
  if (child.childKind === 'catch-up' || (status !== 'rejected' && status !== 'failed')) return;
  const parent = step.parent(child.parentId);
  if (step.config.earlyStop.onSliceFailure === 'continue' || parent.stop !== null) return;
  step.emit({
    kind: 'parent-stopped',
    parentId: parent.parentId,
    code: 'SLICE_FAILED',
    measured: `slice ${child.slice}: ${why}`,
    limit: 'onSliceFailure: stop',
  });
}
