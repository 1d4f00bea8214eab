/**
 * What follows for the fill monitor after something was heard of an order: it is over and is concluded, its cancel is
 * due, or it is watched on (FIL-2, FIL-5, FIL-6 `accept`). A deadline ends the wait, never the watch: what is not
 * known stays unknown and is looked up for as long as it takes.
 */
import type { CancelPhase, ChildState } from '../state/state.js';
import type { Step } from '../state/step.js';
import { type OrderBelief, isOver, unattributedOf } from '../order/belief.js';
import type { ClientOrderId } from '../order/order.js';
import { isAlive } from './evidence.js';
import { sendCancel } from './cancel.js';
import { settleParent } from '../parent/completion.js';
import { onSliceOver } from '../parent/slice-failure.js';
import { type EpochMicros, plus } from '../ground/units.js';
import { askExecutions } from './due.js';
import { nextPollAt } from './polling.js';
import { isFilledByWord, resultOf } from './result.js';

/** After so many cancels that did not take, someone is told, and the next ones come slowly: cancels are bounded too. */
const CANCEL_ATTEMPTS = 3;
const LOOKS_WHEN_STUCK = 15;
/** Looks that must find it open before a cancel is sent again, by what became of the one before. */
const LOOKS_BEFORE_NEXT: Readonly<Record<CancelPhase, number>> = {
  none: 1,
  wanted: 1,
  'in-flight': 1,
  unknown: 1,
  'not-sent': 1,
  rejected: 2,
  accepted: 3,
};
/** How often the executions behind a total are asked for before fees are estimated (FIL-13). */
const LEDGER_TRIES = 5;

/** How the news came: on the stream or with an outcome, by the answer to a query, or none (look it up now). */
export type News = 'heard' | 'polled' | 'final-check' | 'verified' | 'look-up';

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
  switch (news) {
    case 'heard':
      return;
    case 'polled':
      watchOn(step, child, nextLookAt(step, child));
      return;
    case 'final-check':
      atDeadline(step, child);
      return;
    case 'verified':
      verifyCancel(step, child);
      return;
    case 'look-up':
      lookUpNow(step, child);
      return;
  }
}

/** FIL-9: never past the deadline. A poll whose answer came after it was not the final check: that one is due now. */
export function nextLookAt(step: Step, child: ChildState): EpochMicros {
  const { deadline, polls } = child.monitor;
  if (deadline === null) return slowLookAt(step);
  if (step.at >= deadline) return step.at;
  return nextPollAt(step.config.fillDetection, { now: step.at, polls, deadline });
}

/** The pace once the deadline has passed and the outcome is not known. */
export const slowLookAt = (step: Step): EpochMicros =>
  plus(step.at, step.config.fillDetection.pollMax);

/** FIL-5: the final check has been answered and the order is not over. */
function atDeadline(step: Step, child: ChildState): void {
  const { clientOrderId } = child;
  if (!isAlive(child)) {
    tellUnknown(step, child);
    watchOn(step, child, slowLookAt(step));
    return;
  }
  if (child.cancel.phase === 'none')
    step.emit({ kind: 'cancel-wanted', clientOrderId, reason: 'deadline' });
  sendCancel(step, clientOrderId);
}

/** No answer is `unknown`, not `timeout` (FIL-0): told once, and looked up on. */
export function tellUnknown(step: Step, child: ChildState): void {
  if (child.result !== null) return;
  const { clientOrderId, parentId } = child;
  step.raise('order-unknown', 'critical', {
    subject: clientOrderId,
    text: 'what became of the order is not known',
  });
  step.emit({
    kind: 'fill-result',
    clientOrderId,
    parentId,
    final: false,
    result: resultOf(step, child),
  });
}

/** A look after a cancel found the order still open. */
function verifyCancel(step: Step, child: ChildState): void {
  const { clientOrderId, cancel } = child;
  const stuck = cancel.attempts >= CANCEL_ATTEMPTS;
  if (stuck) {
    const text = `still open after ${cancel.attempts} cancels`;
    step.raise('cancel-stuck', 'critical', { subject: clientOrderId, text });
  }
  const patience = stuck ? LOOKS_WHEN_STUCK : LOOKS_BEFORE_NEXT[cancel.phase];
  if (child.monitor.looks + 1 >= patience) sendCancel(step, clientOrderId);
  else watchOn(step, child, slowLookAt(step));
}

/** The venue answered and nothing is new but that. */
function watchOn(step: Step, { clientOrderId }: ChildState, nextAt: EpochMicros): void {
  step.emit({ kind: 'poll-unchanged', clientOrderId, nextAt });
}

/** Supersedes whatever was asked; an outcome or a ledger that is waited for is waited for on. */
function lookUpNow(step: Step, { clientOrderId, monitor }: ChildState): void {
  const { phase } = monitor;
  if (phase === 'watching' || phase === 'verifying') {
    step.emit({ kind: 'monitor', clientOrderId, phase, nextAt: step.at });
  }
}

/** The order is over: its ledger is completed where a total has no executions yet, then the result is told. */
export function conclude(step: Step, clientOrderId: ClientOrderId): void {
  const child = step.child(clientOrderId);
  if (child.monitor.phase === 'done') return;
  if (lacksExecutions(child.belief) && !settlesWithout(step, child)) return;
  const result = resultOf(step, child);
  step.emit({ kind: 'fill-result', clientOrderId, parentId: child.parentId, final: true, result });
  for (const code of ['order-unknown', 'cancel-stuck', 'fill-contradiction', 'executions-unread'])
    step.clear(code, clientOrderId);
  if (result.outcome === 'partial') {
    const text = `${result.filledQuantity} of ${child.terms.quantity} lots filled`;
    step.raise('partial-fill', 'warning', { subject: clientOrderId, text });
  }
  onSliceOver(step, clientOrderId, result.reason);
  settleParent(step, child.parentId);
}

export const lacksExecutions = (belief: OrderBelief): boolean =>
  unattributedOf(belief) > 0 || isFilledByWord(belief);

/**
 * Asks for the executions until a few answers have lacked them. A total that stays without them is taken, with its fees estimated; a mere word is
 * not: FIL-3 knows no fill without a quantity.
 */
function settlesWithout(step: Step, child: ChildState): boolean {
  const { clientOrderId, monitor } = child;
  if (monitor.phase !== 'settling') {
    step.emit({ kind: 'monitor', clientOrderId, phase: 'settling', nextAt: null });
    askExecutions(step, step.child(clientOrderId), 'ledger');
    return false;
  }
  if (monitor.looks < LEDGER_TRIES) return false;
  if (!isFilledByWord(child.belief)) return true;
  const text = `the venue calls it filled and shows ${child.belief.filled} of ${child.terms.quantity} lots`;
  step.raise('fill-contradiction', 'critical', { subject: clientOrderId, text });
  tellUnknown(step, child);
  return false;
}
