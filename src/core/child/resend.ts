/**
 * Another attempt with the same client order id: after a proven `not-sent`, after proven absence, or (where the venue
 * keeps ids for ever) as the probe that settles an unknown outcome (architecture.md, Absence). Each attempt sees fresh
 * market data and passes every guard again.
 */
import { calendarOf } from '../ground/calendar/calendar-of.js';
import type { AnsweredRead, ChildState } from '../state/state.js';
import type { Step } from '../state/step.js';
import { applyUpdate } from './apply-update.js';
import { isPastDeadline } from './due.js';
import { conclude, nextLookAt, slowLookAt } from './progress.js';
import { blockedStatusOf, orderVeto } from '../guard/order-guards.js';
import type { ClientOrderId } from '../order/order.js';
import type { OrderStatus } from '../order/status.js';
import { ownUpdate } from '../order/update.js';
import type { ReadAnswer } from '../order/outcome.js';
import { type Micros, plus } from '../ground/units.js';
import { stalenessOf, stopsEarly } from '../parent/early-stop.js';
import { isAlive, isProvenAbsent } from './evidence.js';
import { submit } from './submit.js';

/** True while this child may be sent once more. A refusal is never tried again. */
export const mayResend = (step: Step, child: ChildState): boolean =>
  child.submit.attempts < step.config.submit.attempts &&
  child.submit.refused === null &&
  child.cancel.phase === 'none' &&
  !isAlive(child);

/** 2 s, 4 s … capped (SCH-4). */
export function retryWaitOf(step: Step, attempts: number): Micros {
  const { retryFirst, retryMax } = step.config.submit;
  return Math.min(retryFirst * 2 ** (attempts - 1), retryMax) as Micros;
}

/**
 * Where ids are kept for ever and nothing proves absence, a resend is the probe of an unknown outcome: once a look-up
 * was answered "not found", and no faster than any other attempt.
 */
export const mayProbe = (step: Step, child: ChildState): boolean =>
  child.submit.phase === 'unknown' &&
  child.submit.lastAt !== null &&
  step.config.venue.validFor === null &&
  step.config.venue.idempotency === 'forever' &&
  step.at >= child.submit.lastAt + retryWaitOf(step, child.submit.attempts) &&
  mayResend(step, child);

export function askBeforeResend(step: Step, child: ChildState): void {
  step.ask(
    { kind: 'read-quote', symbol: child.terms.symbol },
    { purpose: 'resend', parentId: child.parentId, clientOrderId: child.clientOrderId },
  );
}

export function onResendQuote(step: Step, asked: AnsweredRead, answer: ReadAnswer): void {
  const { clientOrderId } = asked;
  const child = clientOrderId === null ? undefined : step.state.children.get(clientOrderId);
  if (child === undefined || !asked.awaited) return;
  const end = resendEnd(step, child);
  if (end === 'hold') holdResend(step, child);
  else if (end !== null) giveUp(step, child.clientOrderId, end);
  else resendAt(step, child, answer);
}

/** Nothing but the market stands against it. */
function resendAt(step: Step, child: ChildState, answer: ReadAnswer): void {
  const { clientOrderId } = child;
  const readable = answer.kind === 'quote' && stalenessOf(step, answer) === null ? answer : null;
  const quote = readable?.quote ?? null;
  if (readable !== null && quote !== null) {
    const stopped = stopsEarly(step, step.parent(child.parentId), quote);
    if (stopped) giveUp(step, clientOrderId, 'canceled');
    else submit(step, clientOrderId, readable.aliveAt);
  } else if (step.config.earlyStop.onMarketDataError === 'proceed') {
    submit(step, clientOrderId, null);
  } else {
    holdResend(step, child);
  }
}

/** What stands against a further attempt: the status the child ends with, or `hold`; null = nothing. */
function resendEnd(step: Step, child: ChildState): OrderStatus | 'hold' | null {
  if (!mayResend(step, child)) return 'failed';
  const veto = orderVeto(step.state, step.parent(child.parentId), child.terms);
  if (veto !== null) return blockedStatusOf(veto.code) ?? 'hold';
  const { calendar } = step.instrument(child.terms.symbol);
  return calendarOf(calendar).sessionAt(step.at) === null ? 'skipped' : null;
}

/** A shut gate, or market data that is not readable: looked at again until the child's own deadline. */
function holdResend(step: Step, child: ChildState): void {
  const { clientOrderId, monitor } = child;
  if (monitor.deadline === null || step.at >= monitor.deadline) {
    giveUp(step, clientOrderId, 'skipped');
    return;
  }
  const nextAt = plus(step.at, step.config.earlyStop.holdLook);
  step.emit({ kind: 'monitor', clientOrderId, phase: 'watching', nextAt });
}

/** No further attempt. What may live is watched on; what is proven absent ends with our own verdict. */
function giveUp(step: Step, clientOrderId: ClientOrderId, status: OrderStatus): void {
  const child = step.child(clientOrderId);
  if (!isProvenAbsent(child)) {
    step.emit({
      kind: 'monitor',
      clientOrderId,
      phase: 'watching',
      nextAt: isPastDeadline(step, child) ? slowLookAt(step) : nextLookAt(step, child),
    });
    return;
  }
  applyUpdate(step, clientOrderId, ownUpdate(status));
  conclude(step, clientOrderId);
}
