/**
 * What follows for the parent whenever something of it ended: remaining slices of a stopped or canceled parent are
 * canceled, a catch-up slice is planned (TWAP-8), and the derived status is told (ORD-2a).
 */
import type { ParentState } from '../engine/state.js';
import type { Step } from '../engine/step.js';
import { takesSlices } from '../engine/wakes.js';
import { exposureRowOf } from '../fill/exposure.js';
import { isOver } from '../order/belief.js';
import type { ParentId } from '../order/order.js';
import { type ParentProgress, availableOf, isParentTerminal, parentStatusOf } from '../order/parent.js';
import type { Lots } from '../units.js';
import { endSlice, startCatchUp } from './slice.js';

export function settleParent(step: Step, parentId: ParentId): void {
  cancelRemaining(step, parentId);
  catchUp(step, parentId);
  const parent = step.parent(parentId);
  const status = parentStatusOf(progressOf(step, parent));
  if (status === parent.status) return;
  const unfilled = Math.max(0, parent.request.quantity - parent.filled) as Lots;
  step.emit({ kind: 'parent-status', parentId, status, filled: parent.filled, unfilled });
}

function cancelRemaining(step: Step, parentId: ParentId): void {
  const parent = step.parent(parentId);
  if (parent.plan === null || takesSlices(parent)) return;
  const reason = parent.stop?.code ?? parent.cancel?.reason ?? '';
  const count = parent.plan.slices - parent.nextSlice;
  if (count > 0) step.emit({ kind: 'slices-canceled', parentId, from: parent.nextSlice, count, reason });
  if (parent.release !== null) endSlice(step, parentId, { status: 'canceled', reason });
}

function catchUp(step: Step, parentId: ParentId): void {
  const parent = step.parent(parentId);
  const { plan } = parent;
  if (plan === null || parent.request.completion !== 'catch-up' || parent.catchUp !== null || !takesSlices(parent)) return;
  if (parent.nextSlice < plan.slices || parent.release !== null || parent.open.length > 0) return;
  const quantity = availableOf(parent.request.quantity, exposuresOf(step, parent));
  if (quantity === 0) return;
  step.emit({ kind: 'catch-up-planned', parentId, slice: plan.slices, quantity });
  startCatchUp(step, parentId);
}

function* exposuresOf(step: Step, parent: ParentState): Iterable<ReturnType<typeof exposureRowOf>> {
  for (const clientOrderId of parent.children) yield exposureRowOf(step.child(clientOrderId));
}

function progressOf(step: Step, parent: ParentState): ParentProgress {
  const { plan } = parent;
  return {
    quantity: parent.request.quantity,
    filled: parent.filled,
    // A parent that is not planned yet has everything before it.
    unreleased: plan === null ? 1 : plan.slices - parent.nextSlice + (parent.release === null ? 0 : 1),
    openChildren: parent.open.filter((id) => isOpen(step, id)).length,
    begun: parent.children.length > 0,
    catchUpDue: parent.catchUp !== null && !parent.catchUp.taken,
    stoppedEarly: parent.stop !== null,
    cancelRequested: parent.cancel !== null,
  };
}

/** Terminal is not done: the ledger may still be completed, and the parent waits for that. */
const isOpen = (step: Step, clientOrderId: ParentState['open'][number]): boolean => {
  const child = step.child(clientOrderId);
  return child.monitor.phase !== 'done' || (child.belief.status !== 'dry_run' && !isOver(child.belief));
};

export const isFinished = (parent: ParentState): boolean => isParentTerminal(parent.status);
