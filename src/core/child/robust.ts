/** FIL-12 `robust`: stream and growing polls together, everything verified, nothing taken for granted (FIL-0 to FIL-9). */
import type { ChildState } from '../state/state.js';
import type { Step } from '../state/step.js';
import { onCancelOutcome } from './cancel.js';
import { onChildDue } from './due.js';
import { onExecutionsAnswer } from './executions-answer.js';
import type { ChildMonitor, OutcomeInput } from './monitor.js';
import { onOrderAnswer } from './order-answer.js';
import { onReplaceOutcome } from './replace-outcome.js';
import { onReport } from './report.js';
import { onSubmitOutcome } from './submit.js';

export const ROBUST: ChildMonitor = {
  name: 'robust',
  onOutcome,
  onReport,
  onOrder: onOrderAnswer,
  onExecutions: onExecutionsAnswer,
  onDue: onChildDue,
};

function onOutcome(step: Step, _child: ChildState, input: OutcomeInput): void {
  switch (input.effect) {
    case 'submit':
      onSubmitOutcome(step, input);
      return;
    case 'cancel':
      onCancelOutcome(step, input);
      return;
    case 'replace':
      onReplaceOutcome(step, input);
      return;
  }
}
