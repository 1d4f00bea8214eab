/**
 * What became of a replace. Accepted, the successor lives and the venue has ended the other, which its own news say. Refused or not
 * sent, the other lives on as it was, and is looked up: a refusal often means that it is over. Unknown, both are looked up;
 * once the other is over and was not replaced, nothing can take its place any more.
 */
import { clearRefusals, tellRefusal } from '../guard/refusals.js';
import type { EffectOutcome } from '../order/outcome.js';
import { ownUpdate, updateFromAcknowledgement } from '../order/update.js';
import { isSubmitting } from '../state/is-submitting.js';
import type { Input } from '../state/input.js';
import { askedWith } from '../state/refusals.js';
import type { ChildState } from '../state/state.js';
import type { Step } from '../state/step.js';
import { advance } from './advance.js';
import { applyUpdate } from './apply-update.js';
import { isAlive } from './evidence.js';
import { finish, settleSuccessor } from './finish.js';
import { applyNews } from './news.js';
import { successorOf } from './replace.js';

export function onReplaceOutcome(step: Step, input: Extract<Input, { kind: 'outcome' }>): void {
  const child = step.state.children.get(input.clientOrderId);
  const next = child === undefined ? null : successorOf(step, child, input.attempt);
  if (child === undefined || next === null) return;
  const { outcome } = input;
  if (outcome.kind === 'accepted') onAccepted(step, next, outcome);
  else if (next.stage.kind === 'sending') onUnaccepted(step, { child, next }, outcome);
  advance(step, child.clientOrderId, 'look-up');
}

function onAccepted(
  step: Step,
  next: ChildState,
  outcome: Extract<EffectOutcome, { kind: 'accepted' }>,
): void {
  const { clientOrderId, terms } = next;
  clearRefusals(step, askedWith(next));
  if (isSubmitting(next.stage))
    step.emit({ kind: 'submit-settled', clientOrderId, as: 'accepted', code: '', text: '' });
  const { symbol, side } = terms;
  const asked = { clientOrderId, venueOrderId: outcome.venueOrderId, symbol, side };
  if (applyNews(step, clientOrderId, updateFromAcknowledgement(asked, outcome)))
    advance(step, clientOrderId, 'heard');
}

function onUnaccepted(
  step: Step,
  { child, next }: { readonly child: ChildState; readonly next: ChildState },
  outcome: Exclude<EffectOutcome, { kind: 'accepted' }>,
): void {
  const { clientOrderId } = next;
  switch (outcome.kind) {
    case 'rejected':
      step.emit({
        kind: 'submit-settled',
        clientOrderId,
        as: 'rejected',
        code: outcome.code,
        text: outcome.text,
      });
      tellRefusal(step, askedWith(next), outcome.text === '' ? outcome.code : outcome.text);
      giveUp(step, next, `refused (${outcome.code})`);
      return;
    case 'not-sent': {
      const { veto } = outcome;
      const reason = veto?.text ?? outcome.reason;
      step.emit({
        kind: 'intent-withdrawn',
        clientOrderId,
        attempt: 1,
        reason,
        veto,
        retryAt: null,
      });
      giveUp(step, next, reason);
      return;
    }
    case 'exists':
      step.emit({
        kind: 'submit-settled',
        clientOrderId,
        as: 'exists',
        code: 'exists',
        text: outcome.text,
      });
      advance(step, clientOrderId, 'look-up');
      return;
    case 'unknown':
      step.emit({
        kind: 'outcome-unknown',
        clientOrderId,
        effect: 'replace',
        shape: outcome.shape,
        nextAt: step.at,
      });
      applyUpdate(step, clientOrderId, ownUpdate('submitted_unconfirmed'));
      settleSuccessor(step, child);
      return;
  }
}

/** Nothing took the place of the other. */
function giveUp(step: Step, next: ChildState, why: string): void {
  const { clientOrderId, chain } = next;
  if (isAlive(step.child(clientOrderId)) && next.belief.key.statusClass >= 2) return;
  applyUpdate(step, clientOrderId, ownUpdate('canceled'));
  finish(step, clientOrderId);
  const text = `not replaced: ${why}`;
  step.raise('replace-refused', 'warning', { subject: chain?.order ?? clientOrderId, text });
  step.clear('replace-refused', chain?.order ?? clientOrderId);
}
