/**
 * FIL-2, FIL-5, FIL-9: what a child's timer finds due: the next poll, the final check at the deadline, a look after a
 * cancel, one more try for missing fills, or another attempt.
 */
import type { ClientOrderId } from '../order/order.js';
import type { ChildState } from '../state/state.js';
import type { Step } from '../state/step.js';
import { asksAboutEnd } from './doubted-end.js';
import { awaitsCancel, isAlive } from './evidence.js';
import { isPastDeadline } from './look-times.js';
import { askExecutions, askOrder, sendCancel, waitsForVenue } from './requests.js';
import { repeg } from './repeg.js';
import { tryAgain } from './resend.js';

export function onChildDue(step: Step, child: ChildState): void {
  const { clientOrderId, stage } = child;
  switch (stage.kind) {
    case 'unsent':
      tryAgain(step, child);
      return;
    case 'unknown':
      if (stage.probe) tryAgain(step, child);
      else look(step, child);
      return;
    case 'working':
      // A cancel that had to wait for the budget asks nothing first.
      if (awaitsCancel(child) && isAlive(child)) {
        sendCancel(step, clientOrderId);
        return;
      }
      repeg(step, child);
      look(step, child);
      return;
    case 'sending':
    case 'taken':
    case 'settling':
      look(step, child);
      return;
    case 'verifying':
      if (stage.cancel === 'not-sent') cancelAgain(step, clientOrderId);
      else look(step, child);
      return;
    case 'canceling':
    case 'done':
      // The outcome of a cancel is waited for, or nothing: neither has a timer.
      return;
  }
}

/**
 * A cancel that was proven not sent. The first of an order is never held back; one that was refused waits as long as
 * the venue said to anybody since, or two orders would renew each other's ban for ever.
 */
function cancelAgain(step: Step, clientOrderId: ClientOrderId): void {
  if (!waitsForVenue(step, clientOrderId, 'cancel')) sendCancel(step, clientOrderId);
}

function look(step: Step, child: ChildState): void {
  const { stage } = child;
  if (asksAboutEnd(child)) askOrder(step, child, 'verify-end');
  else if (stage.kind === 'settling') askExecutions(step, child, 'ledger');
  else if (stage.kind === 'verifying') askOrder(step, child, 'verify-cancel');
  else askOrder(step, child, isPastDeadline(step, child) ? 'final-check' : 'poll');
}
