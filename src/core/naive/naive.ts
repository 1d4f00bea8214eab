/**
 * FIL-12 `naive`: what a client does that nobody thought through, to be compared with. An answer that was lost means "send
 * it again, at once"; an id that is taken means "rejected"; what executed is what the stream says; what the stream did not
 * say by the deadline did not happen, and its place is free for the next order. It looks nothing up.
 *
 * No room of core may import it (`scripts/lint/layers.mjs`): simulations hand it in.
 */
import type { ExecutionReport } from '../order/execution-report.js';
import { isOver } from '../order/belief.js';
import type { ClientOrderId } from '../order/order.js';
import type { EffectOutcome } from '../order/outcome.js';
import { updateFromAcknowledgement, updateFromReport } from '../order/update.js';
import { isSubmitting } from '../state/is-submitting.js';
import type { ChildState } from '../state/state.js';
import type { Step } from '../state/step.js';
import { applyUpdate } from '../child/apply-update.js';
import type { ChildMonitor, OutcomeInput } from '../child/monitor.js';
import { intendCancel } from '../child/requests.js';
import { tryAgain } from '../child/resend.js';
import { onSubmitOutcome, submit } from '../child/submit.js';
import { closeAs, conclude } from './verdict.js';

export const NAIVE: ChildMonitor = {
  name: 'naive',
  onOutcome,
  onReport,
  // It asks nothing, so that nobody answers.
  onOrder: () => undefined,
  onExecutions: () => undefined,
  onDue,
};

function onOutcome(step: Step, child: ChildState, input: OutcomeInput): void {
  const { stage, submit: sent, clientOrderId } = child;
  if (stage.kind === 'done') return;
  if (input.effect !== 'submit') {
    // Whatever was said to its cancel, the order is off its list.
    closeAs(step, clientOrderId, 'canceled');
    return;
  }
  if (stage.kind !== 'sending' || input.attempt !== sent.attempts) return;
  onSubmitted(step, child, input);
}

function onSubmitted(step: Step, child: ChildState, input: OutcomeInput): void {
  const { clientOrderId } = child;
  const { outcome } = input;
  switch (outcome.kind) {
    case 'accepted':
      onAccepted(step, child, outcome);
      return;
    case 'rejected':
    case 'exists': {
      const code = outcome.kind === 'rejected' ? outcome.code : 'exists';
      const { text } = outcome;
      step.emit({ kind: 'submit-settled', clientOrderId, as: 'rejected', code, text });
      closeAs(step, clientOrderId, 'rejected');
      return;
    }
    case 'not-sent':
      onSubmitOutcome(step, input);
      return;
    case 'unknown':
      onLost(step, child, outcome);
      return;
  }
}

/** A receipt: what executed comes on the stream. */
function onAccepted(
  step: Step,
  { clientOrderId, terms }: ChildState,
  { venueOrderId, venueTime }: Extract<EffectOutcome, { kind: 'accepted' }>,
): void {
  acknowledge(step, clientOrderId, '');
  const { symbol, side } = terms;
  const receipt = { status: 'accepted', cumQty: null, venueTime } as const;
  const asked = { clientOrderId, venueOrderId, symbol, side };
  applyUpdate(step, clientOrderId, updateFromAcknowledgement(asked, receipt));
}

/** Sent again at once, with the same id, though the first may have arrived; in the end it is called failed. */
function onLost(
  step: Step,
  { clientOrderId, terms, submit: sent, watch }: ChildState,
  { shape }: Extract<EffectOutcome, { kind: 'unknown' }>,
): void {
  const nextAt = watch.deadline ?? step.at;
  step.emit({ kind: 'outcome-unknown', clientOrderId, effect: 'submit', shape, nextAt });
  if (sent.attempts < step.config.submit.attempts)
    submit(step, clientOrderId, { terms, aliveAt: null });
  else closeAs(step, clientOrderId, 'failed');
}

/** The stream is the truth, as long as the order is on its list. */
function onReport(step: Step, child: ChildState, report: ExecutionReport): void {
  const { clientOrderId, stage } = child;
  if (stage.kind === 'done') {
    const text = `${report.execType} on the stream: a naive client follows no order that it has closed`;
    const skipped = [{ code: 'not-listened', text }] as const;
    step.emit({ kind: 'update-skipped', clientOrderId, source: 'stream', skipped });
    return;
  }
  acknowledge(step, clientOrderId, 'seen on the stream');
  applyUpdate(step, clientOrderId, updateFromReport(report));
  if (isOver(step.child(clientOrderId).belief)) conclude(step, clientOrderId);
}

function acknowledge(step: Step, clientOrderId: ClientOrderId, text: string): void {
  if (!isSubmitting(step.child(clientOrderId).stage)) return;
  step.emit({ kind: 'submit-settled', clientOrderId, as: 'accepted', code: '', text });
}

function onDue(step: Step, child: ChildState): void {
  const { clientOrderId, stage, watch } = child;
  if (stage.kind === 'unsent') tryAgain(step, child);
  else if (watch.deadline !== null && step.at < watch.deadline)
    step.emit({ kind: 'look-again', clientOrderId, nextAt: watch.deadline });
  else onDeadline(step, child);
}

/** A cancel nobody waits for, and the order is off its list. */
function onDeadline(step: Step, { clientOrderId, cancel }: ChildState): void {
  if (cancel.reason === null)
    step.emit({ kind: 'cancel-wanted', clientOrderId, reason: 'deadline' });
  intendCancel(step, clientOrderId);
  closeAs(step, clientOrderId, 'canceled');
}
