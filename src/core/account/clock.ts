/**
 * F:SUB8: a venue that refuses a request by its clock proves that it did nothing. It is asked what time it has, and what is
 * sent from then on is stamped by that. Half the round trip is how far off the answer may be: a difference within it is none,
 * and an answer that took longer than the venue's clock may be uncertain says nothing.
 */
import { type Micros, micros } from '../ground/units.js';
import { heldUntil } from '../guard/rate-limit.js';
import type { EffectOutcome, ReadAnswer } from '../order/outcome.js';
import type { PendingRead } from '../state/state.js';
import type { Step } from '../state/step.js';

const ALERT = 'clock-refused';
const SUBJECT = 'venue';
const NONE = 0 as Micros;

/** What an outcome or an answer says about our clock, before anything else is made of it. */
export function noteClock(step: Step, heard: EffectOutcome | ReadAnswer): void {
  if (isRefused(heard)) {
    const text = 'the venue takes the time of our requests for wrong and refuses them';
    step.raise(ALERT, 'warning', { subject: SUBJECT, text });
    askTime(step);
  } else if (TAKEN.has(heard.kind)) step.clear(ALERT, SUBJECT);
}

const isRefused = (heard: EffectOutcome | ReadAnswer): boolean =>
  (heard.kind === 'not-sent' && heard.reason === 'clock-refused') ||
  (heard.kind === 'failed' && heard.failure === 'clock-refused');

/** What a venue says only of a request whose time it took for right. */
const TAKEN: ReadonlySet<(EffectOutcome | ReadAnswer)['kind']> = new Set([
  'accepted',
  'rejected',
  'exists',
  'order',
  'executions',
]);

/** One question at a time, and none while the venue wants to be left alone (S22). */
function askTime(step: Step): void {
  if (heldUntil(step.state, step.at) !== null) return;
  for (const [, { purpose }] of step.state.reads.entries()) if (purpose === 'clock') return;
  step.ask({ kind: 'read-time' }, { purpose: 'clock', owner: { kind: 'account' } });
}

/** What the venue's clock showed between `askedAt` and now. */
export function onTimeAnswer(step: Step, { askedAt }: PendingRead, answer: ReadAnswer): void {
  if (answer.kind !== 'time') return;
  const within = micros(Math.ceil((step.at - askedAt) / 2));
  if (within > step.config.venue.clockUncertainty) return;
  const apart = micros(answer.venueTime - askedAt - within);
  step.emit({ kind: 'clock-measured', offset: Math.abs(apart) > within ? apart : NONE, within });
}
