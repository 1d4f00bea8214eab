/**
 * What follows for a parent once an input has acted on it or on one of its children, once a step: it stops where the
 * market or a failed slice says so, slices of a stopped or canceled parent are canceled, orders for what has been
 * filled otherwise are canceled, what stayed unfilled is caught up with (TWAP-8), and the derived status is stated
 * (ORD-2a).
 */
import { wantCancel } from '../child/cancel.js';
import { type Lots, plus } from '../ground/units.js';
import type { ClientOrderId, ParentId } from '../order/order.js';
import {
  type ParentProgress,
  availableOf,
  isParentTerminal,
  parentStatusOf,
} from '../order/parent.js';
import type { Plan } from '../plan/plan.js';
import { exposureOfChild } from '../state/exposure.js';
import { isLive } from '../state/is-live.js';
import type { ParentState } from '../state/state.js';
import type { ParentMarks, Step, Stop } from '../state/step.js';
import { paceOf } from '../state/wakes.js';
import { endSlice } from './slice.js';

export function settleParent(step: Step, parentId: ParentId, marks: ParentMarks): void {
  if (!step.state.parents.has(parentId)) return;
  stop(step, parentId, marks);
  cancelRemaining(step, parentId);
  cancelSurplus(step, parentId);
  planCatchUp(step, parentId);
  stateStatus(step, step.parent(parentId));
}

function stop(step: Step, parentId: ParentId, { stop: marked, ended }: ParentMarks): void {
  if (step.parent(parentId).stop !== null) return;
  const stopped = marked ?? sliceFailure(step, ended);
  if (stopped !== null) step.emit({ kind: 'parent-stopped', parentId, ...stopped });
}

/**
 * SCH-3, last sentence: a slice that was rejected or failed stops its parent, unless `onSliceFailure` is `continue`. A
 * catch-up has nothing after it to stop: what it could not do is dust that the parent's result names.
 */
function sliceFailure(step: Step, ended: ParentMarks['ended']): Stop | null {
  if (step.config.earlyStop.onSliceFailure === 'continue') return null;
  for (const { clientOrderId, why } of ended) {
    const { belief, childKind, slice, chain } = step.child(clientOrderId);
    const failed = belief.status === 'rejected' || belief.status === 'failed';
    // Of a chain the one that lives says how its slice went.
    if (!failed || childKind === 'catch-up' || chain !== undefined) continue;
    const measured = `slice ${slice}: ${why}`;
    return { code: 'SLICE_FAILED', measured, limit: 'onSliceFailure: stop' };
  }
  return null;
}

function cancelRemaining(step: Step, parentId: ParentId): void {
  const parent = step.parent(parentId);
  const { plan, nextSlice } = parent;
  if (plan === null || isLive(parent)) return;
  const reason = parent.stop?.code ?? parent.cancel?.reason ?? '';
  const count = plan.slices - nextSlice;
  if (count > 0) step.emit({ kind: 'slices-canceled', parentId, from: nextSlice, count, reason });
  if (parent.release !== null) endSlice(step, parentId, { status: 'canceled', reason });
}

/**
 * A fill that came after a verdict may leave more open than the parent still wants: the newest orders go first, which
 * is the catch-up that was sent for just that quantity (S1, S2).
 */
function cancelSurplus(step: Step, parentId: ParentId): void {
  const parent = step.parent(parentId);
  let surplus = parent.exposed - parent.request.quantity;
  for (let at = parent.open.length - 1; at >= 0 && surplus > 0; at -= 1) {
    const clientOrderId = parent.open[at] as ClientOrderId;
    const child = step.child(clientOrderId);
    surplus -= exposureOfChild(child) - child.belief.filled;
    if (child.cancel.reason === null) wantCancel(step, clientOrderId, 'surplus');
  }
}

/**
 * Only while the parent lives: a bust after its end sends nothing more. A dry run leaves nothing to catch up. Pieces are
 * alike, no larger than a slice may be (TWAP-7), one after the other, no faster than overdue slices.
 */
function planCatchUp(step: Step, parentId: ParentId): void {
  const parent = step.parent(parentId);
  const { plan, catchUp, request, lastDueAt } = parent;
  if (plan === null || !isCatchUpDue(step, parent, plan)) return;
  const budget = availableOf(request.quantity, parent.exposed + leftOf(step, parent));
  const wanted = Math.min(budget, catchUp?.remaining ?? budget);
  if (wanted === 0) return;
  const pieces = piecesOf(plan, wanted);
  const quantity = Math.ceil(wanted / pieces) as Lots;
  const paced = catchUp === null || lastDueAt === null ? step.at : plus(lastDueAt, paceOf(plan));
  step.emit({
    kind: 'catch-up-planned',
    parentId,
    slice: catchUp === null ? plan.slices : catchUp.slice + 1,
    quantity,
    remaining: (wanted - quantity) as Lots,
    dueAt: paced > step.at ? paced : step.at,
  });
}

/** F:FIL5: what the venue undid is not asked for again unless that is wanted: somebody has to know why it was undone. */
const leftOf = ({ config }: Step, { busted = 0 as Lots }: ParentState): number =>
  config.bustedFills === 'catch-up' ? 0 : busted;

/**
 * Where the plan itself went above the limit, because less is not worth an order (TWAP-6 wins over TWAP-7), its pieces
 * do so too, and none is smaller than a slice was.
 */
function piecesOf({ maxSliceQuantity, baseQuantity }: Plan, wanted: number): number {
  if (maxSliceQuantity === null) return 1;
  return baseQuantity > maxSliceQuantity
    ? Math.max(1, Math.floor(wanted / baseQuantity))
    : Math.ceil(wanted / maxSliceQuantity);
}

function isCatchUpDue(step: Step, parent: ParentState, plan: Plan): boolean {
  const { request, catchUp, status } = parent;
  if (request.completion !== 'catch-up' || step.config.dryRun) return false;
  if (!isLive(parent) || isParentTerminal(status)) return false;
  if (catchUp !== null && (!catchUp.taken || catchUp.remaining === 0)) return false;
  return parent.nextSlice >= plan.slices && parent.release === null && parent.open.length === 0;
}

/** Stated again when a fill after the end changed what is filled, even where the word stays. */
function stateStatus(step: Step, parent: ParentState): void {
  const { parentId, filled, stated } = parent;
  const status = parentStatusOf(progressOf(parent));
  const changed = isParentTerminal(status) && filled !== stated;
  if (status === parent.status && !changed) return;
  const unfilled = Math.max(0, parent.request.quantity - filled) as Lots;
  step.emit({ kind: 'parent-status', parentId, status, filled, unfilled });
}

function progressOf(parent: ParentState): ParentProgress {
  const { plan, release, catchUp } = parent;
  const onItsWay = release === null ? 0 : 1;
  return {
    quantity: parent.request.quantity,
    filled: parent.filled,
    // A parent that is not planned yet has everything before it.
    unreleased: plan === null ? 1 : plan.slices - parent.nextSlice + onItsWay,
    // Terminal is not done: a ledger may still be completed, and the parent waits for that.
    openChildren: parent.open.length,
    begun: parent.childCount > 0,
    catchUpDue: catchUp?.taken === false && isLive(parent),
    stoppedEarly: parent.stop !== null,
    cancelRequested: parent.cancel !== null,
  };
}
