/**
 * FIL-1, FIL-4: a query that failed is asked again after a backoff that doubles, with seeded jitter, `Retry-After`
 * respected. It says nothing about the order, and monitoring goes on until its own deadline, which a backoff never
 * overleaps.
 */
import type { ReadPurpose } from '../state/entry.js';
import type { ChildState } from '../state/state.js';
import type { Step } from '../state/step.js';
import { jitter, jittered } from '../ground/jitter.js';
import type { ReadAnswer } from '../order/outcome.js';
import { type EpochMicros, type Micros, plus } from '../ground/units.js';

/** An answer of the wrong kind is as good as none. */
export function onReadFailed(
  step: Step,
  child: ChildState,
  answer: ReadAnswer,
  purpose: ReadPurpose,
): void {
  const failed = answer.kind === 'failed' ? answer : null;
  const wait = Math.max(backoffOf(step, child), failed?.retryAfter ?? 0) as Micros;
  step.emit({
    kind: 'read-failed',
    clientOrderId: child.clientOrderId,
    failure: failed?.failure ?? 'ambiguous',
    text: failed?.text ?? `unexpected answer ${answer.kind}`,
    nextAt:
      purpose === 'poll'
        ? notPastDeadline(child, step.at, plus(step.at, wait))
        : plus(step.at, wait),
  });
}

const backoffOf = (step: Step, child: ChildState): Micros =>
  backoff(step, child, child.monitor.failures);

/** As the backoff, for answers that came and did not have what was asked for yet. */
export const laggingWait = (step: Step, child: ChildState): Micros =>
  backoff(step, child, child.monitor.looks);

function backoff(step: Step, { clientOrderId, monitor }: ChildState, before: number): Micros {
  const { backoffFirst, backoffMax, jitterPercent, retries } = step.config.fillDetection;
  const plain = Math.min(backoffFirst * 2 ** Math.min(before, retries), backoffMax) as Micros;
  return jittered(
    plain,
    jitterPercent,
    jitter(step.config.seed, clientOrderId, 'poll-backoff', monitor.retries + monitor.looks),
  );
}

/** FIL-9: the last look is at the deadline; a poll that failed after it was not that look, which is due now. */
function notPastDeadline({ monitor }: ChildState, now: EpochMicros, at: EpochMicros): EpochMicros {
  const { deadline, phase } = monitor;
  if (phase !== 'watching' || deadline === null || at < deadline) return at;
  return now < deadline ? deadline : now;
}
