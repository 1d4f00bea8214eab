/**
 * The submit of one child and its outcome (SCH-4): the intent is durable before the command leaves; a proven
 * `not-sent` is tried again after a wait; a rejection is final; everything else is unknown and looked up, never
 * blindly resent.
 */
import type { Input } from '../engine/input.js';
import type { ChildState } from '../engine/state.js';
import type { Step } from '../engine/step.js';
import { applyUpdate } from '../fill/apply-update.js';
import { conclude, progress } from '../fill/progress.js';
import { blockedStatusOf } from '../guard/order-guards.js';
import type { ClientOrderId } from '../order/order.js';
import { ownUpdate, updateFromAcknowledgement } from '../order/update.js';
import type { EffectOutcome } from '../outcome.js';
import { type EpochMicros, type Micros, plus } from '../units.js';
import { isAlive } from './evidence.js';

/** Intends one attempt; the command leaves when the entry is durable. */
export function submit(step: Step, clientOrderId: ClientOrderId, quoteAliveAt: EpochMicros | null): void {
  const child = step.child(clientOrderId);
  const { validFor } = step.config.venue;
  const { firstPoll } = step.config.fillDetection;
  const deadline = plus(step.at, fillTimeoutOf(step, child));
  const poll = plus(step.at, firstPoll);
  step.emit({
    kind: 'submit-intent',
    clientOrderId,
    command: {
      kind: 'submit',
      clientOrderId,
      parentId: child.parentId,
      attempt: child.submit.attempts + 1,
      terms: child.terms,
      validUntil: validFor === null ? null : plus(step.at, validFor),
    },
    quoteAliveAt,
    deadline,
    nextAt: poll < deadline ? poll : deadline,
  });
  applyUpdate(step, clientOrderId, ownUpdate('submitted'));
}

/** A resting limit slice works for its interval; everything else for FIL-1's timeout. */
function fillTimeoutOf(step: Step, child: ChildState): Micros {
  const { request, plan } = step.parent(child.parentId);
  if (request.fillTimeout !== null) return request.fillTimeout;
  const rests = child.terms.limitPrice !== null && child.terms.timeInForce !== 'ioc' && child.terms.timeInForce !== 'fok';
  if (!rests || plan === null || plan.slices === 1) return step.config.fillDetection.timeout;
  return plan.spacing.kind === 'interval'
    ? plan.spacing.interval
    : (Math.floor(plan.spacing.duration / plan.slices) as Micros);
}

export function onSubmitOutcome(step: Step, input: Extract<Input, { kind: 'outcome' }>): void {
  const child = step.state.children.get(input.clientOrderId);
  if (child === undefined) return;
  const { outcome } = input;
  switch (outcome.kind) {
    case 'accepted':
      onAccepted(step, child, outcome);
      return;
    case 'rejected':
      onRejected(step, child, outcome);
      return;
    case 'exists':
      if (!isAlive(child)) step.emit({ kind: 'submit-settled', clientOrderId: child.clientOrderId, as: 'exists', code: 'exists', text: outcome.text });
      progress(step, child.clientOrderId, 'look-up');
      return;
    case 'not-sent':
      onNotSent(step, child, outcome);
      return;
    case 'unknown':
      onUnknown(step, child, outcome);
      return;
  }
}

type Outcome<K extends EffectOutcome['kind']> = Extract<EffectOutcome, { kind: K }>;

function onAccepted(step: Step, child: ChildState, outcome: Outcome<'accepted'>): void {
  const { clientOrderId } = child;
  if (child.submit.phase !== 'acknowledged') {
    step.emit({ kind: 'submit-settled', clientOrderId, as: 'accepted', code: '', text: '' });
  }
  const asked = { clientOrderId, venueOrderId: outcome.venueOrderId, symbol: child.terms.symbol, side: child.terms.side };
  applyUpdate(step, clientOrderId, updateFromAcknowledgement(asked, outcome));
  progress(step, clientOrderId, 'heard');
}

function onRejected(step: Step, child: ChildState, outcome: Outcome<'rejected'>): void {
  const { clientOrderId } = child;
  if (isAlive(child) || child.submit.unresolved) {
    // A refusal of this attempt says nothing about an earlier one that may live.
    step.raise('contradicting-outcome', 'critical', {
      subject: clientOrderId,
      text: `rejected (${outcome.code}) although the order lives or an earlier attempt is unknown`,
    });
    progress(step, clientOrderId, 'look-up');
    return;
  }
  step.emit({ kind: 'submit-settled', clientOrderId, as: 'rejected', code: outcome.code, text: outcome.text });
  const asked = { clientOrderId, venueOrderId: null, symbol: child.terms.symbol, side: child.terms.side };
  applyUpdate(step, clientOrderId, updateFromAcknowledgement(asked, { status: 'rejected', cumQty: null, venueTime: null }));
  conclude(step, clientOrderId);
}

function onNotSent(step: Step, child: ChildState, outcome: Outcome<'not-sent'>): void {
  const { clientOrderId } = child;
  const { attempts } = child.submit;
  const { veto } = outcome;
  const status = veto === null ? 'failed' : blockedStatusOf(veto.code);
  const mayRetry = (veto === null || status === null) && attempts < step.config.submit.attempts;
  const retryAt = mayRetry ? plus(step.at, retryWaitOf(step, attempts, outcome.retryAfter)) : null;
  const reason = veto?.text ?? outcome.reason;
  step.emit({ kind: 'intent-withdrawn', clientOrderId, attempt: attempts, reason, veto, retryAt });
  if (retryAt !== null) return;
  if (child.submit.unresolved) {
    progress(step, clientOrderId, 'look-up');
    return;
  }
  applyUpdate(step, clientOrderId, ownUpdate(status ?? 'failed'));
  conclude(step, clientOrderId);
}

/** 2 s, 4 s … capped, and never before `Retry-After`. */
function retryWaitOf(step: Step, attempts: number, retryAfter: Micros | null): Micros {
  const { retryFirst, retryMax } = step.config.submit;
  const wait = Math.min(retryFirst * 2 ** (attempts - 1), retryMax);
  return Math.max(wait, retryAfter ?? 0) as Micros;
}

function onUnknown(step: Step, child: ChildState, outcome: Outcome<'unknown'>): void {
  const { clientOrderId } = child;
  step.emit({ kind: 'outcome-unknown', clientOrderId, effect: 'submit', shape: outcome.shape, nextAt: step.at });
  if (!isAlive(child)) applyUpdate(step, clientOrderId, ownUpdate('submitted_unconfirmed'));
}
