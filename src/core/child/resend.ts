/**
 * Another attempt with the same client order id, on the market of this instant. It passes every guard again, the
 * parent's budget included: a fill after a verdict may have used up what this order was for. What is proven not to be at
 * the venue may leave with a price of its own; a probe leaves exactly as before, since the venue may hold the first.
 */
import { type Lots, plus } from '../ground/units.js';
import { overdue, sessionLook, tellOverdue } from '../guard/misfire.js';
import { stalenessOf, marketStop } from '../guard/market-conditions.js';
import { tellLimit } from '../guard/limits.js';
import { blockedStatusOf, orderVeto } from '../guard/order-guards.js';
import { heldUntil } from '../guard/rate-limit.js';
import { type ClientOrderId, type OrderTerms } from '../order/order.js';
import { availableOf } from '../order/parent.js';
import { limitPriceOf } from '../order/rounding.js';
import type { OrderStatus } from '../order/status.js';
import { ownUpdate } from '../order/update.js';
import type { TopOfBook } from '../order/outcome.js';
import { askedWith, refusedUntil } from '../state/refusals.js';
import { exposureOfChild } from '../state/exposure.js';
import type { ChildState, ParentState } from '../state/state.js';
import type { Step } from '../state/step.js';
import { paceOf } from '../state/wakes.js';
import { applyUpdate } from './apply-update.js';
import { isProvenAbsent } from './evidence.js';
import { finish } from './finish.js';
import { isPastDeadline, nextLookAt, slowLookAt } from './look-times.js';
import { mayResend } from './resend-rules.js';
import { submit } from './submit.js';

export function tryAgain(step: Step, child: ChildState): void {
  const end = endOf(step, child);
  if (end === 'hold') hold(step, child);
  else if (end !== null) giveUp(step, child.clientOrderId, end);
  else inSession(step, child);
}

/** RCV-3 holds for it as for a slice that was never sent. */
function inSession(step: Step, child: ChildState): void {
  const { clientOrderId, parentId } = child;
  const parent = step.parent(parentId);
  const look = sessionLook(step, parent, child);
  switch (look.kind) {
    case 'open':
      onMarket(step, child);
      return;
    case 'waits':
      step.emit({ kind: 'look-again', clientOrderId, nextAt: look.nextOpen });
      return;
    case 'over':
      giveUp(step, clientOrderId, 'skipped');
      return;
    case 'misfired':
      giveUp(step, clientOrderId, 'failed');
      forgive(step, child);
  }
}

/** It came too late (RCV-3), which is nothing that its order stops for. */
function forgive(step: Step, { clientOrderId, parentId }: ChildState): void {
  const { ended } = step.marksOf(parentId);
  if (ended.at(-1)?.clientOrderId === clientOrderId) ended.pop();
}

/** What stands against a further attempt: the status the child ends with, or `hold`; null = nothing but the market. */
function endOf(step: Step, child: ChildState): OrderStatus | 'hold' | null {
  if (!mayResend(step, child)) return 'failed';
  const parent = step.parent(child.parentId);
  const { terms } = child;
  const quote = step.seenOf(terms.symbol);
  const veto = orderVeto(step, { parent, terms, quote, child, at: step.at });
  tellLimit(step, terms.symbol, veto);
  if (veto !== null) return blockedStatusOf(veto.code) ?? 'hold';
  const others = (parent.exposed - exposureOfChild(child)) as Lots;
  return child.terms.quantity > availableOf(parent.request.quantity, others) ? 'canceled' : null;
}

function onMarket(step: Step, child: ChildState): void {
  const { clientOrderId, terms } = child;
  const { earlyStop } = step.config;
  const view = step.quoteOf(terms.symbol);
  const usable = stalenessOf(view, step.at, earlyStop) === null ? view.quote : null;
  if (usable === null) {
    if (earlyStop.onMarketDataError === 'proceed')
      submit(step, clientOrderId, { terms, aliveAt: null });
    else hold(step, child);
    return;
  }
  const parent = step.parent(child.parentId);
  const stop = marketStop(parent, usable, earlyStop);
  if (stop !== null) {
    step.marksOf(child.parentId).stop = stop;
    giveUp(step, clientOrderId, 'canceled');
    return;
  }
  tellOverdue(step, parent, child);
  holdNext(step, parent, child);
  submit(step, clientOrderId, {
    terms: pricedAnew(step, child, usable),
    aliveAt: view.aliveAt,
  });
}

/** RCV-3: what is overdue as well, and waits for the gate behind this one, does not leave in one burst with it. */
function holdNext(step: Step, { parentId, plan, release }: ParentState, child: ChildState): void {
  if (plan === null || release?.read !== null || release.nextAt === null) return;
  const turn = plus(step.at, paceOf(plan));
  const isOverdue = overdue(step, step.parent(parentId), child) > paceOf(plan);
  if (!isOverdue || release.nextAt >= turn) return;
  const { slice, holdingSince } = release;
  step.emit({ kind: 'slice-waiting', parentId, slice, reason: 'gate', nextAt: turn, holdingSince });
}

/** A peg follows the market while nothing of the order can be at the venue. */
function pricedAnew(step: Step, child: ChildState, quote: TopOfBook): OrderTerms {
  const { limitPrice, side } = step.parent(child.parentId).request;
  if (child.stage.kind !== 'unsent' || limitPrice?.kind !== 'peg') return child.terms;
  const price = limitPriceOf(limitPrice, side, quote);
  return price === 'no-quote' ? child.terms : { ...child.terms, limitPrice: price };
}

/** A shut gate, a venue that asked for time, or market data that is not readable: until the child's own deadline. */
function hold(step: Step, child: ChildState): void {
  const { clientOrderId, watch } = child;
  if (watch.deadline === null || step.at >= watch.deadline) {
    giveUp(step, clientOrderId, 'skipped');
    return;
  }
  const nextAt =
    heldUntil(step.state, step.at, 'submit') ??
    refusedUntil(step.state.refusals, askedWith(child), step.at) ??
    plus(step.at, step.config.earlyStop.holdLook);
  step.emit({ kind: 'look-again', clientOrderId, nextAt });
}

/** No further attempt. What may live is watched on; what is proven absent ends with our own verdict. */
function giveUp(step: Step, clientOrderId: ClientOrderId, status: OrderStatus): void {
  const child = step.child(clientOrderId);
  if (!isProvenAbsent(child)) {
    const nextAt = isPastDeadline(step, child) ? slowLookAt(step, child) : nextLookAt(step, child);
    step.emit({ kind: 'look-again', clientOrderId, nextAt });
    return;
  }
  applyUpdate(step, clientOrderId, ownUpdate(status));
  finish(step, clientOrderId);
}
