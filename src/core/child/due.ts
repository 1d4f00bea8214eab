/**
 * FIL-2, FIL-5, FIL-9: what a child's timer finds due: the next poll, the final check at the deadline, a look after a
 * cancel, one more try for missing fills, or another attempt at a submit that was proven not sent.
 */
import type { ReadPurpose } from '../state/entry.js';
import type { ChildState } from '../state/state.js';
import type { Step } from '../state/step.js';
import { sendCancel } from './cancel.js';
import { askBeforeResend } from './resend.js';

export function onChildDue(step: Step, child: ChildState): void {
  const { phase } = child.submit;
  if (phase === 'withdrawn' || phase === 'absent') {
    askBeforeResend(step, child);
    return;
  }
  switch (child.monitor.phase) {
    case 'watching':
      askOrder(step, child, isPastDeadline(step, child) ? 'final-check' : 'poll');
      return;
    case 'verifying':
      if (child.cancel.phase === 'not-sent') sendCancel(step, child.clientOrderId);
      else askOrder(step, child, 'verify-cancel');
      return;
    case 'settling':
      askExecutions(step, child, 'ledger');
      return;
    case 'canceling':
    case 'done':
      // The outcome of a cancel is waited for, or nothing: neither has a timer.
      return;
  }
}

export const isPastDeadline = (step: Step, { monitor }: ChildState): boolean =>
  monitor.deadline !== null && step.at >= monitor.deadline;

function askOrder(step: Step, child: ChildState, purpose: ReadPurpose): void {
  const { clientOrderId, parentId, terms } = child;
  step.ask(
    { kind: 'read-order', clientOrderId, symbol: terms.symbol },
    { purpose, parentId, clientOrderId },
  );
}

/** The order's executions: to complete its ledger, or as the second witness of its absence. */
export function askExecutions(step: Step, child: ChildState, purpose: 'ledger' | 'absence'): void {
  const { clientOrderId, parentId, terms } = child;
  step.ask(
    { kind: 'read-executions', clientOrderId, symbol: terms.symbol },
    { purpose, parentId, clientOrderId },
  );
}
