/**
 * FIL-2, FIL-5, FIL-9: what a child's timer finds due: the next poll, the final check at the deadline, a look after a
 * cancel, one more try for missing fills, or another attempt at a submit that was proven not sent.
 */
import type { ReadPurpose } from '../engine/entry.js';
import type { ChildState } from '../engine/state.js';
import type { Step } from '../engine/step.js';
import { askBeforeResend, mayResend } from '../release/resend.js';
import { sendCancel } from '../release/cancel.js';

export function onChildDue(step: Step, child: ChildState): void {
  const { phase } = child.submit;
  if (phase === 'withdrawn' || phase === 'absent' || isProbe(step, child)) {
    askBeforeResend(step, child);
    return;
  }
  switch (child.monitor.phase) {
    case 'watching':
      askOrder(step, child, isPastDeadline(step, child) ? 'final-check' : 'poll');
      return;
    case 'final-check':
      askOrder(step, child, 'final-check');
      return;
    case 'canceling':
    case 'verifying':
      if (child.cancel.phase === 'not-sent') sendCancel(step, child.clientOrderId);
      else askOrder(step, child, 'verify-cancel');
      return;
    case 'settling':
      askExecutions(step, child, 'ledger');
      return;
    case 'done':
      return;
  }
}

const isPastDeadline = (step: Step, child: ChildState): boolean =>
  child.monitor.deadline !== null && step.at >= child.monitor.deadline;

/** Where ids are kept for ever and nothing proves absence, a resend after an answered look-up is the probe. */
const isProbe = (step: Step, child: ChildState): boolean =>
  child.submit.phase === 'unknown' &&
  step.config.venue.validFor === null &&
  step.config.venue.idempotency === 'forever' &&
  child.notFound.order > 0 &&
  mayResend(step, child);

function askOrder(step: Step, child: ChildState, purpose: ReadPurpose): void {
  const { clientOrderId, parentId, terms } = child;
  step.ask({ kind: 'read-order', clientOrderId, symbol: terms.symbol }, { purpose, parentId, clientOrderId });
}

/** The order's executions: to complete its ledger, or as the second witness of its absence. */
export function askExecutions(step: Step, child: ChildState, purpose: 'ledger' | 'absence'): void {
  const { clientOrderId, parentId, terms } = child;
  step.ask({ kind: 'read-executions', clientOrderId, symbol: terms.symbol }, { purpose, parentId, clientOrderId });
}
