/** Operator commands (RSK-1, SCH-5): each is an entry with who and why before anything follows from it. */
import { acknowledge } from '../account/acknowledge.js';
import { clearBreakerAlert } from '../account/breaker.js';
import { reconcile } from '../account/reconciliation.js';
import { forceComplete } from '../account/start-up.js';
import { isOver } from '../order/belief.js';
import type { ClientOrderId, ParentId } from '../order/order.js';
import { isParentTerminal } from '../order/parent.js';
import { wantCancel } from '../child/cancel.js';
import { replaceOrder } from '../child/replace.js';
import { heldByOrphans, liftQuarantine, quarantine } from '../guard/quarantine.js';
import type { CancelReason } from '../state/cancel-entry.js';
import type { Actor, Input, OperatorCommand } from '../state/input.js';
import type { ChildState } from '../state/state.js';
import type { Step } from '../state/step.js';
import { onOrphanCommand } from './operate-orphan.js';
import { permissionProblem } from './permission.js';

type OperatorInput = Extract<Input, { kind: 'operator' }>;

export function onOperator(step: Step, input: OperatorInput): void {
  const denied = permissionProblem(input.command.do, input.role ?? 'admin');
  if (denied === null) carryOut(step, input);
  else deny(step, input.operator, denied);
}

/** @returns whether whoever gives an order or a signal may; else it is written down that it was tried. */
export function mayGive(step: Step, act: 'order' | 'signal', by: Actor | undefined): boolean {
  const denied = by === undefined ? null : permissionProblem(act, by.role);
  if (by !== undefined && denied !== null) deny(step, by.operator, denied);
  return denied === null;
}

function deny(step: Step, operator: string, denied: string): void {
  step.emit({ kind: 'operator-refused', text: `${operator}: ${denied}`, denied: true });
}

function carryOut(step: Step, input: OperatorInput): void {
  const { command, operator, reason } = input;
  switch (command.do) {
    case 'kill-on':
    case 'kill-off':
      ruleKillSwitch(step, input, command);
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
    case 'force-complete':
      forceComplete(step, { operator, reason });
      return;
    case 'reconcile':
      reconcile(step, { operator, reason });
      return;
    case 'stop':
      step.emit({ kind: 'stop-asked', onStop: command.onStop, operator, reason });
      return;
    case 'cancel-order':
      cancelOrder(step, input, command.clientOrderId);
      return;
    case 'acknowledge':
      acknowledge(step, { ...command, operator, reason });
      return;
    case 'quarantine-on':
    case 'quarantine-off':
      ruleQuarantine(step, input, command);
      return;
    case 'orphan-adopt':
    case 'orphan-cancel':
    case 'orphan-narrow':
      onOrphanCommand(step, input, command);
      return;
    case 'amend-order':
    case 'amend-parent':
      amend(step, input, command);
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

function ruleKillSwitch(
  step: Step,
  { operator, reason }: OperatorInput,
  command: Extract<OperatorCommand, { do: 'kill-on' | 'kill-off' }>,
): void {
  const engaged = command.do === 'kill-on';
  const cancelWorking = command.do === 'kill-on' && command.cancelWorking;
  step.emit({ kind: 'kill-switch', engaged, operator, reason, cancelWorking });
  if (engaged) step.raise('kill-switch', 'critical', { subject: 'engine', text: reason });
  else step.clear('kill-switch', 'engine');
  if (cancelWorking) cancelAllWorking(step);
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
    const kept = heldByOrphans(step.state).find((one) => one.symbol === symbol);
    const text =
      kept === undefined
        ? `${symbol} of strategy ${strategyId} is in no quarantine`
        : `${symbol} of strategy ${strategyId} is in no quarantine that can be lifted: ${kept.reason}`;
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

/** An order that its parent has no other beside is the parent: what it leaves is not asked for again. */
function cancelOrder(step: Step, input: OperatorInput, clientOrderId: ClientOrderId): void {
  const child = step.state.children.get(clientOrderId);
  const text = child === undefined ? `no such order: ${clientOrderId}` : whyNotCanceled(child);
  if (child === undefined || text !== null) {
    step.emit({ kind: 'operator-refused', text: text ?? '' });
    return;
  }
  const { parentId } = child;
  if (step.parent(parentId).plan?.slices === 1)
    cancelParent(step, input, { parentId, scope: 'parent' });
  else wantCancel(step, clientOrderId, 'operator');
}

function whyNotCanceled({ clientOrderId, belief, cancel }: ChildState): string | null {
  if (isOver(belief)) return `order ${clientOrderId} is ${belief.status} already`;
  return cancel.reason === null ? null : `a cancel of order ${clientOrderId} was asked for already`;
}

type Amend = Extract<OperatorCommand, { do: 'amend-order' | 'amend-parent' }>;

/** The entry is durable first; what it asks for leaves as an order of its own in the place of the one it changes. */
function amend(step: Step, { operator, reason }: OperatorInput, command: Amend): void {
  const { quantity, limitPrice } = command;
  const found =
    command.do === 'amend-order' ? orderToAmend(step, command) : onlyOrder(step, command);
  const text = typeof found === 'string' ? found : refusalOf(step, found, command);
  if (typeof found === 'string' || text !== null) {
    step.emit({ kind: 'operator-refused', text: `not amended: ${text ?? ''}` });
    return;
  }
  const { clientOrderId } = found;
  const wanted = { clientOrderId, quantity, limitPrice, operator, reason };
  step.emit({ kind: 'amend-wanted', ...wanted, because: 'operator' });
  const against = replaceOrder(step, found, command);
  if (against !== null) step.emit({ kind: 'operator-refused', text: `not amended: ${against}` });
}

function orderToAmend(
  step: Step,
  { clientOrderId }: { readonly clientOrderId: ClientOrderId },
): ChildState | string {
  return step.state.children.get(clientOrderId) ?? `no such order: ${clientOrderId}`;
}

function onlyOrder(step: Step, { parentId }: { readonly parentId: ParentId }): ChildState | string {
  const parent = step.state.parents.get(parentId);
  if (parent === undefined) return `no such parent: ${parentId}`;
  const working = parent.open
    .map((id) => step.child(id))
    .filter(({ stage }) => stage.kind === 'working');
  const [only, ...more] = working;
  if (only === undefined) return `parent ${parentId} has no order that works`;
  return more.length === 0 ? only : `parent ${parentId} has ${working.length} orders that work`;
}

/** What an order leaves is what its parent catches up with: then it cannot be made smaller. */
function refusalOf(step: Step, child: ChildState, { quantity }: Amend): string | null {
  const { completion } = step.parent(child.parentId).request;
  const smaller = quantity !== null && quantity < child.terms.quantity;
  return completion === 'catch-up' && smaller
    ? 'its parent catches up with what an order leaves; cancel the parent instead'
    : null;
}
