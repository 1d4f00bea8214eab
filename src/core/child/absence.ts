/**
 * Not found is not absent (docs/rules/words.md, Absence). It is proven by two not-founds asked after the request can no
 * longer be accepted, from the order query and from the trade history; only where the venue enforces `validUntil`.
 * Elsewhere it permits a resend with the same id as the probe, if the venue keeps ids for ever, and nothing if not.
 */
import { seconds } from '../ground/units.js';
import { ownUpdate } from '../order/update.js';
import { isLive } from '../state/is-live.js';
import type { AnsweredRead, ChildState } from '../state/state.js';
import type { Step } from '../state/step.js';
import { atVenue, isClockDoubted } from '../state/venue-clock.js';
import { type News, advance } from './advance.js';
import { applyUpdate } from './apply-update.js';
import { isAlive } from './evidence.js';
import { finish, stateUnknown } from './finish.js';
import { nextLookAt, shortLookAt, slowLookAt } from './look-times.js';
import { askExecutions } from './requests.js';
import { mayProbe, mayResend } from './resend-rules.js';

/** Not-founds that are needed from each of the two witnesses. */
const WITNESSES = 2;
/** Beyond `validUntil`: the venue's own granularity. */
const VALIDITY_SLACK = seconds(1);

/** Asked when an order which is not there cannot appear any more. */
function isConclusive(
  step: Step,
  { submit, stage }: ChildState,
  { askedAt }: AnsweredRead,
): boolean {
  if (submit.validUntil === null || stage.kind !== 'unknown') return false;
  // Whether it could still be accepted is a matter of the venue's clock.
  if (isClockDoubted(step.state)) return false;
  const { clockUncertainty, visibilityLag } = step.config.venue;
  return (
    atVenue(step.state, askedAt) >=
    submit.validUntil + VALIDITY_SLACK + clockUncertainty + visibilityLag
  );
}

/** What an answer to a query of this purpose means for the watch. */
export function newsOf({ purpose }: Pick<AnsweredRead, 'purpose'>): News {
  if (purpose === 'final-check') return 'final-check';
  return purpose === 'verify-cancel' ? 'verified' : 'polled';
}

export function onOrderNotFound(step: Step, child: ChildState, asked: AnsweredRead): void {
  const { clientOrderId, submit, stage } = child;
  const conclusive = isConclusive(step, child, asked);
  const permitsProbe = stage.kind === 'unknown' && submit.validUntil === null;
  const probe = !conclusive && !isAlive(child) && mayProbe(step, child);
  const regular = asked.purpose === 'poll' ? nextLookAt(step, child) : slowLookAt(step, child);
  step.emit({
    kind: 'lookup-not-found',
    clientOrderId,
    from: 'order',
    counts: conclusive || permitsProbe,
    probe,
    nextAt: probe ? step.at : regular,
  });
  if (isAlive(child)) {
    // The venue has forgotten, or not learned yet, what it told us before: its silence ends nothing.
    if (asked.purpose !== 'poll') advance(step, clientOrderId, newsOf(asked));
    return;
  }
  if (asked.purpose === 'final-check') stateUnknown(step, step.child(clientOrderId));
  if (conclusive) askExecutions(step, step.child(clientOrderId), 'absence');
}

/** The trade history knows no execution of the order either. */
export function onNoExecutions(step: Step, child: ChildState, asked: AnsweredRead): void {
  const { clientOrderId } = child;
  const nextAt = shortLookAt(step, child);
  const counts = isConclusive(step, child, asked);
  const from = 'executions';
  step.emit({ kind: 'lookup-not-found', clientOrderId, from, counts, probe: false, nextAt });
  const { stage } = step.child(clientOrderId);
  if (stage.kind !== 'unknown' || stage.order < WITNESSES || stage.executions < WITNESSES) return;
  const again = mayResend(step, child) && isLive(step.parent(child.parentId));
  step.emit({ kind: 'absence-proven', clientOrderId, retryAt: again ? step.at : null });
  if (again) return;
  const verdict = child.cancel.reason === null ? 'failed' : 'canceled';
  applyUpdate(step, clientOrderId, ownUpdate(verdict));
  finish(step, clientOrderId);
}
