/** Operator commands (RSK-1, SCH-5): each is an entry with who and why before anything follows from it. */
import { clearBreakerAlert } from '../account/breaker.js';
import type { ParentId } from '../order/order.js';
import { isParentTerminal } from '../order/parent.js';
import { wantCancel } from '../child/cancel.js';
import { liftQuarantine, quarantine } from '../guard/quarantine.js';
import type { CancelReason } from '../state/entry.js';
import type { Input, OperatorCommand } from '../state/input.js';
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
      if (state === 'closed') clearBreakerAlert(step);
      return;
    }
    case 'engine':
      step.emit({ kind: 'engine-chosen', engine: command.engine, operator, reason });
      return;
    case 'limits':
      step.emit({ kind: 'limits-set', limits: command.limits, operator, reason });
      return;
    case 'quarantine-on':
    case 'quarantine-off':
      ruleQuarantine(step, input, command);
      return;
    case 'cancel-parent':
    case 'cancel-slices':
      cancelParent(step, input, {
        parentId: command.parentId,
        scope: command.do === 'cancel-parent' ? 'parent' : 'slices',
      });
      return;
  }
}

function ruleQuarantine(
  step: Step,
  { operator, reason }: OperatorInput,
  command: Extract<OperatorCommand, { do: 'quarantine-on' | 'quarantine-off' }>,
): void {
  const { strategyId, symbol } = command;
  if (!step.config.instruments.has(symbol)) {
    step.emit({ kind: 'operator-refused', text: `no instrument ${symbol}` });
  } else if (command.do === 'quarantine-on') {
    quarantine(step, { strategyId, symbol }, { operator, reason });
  } else if (!liftQuarantine(step, { strategyId, symbol }, { operator, reason })) {
    const text = `${symbol} of strategy ${strategyId} is in no quarantine`;
    step.emit({ kind: 'operator-refused', text });
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
