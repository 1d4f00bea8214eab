/**
 * `Retry-After` (S22): once a venue has said when to come back, no order and no read leaves before that time, whoever's
 * request was refused. Cancels pass: they only reduce risk. A limit without a time is left to each request's own wait.
 */
import { lengthText } from '../ground/length-text.js';
import { type EpochMicros, type Micros, plus, seconds } from '../ground/units.js';
import type { EffectOutcome, ReadAnswer, Veto } from '../order/outcome.js';
import type { RequestKind } from '../state/request-budget.js';
import type { State } from '../state/state.js';
import type { Step } from '../state/step.js';
import { budgetFreeAt } from './request-budget.js';

/** A venue that asks us to stay away for longer gets no further attempt: by then the slice's time is over. */
export const RETRY_AFTER_MAX = seconds(300);

const ALERT = 'rate-limited';
const SUBJECT = 'venue';

/** Until when the venue wants to be left alone; null = it does not. */
const askedUntil = ({ heldUntil: until }: State, at: EpochMicros): EpochMicros | null =>
  until !== null && at < until ? until : null;

/** Until when the request has to wait, for the venue or for the budget; null = it may leave. */
export function heldUntil(state: State, at: EpochMicros, kind: RequestKind): EpochMicros | null {
  const [asked, free] = [askedUntil(state, at), budgetFreeAt(state, at, { kind, reducing: false })];
  if (asked === null || free === null) return asked ?? free;
  return asked > free ? asked : free;
}

export function rateVeto(state: State, at: EpochMicros): Veto | null {
  const until = askedUntil(state, at);
  return until === null
    ? null
    : {
        code: 'rate-limit',
        text: `the venue takes no requests for another ${lengthText(until - at)}`,
      };
}

/** Notes what an outcome or answer says about the venue's limits, before anything else is made of it. */
export function noteRateLimit(step: Step, heard: EffectOutcome | ReadAnswer): void {
  const wait = retryAfterOf(heard);
  if (wait !== null) hold(step, plus(step.at, wait));
  else if (isTaken(heard)) release(step);
}

function retryAfterOf(heard: EffectOutcome | ReadAnswer): Micros | null {
  if (heard.kind === 'not-sent' && heard.reason === 'rate-limited') return heard.retryAfter;
  if (heard.kind === 'failed' && heard.failure === 'rate-limited') return heard.retryAfter;
  return null;
}

function hold(step: Step, until: EpochMicros): void {
  const { heldUntil: before } = step.state;
  if (before !== null && before >= until) return;
  step.emit({ kind: 'rate-limited', until });
  const text = `the venue takes no requests until ${until}`;
  step.raise(ALERT, 'warning', { subject: SUBJECT, text });
}

/** The venue dealt with a request. */
const isTaken = ({ kind }: EffectOutcome | ReadAnswer): boolean =>
  kind !== 'not-sent' && kind !== 'unknown' && kind !== 'failed';

function release(step: Step): void {
  const { heldUntil: until } = step.state;
  if (until === null || step.at < until) return;
  step.emit({ kind: 'rate-limited', until: null });
  step.clear(ALERT, SUBJECT);
}
