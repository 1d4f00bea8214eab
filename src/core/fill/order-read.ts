/** Answers to a query for one order: poll, final check, look after a cancel, look-up of an unknown outcome. */
import type { ChildState, PendingRead } from '../engine/state.js';
import type { Step } from '../engine/step.js';
import { jitter, jittered } from '../jitter.js';
import type { OrderSnapshot } from '../order/execution-report.js';
import { updateFromSnapshot } from '../order/update.js';
import type { ReadAnswer } from '../outcome.js';
import { isAlive } from '../release/evidence.js';
import { type EpochMicros, type Micros, plus } from '../units.js';
import { applyUpdate } from './apply-update.js';
import { onOrderNotFound } from './absence.js';
import { type News, progress } from './progress.js';

export function onOrderAnswer(step: Step, asked: PendingRead, answer: ReadAnswer): void {
  const child = asked.clientOrderId === null ? undefined : step.state.children.get(asked.clientOrderId);
  if (child === undefined) return;
  if (answer.kind !== 'order') {
    onFailed(step, child, answer);
    return;
  }
  if (answer.order === null) {
    onOrderNotFound(step, child, asked);
    return;
  }
  onFound(step, child, { order: answer.order, news: asked.purpose === 'final-check' ? 'final-check' : 'polled' });
}

function onFound(step: Step, child: ChildState, found: { readonly order: OrderSnapshot; readonly news: News }): void {
  const { clientOrderId } = child;
  const { order } = found;
  if (child.submit.phase === 'exists' && !isOurs(step, child, order)) {
    step.raise('id-taken', 'critical', {
      subject: clientOrderId,
      text: `the venue holds another order under our id: ${order.side} ${order.quantity} lots of ${order.symbol}`,
    });
    step.emit({ kind: 'poll-unchanged', clientOrderId, nextAt: plus(step.at, step.config.fillDetection.pollMax) });
    return;
  }
  const changed = applyUpdate(step, clientOrderId, updateFromSnapshot(order));
  acknowledge(step, step.child(clientOrderId));
  step.clear('order-unknown', clientOrderId);
  if (changed && child.monitor.phase === 'done') return;
  progress(step, clientOrderId, found.news);
}

/** Evidence of life settles a submit whose own answer was lost or is still on its way. */
export function acknowledge(step: Step, child: ChildState): void {
  if (child.submit.phase === 'acknowledged' || !isAlive(child)) return;
  step.emit({ kind: 'submit-settled', clientOrderId: child.clientOrderId, as: 'accepted', code: '', text: 'seen at the venue' });
}

/** Adopted only if the terms match and it is not older than our first durable intent (architecture.md, Outcomes). */
function isOurs(step: Step, child: ChildState, order: OrderSnapshot): boolean {
  const { terms } = child;
  const notBefore = (child.submit.firstAt ?? 0) - step.config.venue.clockUncertainty;
  return (
    order.symbol === terms.symbol &&
    order.side === terms.side &&
    order.quantity === terms.quantity &&
    order.type === terms.type &&
    order.limitPrice === terms.limitPrice &&
    order.stopPrice === terms.stopPrice &&
    (order.createdAt === null || order.createdAt >= notBefore)
  );
}

/** FIL-1, FIL-4: backoff with seeded jitter, `Retry-After` respected; monitoring goes on until its own deadline. */
function onFailed(step: Step, child: ChildState, answer: Exclude<ReadAnswer, { kind: 'order' }>): void {
  if (child.monitor.phase === 'done') return;
  const failed = answer.kind === 'failed' ? answer : null;
  const wait = Math.max(backoffOf(step, child), failed?.retryAfter ?? 0) as Micros;
  step.emit({
    kind: 'read-failed',
    clientOrderId: child.clientOrderId,
    failure: failed?.failure ?? 'ambiguous',
    text: failed?.text ?? `unexpected answer ${answer.kind}`,
    nextAt: notPastDeadline(child, step.at, plus(step.at, wait)),
  });
}

export function backoffOf(step: Step, child: ChildState): Micros {
  const { backoffFirst, backoffMax, jitterPercent, retries } = step.config.fillDetection;
  const doublings = Math.min(child.monitor.retries, retries);
  const plain = Math.min(backoffFirst * 2 ** doublings, backoffMax) as Micros;
  return jittered(plain, jitterPercent, jitter(step.config.seed, child.clientOrderId, 'poll-backoff', child.monitor.polls));
}

function notPastDeadline(child: ChildState, now: EpochMicros, at: EpochMicros): EpochMicros {
  const { deadline, phase } = child.monitor;
  return phase === 'watching' && deadline !== null && now < deadline && deadline < at ? deadline : at;
}
