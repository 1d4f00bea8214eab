/**
 * FIL-1, FIL-4: a query that failed is asked again after a backoff that doubles, with seeded jitter, `Retry-After`
 * respected. It says nothing about the order, and monitoring goes on until its own deadline, which a backoff never
 * overleaps. One that the venue refuses for good is asked on, too, since an order may live there: a person is told.
 */
import type { ReadPurpose } from '../state/entry.js';
import type { ChildState } from '../state/state.js';
import type { Step } from '../state/step.js';
import type { ReadAnswer } from '../order/outcome.js';
import { type EpochMicros, type Micros, plus } from '../ground/units.js';
import { failureWait } from './look-times.js';

/** An answer of the wrong kind is as good as none. */
export function onReadFailed(
  step: Step,
  child: ChildState,
  answer: ReadAnswer,
  purpose: ReadPurpose,
): void {
  const failed = answer.kind === 'failed' ? answer : null;
  const wait = Math.max(failureWait(step, child), failed?.retryAfter ?? 0) as Micros;
  if (failed?.failure === 'permanent') {
    const text = `the venue refuses to say what became of the order: ${failed.text}`;
    step.raise('query-refused', 'critical', { subject: child.clientOrderId, text });
  }
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

/** FIL-9: the last look is at the deadline; a poll that failed after it was not that look, which is due now. */
function notPastDeadline({ watch }: ChildState, now: EpochMicros, at: EpochMicros): EpochMicros {
  const { deadline } = watch;
  if (deadline === null || at < deadline) return at;
  return now < deadline ? deadline : now;
}
