/**
 * What follows for the parent whenever something of it ended: remaining slices of a stopped or canceled parent are
 * canceled, a catch-up slice is planned (TWAP-8), and the derived status is told (ORD-2a).
 */
import type { ParentState } from '../state/state.js';
import type { Step } from '../state/step.js';
import { takesSlices } from '../state/wakes.js';
import { exposureRowOf } from '../child/exposure.js';
import type { ParentId } from '../order/order.js';
import {
  type ParentProgress,
  availableOf,
  isParentTerminal,
  parentStatusOf,
} from '../order/parent.js';
import type { Lots } from '../ground/units.js';
import { endSlice, startCatchUp } from './slice.js';

export function settleParent(step: Step, parentId: ParentId): void {
  cancelRemaining(step, parentId);
  catchUp(step, parentId);
  const parent = step.parent(parentId);
  const status = parentStatusOf(progressOf(parent));
  if (status === parent.status) return;
  const unfilled = Math.max(0, parent.request.quantity - parent.filled) as Lots;
  step.emit({ kind: 'parent-status', parentId, status, filled: parent.filled, unfilled });
}

/**
 * What of the parent may still be sent (architecture.md, Parent budget). Children that are done count with what they
 * filled, which is all they ever will: so only the open ones are looked at one by one.
 */
export function budgetOf(step: Step, parent: ParentState): Lots {
  const open = parent.open.map((id) => exposureRowOf(step.child(id)));
  const filledByDone = open.reduce<number>((left, { filled }) => left - filled, parent.filled);
  return availableOf((parent.request.quantity - filledByDone) as Lots, open);
}

function cancelRemaining(step: Step, parentId: ParentId): void {
  const parent = step.parent(parentId);
  if (parent.plan === null || takesSlices(parent)) return;
  const reason = parent.stop?.code ?? parent.cancel?.reason ?? '';
  const count = parent.plan.slices - parent.nextSlice;
  if (count > 0)
    step.emit({ kind: 'slices-canceled', parentId, from: parent.nextSlice, count, reason });
  if (parent.release !== null) endSlice(step, parentId, { status: 'canceled', reason });
}

/** Once, and only while the parent lives: a bust after its end sends nothing more. A dry run leaves nothing to catch up. */
function catchUp(step: Step, parentId: ParentId): void {
  const parent = step.parent(parentId);
  const { plan, request } = parent;
  if (plan === null || request.completion !== 'catch-up' || step.config.dryRun) return;
  if (parent.catchUp !== null || !takesSlices(parent) || isParentTerminal(parent.status)) return;
  if (parent.nextSlice < plan.slices || parent.release !== null || parent.open.length > 0) return;
  const quantity = budgetOf(step, parent);
  if (quantity === 0) return;
  step.emit({ kind: 'catch-up-planned', parentId, slice: plan.slices, quantity });
  startCatchUp(step, parentId);
}

function progressOf(parent: ParentState): ParentProgress {
  const { plan } = parent;
  return {
    quantity: parent.request.quantity,
    filled: parent.filled,
    // A parent that is not planned yet has everything before it.
    unreleased:
      plan === null ? 1 : plan.slices - parent.nextSlice + (parent.release === null ? 0 : 1),
    // Terminal is not done: a ledger may still be completed, and the parent waits for that.
    openChildren: parent.open.length,
    begun: parent.childCount > 0,
    catchUpDue: parent.catchUp !== null && !parent.catchUp.taken,
    stoppedEarly: parent.stop !== null,
    cancelRequested: parent.cancel !== null,
  };
}
