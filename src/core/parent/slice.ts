/**
 * A slice from "due" to "released" (SCH-2): guards, market checks (`early-stop.ts`), guards again, then release and
 * submit intent in one step. A slice that will not be sent ends here with the status that says why.
 */
import type { ChildKind } from '../state/entry.js';
import type { ParentState, ReleaseState } from '../state/state.js';
import type { Step } from '../state/step.js';
import { applyUpdate } from '../child/apply-update.js';
import { blockedStatusOf, orderVeto } from '../guard/order-guards.js';
import { invariant } from '../ground/invariant.js';
import type { ClientOrderId, OrderTerms, ParentId } from '../order/order.js';
import { limitPriceOf, minimumProblem } from '../order/rounding.js';
import type { OrderStatus } from '../order/status.js';
import { ownUpdate } from '../order/update.js';
import type { TopOfBook, Veto } from '../order/outcome.js';
import { calendarOf } from '../ground/calendar/calendar-of.js';
import { childIdOf } from '../plan/identity.js';
import { sliceTime } from '../plan/schedule.js';
import { sliceQuantity } from '../plan/slicer.js';
import {
  type EpochMicros,
  type Lots,
  type Micros,
  type Ticks,
  plus,
  seconds,
} from '../ground/units.js';
import { identityContext } from './identity-context.js';
import { budgetOf, settleParent } from './completion.js';
import { onSliceOver } from './slice-failure.js';
import { submit } from '../child/submit.js';

/** How long a slice waits before a shut gate is looked at again. */
const GATE_LOOK = seconds(1);

export function startSlice(step: Step, parentId: ParentId): void {
  const { plan, nextSlice } = step.parent(parentId);
  invariant(plan !== null, 'a slice needs a plan');
  const lateMicros = (step.at - sliceTime(plan, nextSlice)) as Micros;
  step.emit({ kind: 'slice-due', parentId, slice: nextSlice, childKind: 'slice', lateMicros });
  lookAgain(step, parentId);
}

/** TWAP-8: the one further slice of the completion policy. */
export function startCatchUp(step: Step, parentId: ParentId): void {
  const { catchUp } = step.parent(parentId);
  invariant(catchUp !== null, 'a catch-up slice is started only when one is planned');
  step.emit({
    kind: 'slice-due',
    parentId,
    slice: catchUp.slice,
    childKind: 'catch-up',
    lateMicros: 0 as Micros,
  });
  lookAgain(step, parentId);
}

/** From the top: first session and guards, then the market. */
export function lookAgain(step: Step, parentId: ParentId): void {
  if (waitsForSession(step, parentId)) return;
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

/** A slice that was held past the close waits for the next open, if its order may; else it is skipped (S20, RCV-3). */
function waitsForSession(step: Step, parentId: ParentId): boolean {
  const { request } = step.parent(parentId);
  const calendar = calendarOf(step.instrument(request.symbol).calendar);
  if (calendar.sessionAt(step.at) !== null) return false;
  if (request.acrossSessions) {
    const { slice } = releaseOf(step.parent(parentId));
    const nextAt = calendar.nextOpen(step.at);
    step.emit({ kind: 'slice-waiting', parentId, slice, reason: 'closed', nextAt });
  } else {
    endSlice(step, parentId, { status: 'skipped', reason: 'the session is over' });
  }
  return true;
}

function block(step: Step, parent: ParentState, veto: Veto): void {
  const release = releaseOf(parent);
  const status = blockedStatusOf(veto.code);
  if (status === null) {
    const nextAt = plus(step.at, GATE_LOOK);
    step.emit({
      kind: 'slice-waiting',
      parentId: parent.parentId,
      slice: release.slice,
      reason: 'gate',
      nextAt,
    });
    return;
  }
  endSlice(step, parent.parentId, { status, reason: `${veto.code}: ${veto.text}` });
}

export interface SliceEnd {
  readonly status: OrderStatus;
  readonly reason: string;
}

/** The slice on its way will never be sent. */
export function endSlice(step: Step, parentId: ParentId, { status, reason }: SliceEnd): void {
  const parent = step.parent(parentId);
  const release = releaseOf(parent);
  const { slice, childKind } = release;
  const { limitPrice } = parent.request;
  const terms = termsOf(parent, release, limitPrice?.kind === 'fixed' ? limitPrice.price : null);
  const clientOrderId = sliceIdOf(step, parent, release);
  step.emit({ kind: 'slice-ended', parentId, slice, childKind, clientOrderId, terms, reason });
  applyUpdate(step, clientOrderId, ownUpdate(status));
  onSliceOver(step, clientOrderId, reason);
  settleParent(step, parentId);
}

/** What the market looked like when the slice was decided; null with `onMarketDataError: proceed`. */
export interface Seen {
  readonly quote: TopOfBook | null;
  readonly aliveAt: EpochMicros | null;
}

/** Every check passed: released and intended in one step, so that neither is durable without the other. */
export function releaseSlice(step: Step, parentId: ParentId, seen: Seen): void {
  if (waitsForSession(step, parentId)) return;
  const parent = step.parent(parentId);
  const release = releaseOf(parent);
  const { slice, childKind } = release;
  const limit = limitPriceOf(parent.request.limitPrice, parent.request.side, seen.quote);
  if (limit === 'no-quote') {
    endSlice(step, parentId, {
      status: 'skipped',
      reason: 'a pegged price needs a quote, and there is none',
    });
    return;
  }
  const terms = termsOf(parent, release, limit);
  const veto = orderVeto(step.state, parent, terms);
  if (veto !== null) {
    block(step, parent, veto);
    return;
  }
  const unfit = unfitness(step, parent, { terms, quote: seen.quote });
  if (unfit !== null) {
    endSlice(step, parentId, unfit);
    return;
  }
  const clientOrderId = sliceIdOf(step, parent, release);
  const bid = seen.quote?.bid ?? null;
  const ask = seen.quote?.ask ?? null;
  const { dryRun } = step.config;
  step.emit({
    kind: 'slice-released',
    parentId,
    slice,
    childKind,
    clientOrderId,
    terms,
    bid,
    ask,
    dryRun,
  });
  if (dryRun) {
    applyUpdate(step, clientOrderId, ownUpdate('dry_run'));
    step.emit({ kind: 'monitor', clientOrderId, phase: 'done', nextAt: null });
  } else {
    submit(step, clientOrderId, seen.aliveAt);
  }
  settleParent(step, parentId);
}

/** ORD-5's last look, and the parent's budget: a fill may have come late, of an order believed to be over. */
function unfitness(
  step: Step,
  parent: ParentState,
  { terms, quote }: { readonly terms: OrderTerms; readonly quote: TopOfBook | null },
): SliceEnd | null {
  const problem = minimumProblem(step.instrument(terms.symbol), terms, quote);
  if (problem !== null) return { status: 'failed', reason: problem };
  const budget = budgetOf(step, parent);
  if (terms.quantity <= budget) return null;
  return { status: 'skipped', reason: `only ${budget} lots of the parent may still be sent` };
}

const sliceIdOf = (
  step: Step,
  { request, date }: ParentState,
  { slice, childKind }: ReleaseState,
): ClientOrderId =>
  childIdOf(request, identityContext(step.config, date), { kind: childKind, index: slice });

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
