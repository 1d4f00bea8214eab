/** SCH-3, last sentence: a slice that was rejected or failed stops its parent, unless `onSliceFailure` is `continue`. */
import type { Step } from '../engine/step.js';
import type { ClientOrderId } from '../order/order.js';

export function onSliceOver(step: Step, clientOrderId: ClientOrderId): void {
  const child = step.child(clientOrderId);
  const { status } = child.belief;
  if (status !== 'rejected' && status !== 'failed') return;
  const parent = step.parent(child.parentId);
  if (step.config.earlyStop.onSliceFailure === 'continue' || parent.stop !== null) return;
  const reason = child.result?.reason ?? status;
  step.emit({
    kind: 'parent-stopped',
    parentId: parent.parentId,
    code: 'SLICE_FAILED',
    measured: `slice ${child.slice}: ${reason}`,
    limit: 'onSliceFailure: stop',
  });
}
