/** REC-1, REC-4: which orders the gate still waits to hear of. */
import type { HeardAnswer } from '../child/monitor.js';
import type { ClientOrderId } from '../order/order.js';
import { reconciling } from '../state/gate.js';
import type { Step } from '../state/step.js';

/** The venue has answered a question that was asked since. */
export function noteAnswered(step: Step, { asked, answer }: HeardAnswer): void {
  const gate = reconciling(step.state.gate);
  if (gate === null || asked.askedAt < gate.since || answer.kind === 'failed') return;
  const { read } = asked;
  if ('clientOrderId' in read) noteTold(step, [read.clientOrderId]);
}

/** A page that was asked for since tells of them. */
export function noteTold(step: Step, told: readonly ClientOrderId[]): void {
  const gate = reconciling(step.state.gate);
  if (gate === null) return;
  const waiting = new Set(gate.waiting);
  const orders = told.filter((id) => waiting.has(id));
  if (orders.length > 0) step.emit({ kind: 'gate-heard', orders });
}
