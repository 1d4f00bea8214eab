/** Operator commands (RSK-1, SCH-5): each is an entry with who and why before anything follows from it. */
import type { ParentId } from '../order/order.js';
import { isParentTerminal } from '../order/parent.js';
import { wantCancel } from '../child/cancel.js';
import type { CancelReason } from '../state/entry.js';
import type { Input } from '../state/input.js';
import type { Step } from '../state/step.js';

type OperatorInput = Extract<Input, { kind: 'operator' }>;

export function onOperator(step: Step, input: OperatorInput): void {
  const { command, operator, reason } = input;
  switch (command.do) {
    case 'kill-on':
      step.emit({
        kind: 'kill-switch',
        engaged: true,
        operator,
        reason,
        cancelWorking: command.cancelWorking,
      });
      step.raise('kill-switch', 'critical', { subject: 'engine', text: reason });
      if (command.cancelWorking) cancelAllWorking(step);
      return;
    case 'kill-off':
      step.emit({ kind: 'kill-switch', engaged: false, operator, reason, cancelWorking: false });
      step.clear('kill-switch', 'engine');
      return;
    case 'breaker-trip':
    case 'breaker-reset': {
      const state = command.do === 'breaker-trip' ? 'tripped' : 'closed';
      step.emit({ kind: 'breaker', state, operator, reason });
      return;
    }
    case 'cancel-parent':
    case 'cancel-slices':
      cancelParent(step, input, {
        parentId: command.parentId,
        scope: command.do === 'cancel-parent' ? 'parent' : 'slices',
      });
      return;
  }
}

function cancelAllWorking(step: Step): void {
  for (const [, parent] of [...step.state.parents.entries()])
    cancelChildren(step, parent.parentId, 'kill-switch');
}

function cancelChildren(step: Step, parentId: ParentId, reason: CancelReason): void {
  for (const clientOrderId of step.parent(parentId).open) wantCancel(step, clientOrderId, reason);
}

/** SCH-5: the entry is durable first; then the timers go, since nothing is left that would arm one. */
function cancelParent(
  step: Step,
  input: OperatorInput,
  asked: { readonly parentId: ParentId; readonly scope: 'parent' | 'slices' },
): void {
  const { parentId, scope } = asked;
  const parent = step.state.parents.get(parentId);
  if (parent === undefined || isParentTerminal(parent.status)) {
    const text =
      parent === undefined
        ? `no such parent: ${parentId}`
        : `parent ${parentId} is ${parent.status} already`;
    step.emit({ kind: 'operator-refused', text });
    return;
  }
  step.emit({
    kind: 'parent-cancel',
    parentId,
    scope,
    operator: input.operator,
    reason: input.reason,
  });
  if (scope === 'parent') cancelChildren(step, parentId, 'parent-canceled');
}
