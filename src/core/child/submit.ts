/**
 * The submit of one child and its outcome (SCH-4): the intent is durable before the command leaves; a proven
 * `not-sent` is tried again after a wait; a rejection is final; everything else is unknown and looked up, never
 * blindly resent. An attempt has one outcome: what comes a second time, or of an attempt before, settles nothing.
 */
import { type EpochMicros, type Lots, type Micros, plus } from '../ground/units.js';
import { blockedStatusOf } from '../guard/order-guards.js';
import { compareClocks } from '../guard/ask-time.js';
import { tellLimit } from '../guard/limits.js';
import { clearRefusals, tellRefusal } from '../guard/refusals.js';
import { RETRY_AFTER_MAX } from '../guard/rate-limit.js';
import type { ClientOrderId, OrderTerms } from '../order/order.js';
import type { EffectOutcome } from '../order/outcome.js';
import type { OrderStatus } from '../order/status.js';
import { type AskedOrder, ownUpdate, updateFromAcknowledgement } from '../order/update.js';
import type { Input } from '../state/input.js';
import { isSubmitting } from '../state/is-submitting.js';
import { askedWith } from '../state/refusals.js';
import type { ChildState } from '../state/state.js';
import type { Step } from '../state/step.js';
import { atVenue, stamped } from '../state/venue-clock.js';
import { advance } from './advance.js';
import { applyUpdate } from './apply-update.js';
import { isAlive } from './evidence.js';
import { detectionOf, followerOf } from './follower.js';
import { finish } from './finish.js';
import { applyNews } from './news.js';
import { fillTimeoutOf } from './fill-timeout.js';
import { retryWaitOf } from './resend-rules.js';
import { noteGone } from './symbol-gone.js';

/** One attempt: its terms, and when the feed had last delivered anything (null: it looks at no market data). */
export interface Attempt {
  readonly terms: OrderTerms;
  readonly aliveAt: EpochMicros | null;
}

/** Intends one attempt; the command leaves when the entry is durable. */
export function submit(
  step: Step,
  clientOrderId: ClientOrderId,
  { terms, aliveAt: quoteAliveAt }: Attempt,
): void {
  const child = step.child(clientOrderId);
  const { validFor } = step.config.venue;
  const follower = followerOf(step, child);
  if (follower !== 'naive') compareClocks(step, step.seenOf(terms.symbol));
  const { firstPoll } = detectionOf(step, follower);
  const deadline = plus(step.at, fillTimeoutOf(step, child));
  // A naive client asks nothing.
  const look = follower === 'naive' ? deadline : plus(step.at, firstPoll);
  step.emit({
    kind: 'submit-intent',
    clientOrderId,
    command: {
      kind: 'submit',
      clientOrderId,
      parentId: child.parentId,
      attempt: child.submit.attempts + 1,
      terms,
      validUntil: validFor === null ? null : plus(atVenue(step.state, step.at), validFor),
      ...stamped(step.state),
    },
    quoteAliveAt,
    deadline,
    nextAt: look < deadline ? look : deadline,
    ...(follower === 'robust' ? {} : { monitor: follower }),
  });
  applyUpdate(step, clientOrderId, ownUpdate('submitted'));
}

export function onSubmitOutcome(step: Step, input: Extract<Input, { kind: 'outcome' }>): void {
  const child = step.state.children.get(input.clientOrderId);
  if (child === undefined) return;
  const { outcome } = input;
  if (outcome.kind === 'accepted') onAccepted(step, child, outcome);
  else if (input.attempt !== child.submit.attempts) return;
  else if (child.stage.kind === 'sending') onSettled(step, child, outcome);
  else if (outcome.kind === 'rejected') onContradicted(step, child, outcome.code);
}

type Outcome<K extends EffectOutcome['kind']> = Extract<EffectOutcome, { kind: K }>;

function onSettled(
  step: Step,
  child: ChildState,
  outcome: Exclude<EffectOutcome, Outcome<'accepted'>>,
): void {
  const { clientOrderId } = child;
  switch (outcome.kind) {
    case 'rejected':
      onRejected(step, child, outcome);
      return;
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
    case 'not-sent':
      onNotSent(step, child, outcome);
      return;
    case 'unknown':
      step.emit({
        kind: 'outcome-unknown',
        clientOrderId,
        effect: 'submit',
        shape: outcome.shape,
        nextAt: step.at,
      });
      applyUpdate(step, clientOrderId, ownUpdate('submitted_unconfirmed'));
      return;
  }
}

const askedOf = (child: ChildState, venueOrderId: AskedOrder['venueOrderId']): AskedOrder => ({
  clientOrderId: child.clientOrderId,
  venueOrderId,
  symbol: child.terms.symbol,
  side: child.terms.side,
});

function onAccepted(step: Step, child: ChildState, outcome: Outcome<'accepted'>): void {
  const { clientOrderId } = child;
  if (isSubmitting(child.stage)) {
    step.emit({ kind: 'submit-settled', clientOrderId, as: 'accepted', code: '', text: '' });
  }
  clearRefusals(step, askedWith(child));
  const update = updateFromAcknowledgement(askedOf(child, outcome.venueOrderId), outcome);
  if (applyNews(step, clientOrderId, update)) advance(step, clientOrderId, 'heard');
}

/** The order lives, or was refused elsewhere, and its own request comes back as rejected (F:FIL4). */
function onContradicted(step: Step, child: ChildState, code: string): void {
  if (!isAlive(child) || child.belief.status === 'rejected') return;
  const { clientOrderId } = child;
  step.raise('contradicting-outcome', 'critical', {
    subject: clientOrderId,
    text: `rejected (${code}) although the venue shows the order as ${child.belief.status}`,
  });
  advance(step, clientOrderId, 'look-up');
}

function onRejected(step: Step, child: ChildState, outcome: Outcome<'rejected'>): void {
  const { clientOrderId } = child;
  step.emit({
    kind: 'submit-settled',
    clientOrderId,
    as: 'rejected',
    code: outcome.code,
    text: outcome.text,
  });
  noteGone(step, child.terms.symbol, outcome);
  if (step.child(clientOrderId).stage.kind === 'unknown') {
    advance(step, clientOrderId, 'look-up');
    return;
  }
  // A refusal of the request itself: nothing of it ever reached the book.
  const said = { status: 'rejected', cumQty: 0 as Lots, venueTime: null } as const;
  applyUpdate(step, clientOrderId, updateFromAcknowledgement(askedOf(child, null), said));
  tellRefusal(step, askedWith(child), outcome.text === '' ? outcome.code : outcome.text);
  finish(step, clientOrderId);
}

function onNotSent(step: Step, child: ChildState, outcome: Outcome<'not-sent'>): void {
  const { clientOrderId } = child;
  const { attempts } = child.submit;
  const { veto } = outcome;
  const end = endOf(child, outcome);
  const wait = Math.max(retryWaitOf(step, attempts), outcome.retryAfter ?? 0) as Micros;
  const again = end === null && attempts < step.config.submit.attempts && wait <= RETRY_AFTER_MAX;
  const retryAt = again ? plus(step.at, wait) : null;
  const reason = veto?.text ?? outcome.reason;
  if (veto !== null) tellLimit(step, child.terms.symbol, veto);
  step.emit({ kind: 'intent-withdrawn', clientOrderId, attempt: attempts, reason, veto, retryAt });
  if (retryAt !== null) return;
  if (step.child(clientOrderId).stage.kind === 'unknown') {
    advance(step, clientOrderId, 'look-up');
    return;
  }
  applyUpdate(step, clientOrderId, ownUpdate(end ?? 'failed'));
  finish(step, clientOrderId);
}

/** The status that a veto, or a cancel that was asked for meanwhile, ends the child with; null = it may be tried again. */
function endOf(child: ChildState, { veto }: Outcome<'not-sent'>): OrderStatus | null {
  const blocked = veto === null ? null : blockedStatusOf(veto.code);
  return blocked ?? (child.cancel.reason === null ? null : 'canceled');
}
