/** Answers from the trade history: they complete an order's ledger, or witness its absence. */
import type { AnsweredRead, ChildState } from '../state/state.js';
import type { Step } from '../state/step.js';
import { venueOrderIdOf } from '../order/belief.js';
import type { Execution } from '../order/execution-report.js';
import { updateFromExecution } from '../order/update.js';
import type { ReadAnswer } from '../order/outcome.js';
import { plus } from '../ground/units.js';
import { onNoExecutions } from './absence.js';
import { learn } from './learn.js';
import { conclude, lacksExecutions, progress } from './progress.js';
import { laggingWait, onReadFailed } from './read-failure.js';

/** Failed reads in a row before it is worth a warning. */
const UNREAD_TOLD_AFTER = 5;

export function onLedgerAnswer(step: Step, asked: AnsweredRead, answer: ReadAnswer): void {
  const child =
    asked.clientOrderId === null ? undefined : step.state.children.get(asked.clientOrderId);
  if (child === undefined) return;
  const { clientOrderId } = child;
  if (answer.kind === 'executions') book(step, child, answer.executions);
  if (!asked.awaited || step.child(clientOrderId).monitor.phase === 'done') return;
  if (answer.kind !== 'executions') {
    onReadFailed(step, child, answer, asked.purpose);
    if (child.monitor.phase === 'settling') tellUnread(step, step.child(clientOrderId));
  } else if (asked.purpose === 'absence' && answer.executions.length === 0) {
    onNoExecutions(step, child, asked);
  } else if (asked.purpose === 'absence') {
    progress(step, clientOrderId, 'polled');
  } else {
    onLedger(step, step.child(clientOrderId));
  }
}

function book(step: Step, child: ChildState, executions: readonly Execution[]): void {
  const { clientOrderId, terms } = child;
  const venueOrderId = venueOrderIdOf(child.belief);
  const told = { clientOrderId, venueOrderId, symbol: terms.symbol, side: terms.side };
  for (const execution of executions)
    learn(step, clientOrderId, updateFromExecution(told, execution));
}

function onLedger(step: Step, child: ChildState): void {
  const { clientOrderId } = child;
  if (lacksExecutions(child.belief)) {
    // The history lags behind the total: asked again, a few times.
    step.emit({
      kind: 'poll-unchanged',
      clientOrderId,
      nextAt: plus(step.at, laggingWait(step, child)),
    });
  }
  conclude(step, clientOrderId);
}

/** No answer says nothing about the executions: asked on until there is one, and someone is told meanwhile. */
function tellUnread(step: Step, { clientOrderId, monitor, belief }: ChildState): void {
  if (monitor.failures < UNREAD_TOLD_AFTER) return;
  const text = `${belief.filled} lots are filled and their executions cannot be read: price and fees are not known`;
  step.raise('executions-unread', 'warning', { subject: clientOrderId, text });
}
