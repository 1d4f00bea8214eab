/**
 * F:SUB8: a venue that refuses a request by its clock proves that it did nothing. It is asked what time it has, and what is
 * sent from then on is stamped by that. Half the round trip is how far off the answer may be: a difference within it is none,
 * and an answer that took longer than the venue's clock may be uncertain says nothing.
 */
import { lengthText } from '../ground/length-text.js';
import { type Micros, micros } from '../ground/units.js';
import { askTime, doubtClock } from '../guard/ask-time.js';
import type { EffectOutcome, ReadAnswer } from '../order/outcome.js';
import type { PendingRead } from '../state/state.js';
import type { Step } from '../state/step.js';

const ALERT = 'clock-refused';
const SUBJECT = 'venue';
const STEPPED = 'clock-stepped';
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
  'archived',
  'executions',
]);

/**
 * F:CLK3, F:CLK4: our clock has gone on by so much more than we counted. Was it right before, or is it now? The venue is asked until
 * it says; meanwhile nothing that hangs on its time is taken for proven.
 */
export function onClockStepped(step: Step, stepped: Micros): void {
  const text = `our clock went on by ${lengthText(Math.abs(stepped))} ${stepped > 0 ? 'more' : 'less'} than we counted`;
  step.raise(STEPPED, 'warning', { subject: SUBJECT, text });
  doubtClock(step, stepped);
}

/** The venue has not said its time since the step. */
export function onClockDue(step: Step): void {
  const nextAt = step.state.clock?.doubt?.nextAt;
  if (nextAt === undefined || nextAt > step.at) return;
  doubtClock(step, NONE);
}

/** What the venue's clock showed between `askedAt` and now. */
export function onTimeAnswer(step: Step, { askedAt, read }: PendingRead, answer: ReadAnswer): void {
  if (answer.kind !== 'time') return;
  if (read.readId < (step.state.clock?.doubt?.since ?? 0)) return;
  const within = micros(Math.ceil((step.at - askedAt) / 2));
  if (within > step.config.venue.clockUncertainty) return;
  const apart = micros(answer.venueTime - askedAt - within);
  step.clear(STEPPED, SUBJECT);
  step.emit({ kind: 'clock-measured', offset: Math.abs(apart) > within ? apart : NONE, within });
}
