/** Answers from the trade history: they complete an order's ledger, or witness its absence. */
import type { PendingRead } from '../engine/state.js';
import type { Step } from '../engine/step.js';
import { unattributedOf, venueOrderIdOf } from '../order/belief.js';
import { updateFromExecution } from '../order/update.js';
import type { ReadAnswer } from '../outcome.js';
import { plus } from '../units.js';
import { onNoExecutions } from './absence.js';
import { applyUpdate } from './apply-update.js';
import { acknowledge, backoffOf } from './order-read.js';
import { conclude, progress } from './progress.js';

export function onLedgerAnswer(step: Step, asked: PendingRead, answer: ReadAnswer): void {
  const child = asked.clientOrderId === null ? undefined : step.state.children.get(asked.clientOrderId);
  if (child === undefined) return;
  const { clientOrderId } = child;
  if (answer.kind !== 'executions') {
    const text = answer.kind === 'failed' ? answer.text : `unexpected answer ${answer.kind}`;
    const failure = answer.kind === 'failed' ? answer.failure : 'ambiguous';
    if (child.monitor.phase === 'done') return;
    step.emit({ kind: 'read-failed', clientOrderId, failure, text, nextAt: plus(step.at, backoffOf(step, child)) });
    if (child.monitor.phase === 'settling') conclude(step, clientOrderId);
    return;
  }
  const venueOrderId = venueOrderIdOf(child.belief);
  for (const execution of answer.executions) {
    const told = { clientOrderId, venueOrderId, symbol: child.terms.symbol, side: child.terms.side };
    applyUpdate(step, clientOrderId, updateFromExecution(told, execution));
  }
  acknowledge(step, step.child(clientOrderId));
  if (child.monitor.phase === 'done') return;
  if (asked.purpose === 'absence' && answer.executions.length === 0) {
    onNoExecutions(step, child, asked);
    return;
  }
  if (step.child(clientOrderId).monitor.phase !== 'settling') {
    progress(step, clientOrderId, 'polled');
    return;
  }
  if (unattributedOf(step.child(clientOrderId).belief) > 0) {
    // The history lags behind the total: asked again, a few times.
    const nextAt = plus(step.at, backoffOf(step, child));
    step.emit({ kind: 'read-failed', clientOrderId, failure: 'ambiguous', text: 'the trade history lags behind the total', nextAt });
  }
  conclude(step, clientOrderId);
}
