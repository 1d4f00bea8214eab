/** An order that lives although it was believed to be over: its place in the parent's budget is given away, so it has to go. */
import type { ChildState } from '../state/state.js';
import type { Step } from '../state/step.js';
import { sendCancel } from './requests.js';

export function revive(
  step: Step,
  { clientOrderId, belief, cancel }: ChildState,
  shownAs: string = belief.status,
): void {
  const text = `believed to be over, the venue shows it as ${shownAs}`;
  step.raise('order-revived', 'critical', { subject: clientOrderId, text });
  if (cancel.reason === null)
    step.emit({ kind: 'cancel-wanted', clientOrderId, reason: 'revived' });
  sendCancel(step, clientOrderId);
}
