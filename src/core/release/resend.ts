/**
 * Another attempt with the same client order id: after a proven `not-sent`, after proven absence, or (where the venue
 * keeps ids for ever) as the probe that settles an unknown outcome (architecture.md, Absence). Each attempt sees fresh
 * market data and passes every guard again.
 */
import type { ChildState, PendingRead } from '../engine/state.js';
import type { Step } from '../engine/step.js';
import { applyUpdate } from '../fill/apply-update.js';
import { conclude } from '../fill/progress.js';
import { blockedStatusOf, orderVeto } from '../guard/order-guards.js';
import type { ClientOrderId } from '../order/order.js';
import type { OrderStatus } from '../order/status.js';
import { ownUpdate } from '../order/update.js';
import type { ReadAnswer } from '../outcome.js';
import { plus } from '../units.js';
import { stalenessOf } from './early-stop.js';
import { isAlive } from './evidence.js';
import { submit } from './submit.js';

/** True while this child may be sent once more. */
export const mayResend = (step: Step, child: ChildState): boolean =>
  child.submit.attempts < step.config.submit.attempts && child.cancel.phase === 'none' && !isAlive(child);

export function askBeforeResend(step: Step, child: ChildState): void {
  step.ask(
    { kind: 'read-quote', symbol: child.terms.symbol },
    { purpose: 'resend', parentId: child.parentId, clientOrderId: child.clientOrderId },
  );
}

export function onResendQuote(step: Step, asked: PendingRead, answer: ReadAnswer): void {
  const child = asked.clientOrderId === null ? undefined : step.state.children.get(asked.clientOrderId);
  if (child?.monitor.read !== asked.read.readId) return;
  const { clientOrderId } = child;
  if (!mayResend(step, child)) {
    giveUp(step, clientOrderId, 'failed');
    return;
  }
  const veto = orderVeto(step.state, step.parent(child.parentId), child.terms);
  if (veto !== null && veto.code !== 'gate-closed') {
    giveUp(step, clientOrderId, blockedStatusOf(veto.code) ?? 'failed');
    return;
  }
  const unreadable = answer.kind !== 'quote' || stalenessOf(step, answer) !== null;
  if (veto !== null || (unreadable && step.config.earlyStop.onMarketDataError === 'hold')) {
    holdResend(step, child);
    return;
  }
  submit(step, clientOrderId, answer.kind === 'quote' && !unreadable ? answer.aliveAt : null);
}

/** Market data is not readable: looked at again, for as long as the order's own deadline and `holdMax` allow. */
function holdResend(step: Step, child: ChildState): void {
  const { holdLook, holdMax } = step.config.earlyStop;
  const until = plus(child.monitor.deadline ?? step.at, holdMax);
  if (step.at >= until) giveUp(step, child.clientOrderId, 'skipped');
  else step.emit({ kind: 'monitor', clientOrderId: child.clientOrderId, phase: 'watching', nextAt: plus(step.at, holdLook) });
}

/** No further attempt. What may live is watched on; what is proven absent ends with our own verdict. */
function giveUp(step: Step, clientOrderId: ClientOrderId, status: OrderStatus): void {
  const child = step.child(clientOrderId);
  if (isAlive(child) || child.submit.unresolved) {
    const nextAt = plus(step.at, step.config.fillDetection.pollMax);
    step.emit({ kind: 'monitor', clientOrderId, phase: 'watching', nextAt });
    return;
  }
  applyUpdate(step, clientOrderId, ownUpdate(status));
  conclude(step, clientOrderId);
}
