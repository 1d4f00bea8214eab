/** REC-7: what an operator may do about an order that nobody here placed. */
import { adopt } from '../account/adopt.js';
import { readSoon } from '../account/open-orders-check.js';
import { cancelOrphan } from '../account/orphans.js';
import { EXTERNAL } from '../order/order-request.js';
import { isStrategyName } from '../plan/validate.js';
import { orphanOf } from '../state/evolve-orphan.js';
import type { Input, OperatorCommand } from '../state/input.js';
import { type Orphan, isLoose } from '../state/orphan.js';
import type { Step } from '../state/step.js';

type OrphanCommand = Extract<
  OperatorCommand,
  { do: 'orphan-adopt' | 'orphan-cancel' | 'orphan-narrow' }
>;

export function onOrphanCommand(
  step: Step,
  { operator, reason }: Extract<Input, { kind: 'operator' }>,
  command: OrphanCommand,
): void {
  const { venueOrderId } = command;
  const orphan = orphanOf(step.state, venueOrderId);
  const text = refusalOf(orphan, command);
  if (orphan === null || text !== null) {
    step.emit({ kind: 'operator-refused', text: text ?? '' });
    return;
  }
  switch (command.do) {
    case 'orphan-cancel':
      cancelOrphan(step, orphan, { operator, reason });
      readSoon(step);
      return;
    case 'orphan-narrow':
      step.emit({ kind: 'orphan-narrowed', venueOrderId, strategyId: EXTERNAL, operator, reason });
      return;
    case 'orphan-adopt':
      adopt(step, orphan, { strategyId: command.strategyId, operator, reason });
      return;
  }
}

/** Null = it may be done. */
function refusalOf(orphan: Orphan | null, command: OrphanCommand): string | null {
  const { venueOrderId } = command;
  if (orphan === null) return `no orphan ${venueOrderId}`;
  if (!isLoose(orphan)) return `orphan ${venueOrderId} is ${orphan.status} already`;
  if (command.do === 'orphan-cancel' && orphan.isCanceling)
    return `a cancel of orphan ${venueOrderId} is on its way`;
  if (command.do === 'orphan-narrow' && orphan.narrowed)
    return `orphan ${venueOrderId} keeps nobody out already`;
  if (command.do === 'orphan-adopt' && !isStrategyName(command.strategyId))
    return `"${command.strategyId}" is no name of a strategy`;
  return null;
}
