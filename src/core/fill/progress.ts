/**
 * What follows for the fill monitor after something was heard of an order: it is over and is concluded, its cancel is
 * due, or it is watched on (FIL-2, FIL-5, FIL-6 `accept`). A deadline ends the wait, never the watch.
 */
import type { ChildState } from '../engine/state.js';
import type { Step } from '../engine/step.js';
import { isOver, unattributedOf } from '../order/belief.js';
import type { ClientOrderId } from '../order/order.js';
import { isAlive } from '../release/evidence.js';
import { sendCancel } from '../release/cancel.js';
import { settleParent } from '../release/completion.js';
import { onSliceOver } from '../release/slice-failure.js';
import { type EpochMicros, plus } from '../units.js';
import { askExecutions } from './due.js';
import { nextPollAt } from './polling.js';
import { resultOf } from './result.js';

/** How many times a cancel that did not take is sent, and how often it is looked for in between. */
const CANCEL_ATTEMPTS = 3;
const LOOKS_PER_CANCEL = 3;
/** How often the executions behind a total are asked for before fees are estimated (FIL-13). */
const LEDGER_TRIES = 5;

/** How the news came: on the stream or with an outcome, by an answered poll, or none (look it up now). */
export type News = 'heard' | 'polled' | 'final-check' | 'look-up';

export function progress(step: Step, clientOrderId: ClientOrderId, news: News): void {
  const child = step.child(clientOrderId);
  if (child.monitor.phase === 'done') return;
  if (isOver(child.belief)) {
    conclude(step, clientOrderId);
    return;
  }
  if (child.cancel.phase === 'wanted' && isAlive(child)) {
    sendCancel(step, clientOrderId);
    return;
  }
  switch (child.monitor.phase) {
    case 'watching':
    case 'final-check':
      watch(step, child, news);
      return;
    case 'canceling':
      if (news !== 'heard') watchOn(step, child, null);
      return;
    case 'verifying':
      if (news !== 'heard') verify(step, child);
      return;
    case 'settling':
      return;
  }
}

function watch(step: Step, child: ChildState, news: News): void {
  const { deadline } = child.monitor;
  if (news === 'heard') return;
  if (news === 'final-check') {
    atDeadline(step, child);
    return;
  }
  if (news === 'look-up') {
    watchOn(step, child, step.at);
    return;
  }
  watchOn(step, child, nextLookAt(step, child, deadline));
}

/** FIL-9, and never past the deadline; after it (an unknown outcome) at the slowest pace. */
export function nextLookAt(step: Step, child: ChildState, deadline: EpochMicros | null): EpochMicros {
  const { fillDetection } = step.config;
  if (deadline === null || step.at >= deadline) return plus(step.at, fillDetection.pollMax);
  return nextPollAt(fillDetection, { now: step.at, polls: child.monitor.polls, deadline });
}

/** FIL-5: the final check has been answered and the order is not over. */
function atDeadline(step: Step, child: ChildState): void {
  const { clientOrderId } = child;
  if (!isAlive(child)) {
    // No answer is `unknown`, which keeps being looked up.
    if (child.result === null) {
      step.raise('order-unknown', 'critical', { subject: clientOrderId, text: 'the outcome of the submit is not known' });
      step.emit({ kind: 'fill-result', clientOrderId, parentId: child.parentId, final: false, result: resultOf(step, child) });
    }
    step.emit({ kind: 'monitor', clientOrderId, phase: 'watching', nextAt: plus(step.at, step.config.fillDetection.pollMax) });
    return;
  }
  if (child.cancel.phase === 'none') step.emit({ kind: 'cancel-wanted', clientOrderId, reason: 'deadline' });
  sendCancel(step, clientOrderId);
}

/** A look after a cancel found the order still open. */
function verify(step: Step, child: ChildState): void {
  const { clientOrderId, cancel, monitor } = child;
  const again = cancel.phase !== 'accepted' || (monitor.polls % LOOKS_PER_CANCEL === 0);
  if (again && cancel.attempts < CANCEL_ATTEMPTS) {
    sendCancel(step, clientOrderId);
    return;
  }
  if (again) step.raise('cancel-stuck', 'critical', { subject: clientOrderId, text: `still open after ${cancel.attempts} cancels` });
  watchOn(step, child, plus(step.at, step.config.fillDetection.pollMax));
}

function watchOn(step: Step, child: ChildState, nextAt: EpochMicros | null): void {
  const { clientOrderId } = child;
  if (nextAt !== null) step.emit({ kind: 'poll-unchanged', clientOrderId, nextAt });
  else step.emit({ kind: 'monitor', clientOrderId, phase: child.monitor.phase, nextAt });
}

/** The order is over: its ledger is completed where a total has no executions yet, then the result is told. */
export function conclude(step: Step, clientOrderId: ClientOrderId): void {
  const child = step.child(clientOrderId);
  if (child.monitor.phase === 'done') return;
  if (unattributedOf(child.belief) > 0 && child.monitor.retries < LEDGER_TRIES) {
    if (child.monitor.phase !== 'settling') {
      step.emit({ kind: 'monitor', clientOrderId, phase: 'settling', nextAt: null });
      askExecutions(step, step.child(clientOrderId), 'ledger');
    }
    return;
  }
  const result = resultOf(step, child);
  step.emit({ kind: 'fill-result', clientOrderId, parentId: child.parentId, final: true, result });
  step.clear('order-unknown', clientOrderId);
  step.clear('cancel-stuck', clientOrderId);
  if (result.outcome === 'partial') {
    step.raise('partial-fill', 'warning', { subject: clientOrderId, text: `${result.filledQuantity} of ${child.terms.quantity} lots filled` });
  }
  onSliceOver(step, clientOrderId);
  settleParent(step, child.parentId);
}
