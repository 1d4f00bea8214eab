/**
 * A slice from "due" to "released" (SCH-2): guards, market checks (`market-look.ts`), guards again, then release and
 * submit intent in one step. A slice that will not be sent ends here with the status that says why.
 */
import { submit } from '../child/submit.js';
import { applyUpdate } from '../child/apply-update.js';
import { invariant } from '../ground/invariant.js';
import {
  type EpochMicros,
  type Lots,
  type Micros,
  type Ticks,
  plus,
  seconds,
} from '../ground/units.js';
import { tellLimit } from '../guard/limits.js';
import { blockedStatusOf, orderVeto } from '../guard/order-guards.js';
import { RETRY_AFTER_MAX, heldUntil } from '../guard/rate-limit.js';
import { tellSpent } from '../guard/request-budget.js';
import type { ClientOrderId, OrderTerms, ParentId } from '../order/order.js';
import type { TopOfBook, Veto } from '../order/outcome.js';
import { availableOf } from '../order/parent.js';
import { limitPriceOf, minimumProblem } from '../order/rounding.js';
import type { OrderStatus } from '../order/status.js';
import { ownUpdate } from '../order/update.js';
import { childIdOf } from '../plan/identity.js';
import { sliceQuantity } from '../plan/slicer.js';
import type { ChildKind, SliceWait } from '../state/entry.js';
import { refusedUntil } from '../state/refusals.js';
import type { ParentState, ReleaseState } from '../state/state.js';
import type { Step } from '../state/step.js';
import { identityContext } from '../state/identity-context.js';
import { dueTime, sessionLook, tellOverdue } from '../guard/misfire.js';

/** How long a slice waits before a shut gate is looked at again. */
const GATE_LOOK = seconds(1);

/** Takes up the next slice of the plan, or the catch-up after the last. */
export function takeUpSlice(step: Step, parentId: ParentId): void {
  const { plan, nextSlice, catchUp } = step.parent(parentId);
  invariant(plan !== null, 'a slice needs a plan');
  const fromPlan = nextSlice < plan.slices;
  invariant(fromPlan || catchUp !== null, 'nothing is left to take up');
  const slice = fromPlan ? nextSlice : (catchUp?.slice ?? 0);
  const childKind = fromPlan ? 'slice' : 'catch-up';
  const dueAt = dueTime(step.parent(parentId), { slice, childKind }) ?? step.at;
  const overdueMicros = (step.at - dueAt) as Micros;
  step.emit({ kind: 'slice-due', parentId, slice, childKind, overdueMicros });
}

/** Whether nothing stands against the slice on its way but, maybe, the market; else it waits or ends here. */
export function mayGoOn(
  step: Step,
  parentId: ParentId,
  {
    limitPrice,
    isFirst = false,
  }: { readonly limitPrice: Ticks | null; readonly isFirst?: boolean },
): boolean {
  if (waitsForSession(step, parentId)) return false;
  const parent = step.parent(parentId);
  const terms = termsOf(parent, releaseOf(parent), limitPrice);
  const quote = step.seenOf(terms.symbol);
  const isUnpriced = isFirst && quote === null;
  const veto = orderVeto(step, { parent, terms, quote, child: null, at: step.at, isUnpriced });
  if (veto !== null) block(step, parentId, { terms, veto });
  return veto === null;
}

/** A slice that was held past the close waits for the next open, if its order may; else it ends here (S20, RCV-3). */
function waitsForSession(step: Step, parentId: ParentId): boolean {
  const parent = step.parent(parentId);
  const look = sessionLook(step, parent, releaseOf(parent));
  switch (look.kind) {
    case 'open':
      return false;
    case 'waits':
      waitSlice(step, parentId, { reason: 'closed', nextAt: look.nextOpen });
      return true;
    case 'over':
      endSlice(step, parentId, { status: 'skipped', reason: 'the session is over' });
      return true;
    case 'misfired':
      endSlice(step, parentId, { status: 'failed', reason: look.why, misfired: true });
      return true;
  }
}

interface Blocked {
  readonly terms: OrderTerms;
  readonly veto: Veto;
}

/** A shut gate makes the slice wait, and so does a venue that asked for time; the other guards end it. */
function block(step: Step, parentId: ParentId, { terms, veto }: Blocked): void {
  const status = blockedStatusOf(veto.code);
  const reason = `${veto.code}: ${veto.text}`;
  tellLimit(step, terms.symbol, veto);
  if (status !== null) {
    endSlice(step, parentId, { status, reason });
    return;
  }
  const until = heldUntil(step.state, step.at, 'submit');
  tellSpent(step, { kind: 'submit', reducing: false });
  const refused = refusedUntil(step.state.refusals, { terms }, step.at);
  if (until === null && refused !== null)
    waitSlice(step, parentId, { reason: 'refused', nextAt: refused });
  else if (until === null)
    waitSlice(step, parentId, { reason: 'gate', nextAt: plus(step.at, GATE_LOOK) });
  else if (until - step.at <= RETRY_AFTER_MAX)
    waitSlice(step, parentId, { reason: 'rate-limit', nextAt: until });
  else endSlice(step, parentId, { status: 'skipped', reason });
}

export interface Wait {
  readonly reason: SliceWait;
  readonly nextAt: EpochMicros;
  /** Since when market data could not be read; left out when it could. */
  readonly holdingSince?: EpochMicros;
}

/** The slice on its way is looked at again later. */
export function waitSlice(step: Step, parentId: ParentId, { holdingSince, ...wait }: Wait): void {
  const { slice } = releaseOf(step.parent(parentId));
  const since = holdingSince ?? null;
  step.emit({ kind: 'slice-waiting', parentId, slice, ...wait, holdingSince: since });
}

export interface SliceEnd {
  readonly status: OrderStatus;
  readonly reason: string;
  /** It came too late (RCV-3), which is nothing that its order stops for. */
  readonly misfired?: boolean;
}

/** The slice on its way will never be sent. */
export function endSlice(
  step: Step,
  parentId: ParentId,
  { status, reason, misfired = false }: SliceEnd,
): void {
  const parent = step.parent(parentId);
  const release = releaseOf(parent);
  const { slice, childKind } = release;
  const { limitPrice } = parent.request;
  const terms = termsOf(parent, release, limitPrice?.kind === 'fixed' ? limitPrice.price : null);
  const clientOrderId = sliceIdOf(step, parent, release);
  step.emit({ kind: 'slice-ended', parentId, slice, childKind, clientOrderId, terms, reason });
  applyUpdate(step, clientOrderId, ownUpdate(status));
  if (!misfired) step.marksOf(parentId).ended.push({ clientOrderId, why: reason });
}

/** What the market looked like when the slice was decided; null with `onMarketDataError: proceed`. */
export interface Seen {
  readonly quote: TopOfBook | null;
  readonly aliveAt: EpochMicros | null;
}

/** Every check passed: released and intended in one step, so that neither is durable without the other. */
export function releaseSlice(step: Step, parentId: ParentId, seen: Seen): void {
  const { request } = step.parent(parentId);
  const limit = limitPriceOf(request.limitPrice, request.side, seen.quote);
  if (!mayGoOn(step, parentId, { limitPrice: limit === 'no-quote' ? null : limit })) return;
  if (limit === 'no-quote') {
    const reason = 'a pegged price needs a quote, and there is none';
    endSlice(step, parentId, { status: 'skipped', reason });
    return;
  }
  const parent = step.parent(parentId);
  const release = releaseOf(parent);
  const terms = termsOf(parent, release, limit);
  const unfit = unfitness(step, parent, { terms, quote: seen.quote });
  if (unfit === null) send(step, parent, { terms, seen });
  else endSlice(step, parentId, unfit);
}

function send(
  step: Step,
  parent: ParentState,
  { terms, seen }: { readonly terms: OrderTerms; readonly seen: Seen },
): void {
  const release = releaseOf(parent);
  const clientOrderId = sliceIdOf(step, parent, release);
  const { dryRun } = step.config;
  tellLimit(step, terms.symbol, null);
  tellOverdue(step, parent, release);
  step.emit({
    kind: 'slice-released',
    parentId: parent.parentId,
    slice: release.slice,
    childKind: release.childKind,
    clientOrderId,
    terms,
    bid: seen.quote?.bid ?? null,
    ask: seen.quote?.ask ?? null,
    dryRun,
  });
  if (dryRun) applyUpdate(step, clientOrderId, ownUpdate('dry_run'));
  else submit(step, clientOrderId, { terms, aliveAt: seen.aliveAt });
}

/** ORD-5's last look, and the parent's budget: a fill may have come after the verdict, of an order believed over. */
function unfitness(
  step: Step,
  parent: ParentState,
  { terms, quote }: { readonly terms: OrderTerms; readonly quote: TopOfBook | null },
): SliceEnd | null {
  const problem = minimumProblem(step.instrument(terms.symbol), terms, quote);
  if (problem !== null) return { status: 'failed', reason: problem };
  const budget = availableOf(parent.request.quantity, parent.exposed);
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
