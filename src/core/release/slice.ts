/**
 * A slice from "due" to "released" (SCH-2): guards, market checks (`early-stop.ts`), guards again, then release and
 * submit intent in one step. A slice that will not be sent ends here with the status that says why.
 */
import type { ChildKind } from '../engine/entry.js';
import { type ParentState, type ReleaseState } from '../engine/state.js';
import type { Step } from '../engine/step.js';
import { nextSliceTime } from '../engine/wakes.js';
import { applyUpdate } from '../fill/apply-update.js';
import { blockedStatusOf, orderVeto } from '../guard/order-guards.js';
import { invariant } from '../invariant.js';
import type { OrderTerms, ParentId } from '../order/order.js';
import { limitPriceOf, minimumProblem } from '../order/rounding.js';
import type { OrderStatus } from '../order/status.js';
import { ownUpdate } from '../order/update.js';
import type { TopOfBook, Veto } from '../outcome.js';
import { childIdOf } from '../plan/identity.js';
import { sliceQuantity } from '../plan/slicer.js';
import { type EpochMicros, type Lots, type Micros, type Ticks, plus, seconds } from '../units.js';
import { identityContext } from '../intake/identity-context.js';
import { settleParent } from './completion.js';
import { submit } from './submit.js';

/** How long a slice waits before a shut gate is looked at again. */
const GATE_LOOK = seconds(1);

export function startSlice(step: Step, parentId: ParentId): void {
  const parent = step.parent(parentId);
  const dueAt = nextSliceTime(parent);
  invariant(dueAt !== null, 'a slice is started only when one is due');
  const lateMicros = (step.at - dueAt) as Micros;
  step.emit({ kind: 'slice-due', parentId, slice: parent.nextSlice, childKind: 'slice', lateMicros });
  lookAgain(step, parentId);
}

/** TWAP-8: the one further slice of the completion policy. */
export function startCatchUp(step: Step, parentId: ParentId): void {
  const { catchUp } = step.parent(parentId);
  invariant(catchUp !== null, 'a catch-up slice is started only when one is planned');
  step.emit({ kind: 'slice-due', parentId, slice: catchUp.slice, childKind: 'catch-up', lateMicros: 0 as Micros });
  lookAgain(step, parentId);
}

/** From the top: first guards, then the market. */
export function lookAgain(step: Step, parentId: ParentId): void {
  const parent = step.parent(parentId);
  const release = releaseOf(parent);
  const veto = orderVeto(step.state, parent, termsOf(parent, release, null));
  if (veto !== null) {
    block(step, parent, veto);
    return;
  }
  step.ask(
    { kind: 'read-quote', symbol: parent.request.symbol },
    { purpose: 'early-stop', parentId, clientOrderId: null },
  );
}

function block(step: Step, parent: ParentState, veto: Veto): void {
  const release = releaseOf(parent);
  const status = blockedStatusOf(veto.code);
  if (status === null) {
    const nextAt = plus(step.at, GATE_LOOK);
    step.emit({ kind: 'slice-waiting', parentId: parent.parentId, slice: release.slice, reason: 'gate', nextAt });
    return;
  }
  endSlice(step, parent.parentId, { status, reason: `${veto.code}: ${veto.text}` });
}

/** The slice on its way will never be sent. */
export function endSlice(
  step: Step,
  parentId: ParentId,
  end: { readonly status: OrderStatus; readonly reason: string },
): void {
  const parent = step.parent(parentId);
  const { slice, childKind } = releaseOf(parent);
  const clientOrderId = childIdOf(parent.request, identityContext(step.config, parent.date), { kind: childKind, index: slice });
  const terms = termsOf(parent, releaseOf(parent), null);
  step.emit({ kind: 'slice-ended', parentId, slice, childKind, clientOrderId, terms, reason: end.reason });
  applyUpdate(step, clientOrderId, ownUpdate(end.status));
  settleParent(step, parentId);
}

/** Every check passed: released and intended in one step, so that neither is durable without the other. */
export function releaseSlice(
  step: Step,
  parentId: ParentId,
  seen: { readonly quote: TopOfBook | null; readonly aliveAt: EpochMicros | null },
): void {
  const parent = step.parent(parentId);
  const release = releaseOf(parent);
  const instrument = step.instrument(parent.request.symbol);
  const limit = limitPriceOf(parent.request.limitPrice, parent.request.side, seen.quote);
  if (limit === 'no-quote') {
    endSlice(step, parentId, { status: 'skipped', reason: 'a pegged price needs a quote, and there is none' });
    return;
  }
  const terms = termsOf(parent, release, limit);
  const veto = orderVeto(step.state, parent, terms);
  if (veto !== null) {
    block(step, parent, veto);
    return;
  }
  const problem = minimumProblem(instrument, terms, seen.quote);
  if (problem !== null) {
    endSlice(step, parentId, { status: 'failed', reason: problem });
    return;
  }
  const clientOrderId = childIdOf(parent.request, identityContext(step.config, parent.date), {
    kind: release.childKind,
    index: release.slice,
  });
  step.emit({
    kind: 'slice-released',
    parentId,
    slice: release.slice,
    childKind: release.childKind,
    clientOrderId,
    terms,
    bid: seen.quote?.bid ?? null,
    ask: seen.quote?.ask ?? null,
    dryRun: step.config.dryRun,
  });
  if (step.config.dryRun) {
    applyUpdate(step, clientOrderId, ownUpdate('dry_run'));
    step.emit({ kind: 'monitor', clientOrderId, phase: 'done', nextAt: null });
  } else {
    submit(step, clientOrderId, seen.aliveAt);
  }
  settleParent(step, parentId);
}

export function releaseOf(parent: ParentState): ReleaseState {
  invariant(parent.release !== null, `no slice of ${parent.parentId} is on its way`);
  return parent.release;
}

function quantityOf(parent: ParentState, slice: number, childKind: ChildKind): Lots {
  if (childKind === 'catch-up') {
    invariant(parent.catchUp !== null, 'no catch-up slice was planned');
    return parent.catchUp.quantity;
  }
  invariant(parent.plan !== null, 'a slice needs a plan');
  return sliceQuantity(parent.plan, slice);
}

function termsOf(parent: ParentState, release: ReleaseState, limitPrice: Ticks | null): OrderTerms {
  const { request } = parent;
  return {
    symbol: request.symbol,
    side: request.side,
    quantity: quantityOf(parent, release.slice, release.childKind),
    type: request.type,
    limitPrice,
    stopPrice: request.stopPrice,
    timeInForce: request.timeInForce,
    postOnly: request.postOnly,
  };
}
