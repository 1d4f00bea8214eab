/**
 * When an order is looked at next: the growing polls up to the deadline (FIL-9), a slow pace after it, and the backoff
 * of reads that failed or lacked what was asked for (FIL-1, FIL-4). Jitter is a function of seed and order.
 */
import { jitter, jittered } from '../ground/jitter.js';
import { type EpochMicros, type Micros, plus } from '../ground/units.js';
import type { FillDetectionConfig } from '../state/config.js';
import type { ChildState } from '../state/state.js';
import type { Step } from '../state/step.js';
import { detectionOf, followerOf } from './follower.js';
import { nextPollAt } from './polling.js';

export const isPastDeadline = (step: Step, { watch }: ChildState): boolean =>
  watch.deadline !== null && step.at >= watch.deadline;

/** FIL-9: never past the deadline. A poll whose answer came after it was not the final check: that one is due now. */
export function nextLookAt(step: Step, child: ChildState): EpochMicros {
  const { deadline, polls } = child.watch;
  if (deadline === null) return slowLookAt(step, child);
  if (step.at >= deadline) return step.at;
  return nextPollAt(detectionOfChild(step, child), { now: step.at, polls, deadline });
}

/** As `nextLookAt`, for a deadline that has just been moved. */
export const nextPollBefore = (step: Step, child: ChildState, deadline: EpochMicros): EpochMicros =>
  nextLookAt(step, { ...child, watch: { ...child.watch, deadline } });

/** The pace once the deadline has passed and the outcome is not known. */
export const slowLookAt = (step: Step, child: ChildState): EpochMicros =>
  plus(step.at, detectionOfChild(step, child).pollMax);

/** The wait for what is expected to be there in a moment. */
export const shortLookAt = (step: Step, child: ChildState): EpochMicros =>
  plus(step.at, detectionOfChild(step, child).firstPoll);

const detectionOfChild = (step: Step, child: ChildState): FillDetectionConfig =>
  detectionOf(step, followerOf(step, child));

/** The wait after reads that failed: doubles with each in a row, up to its maximum. */
export const failureWait = (step: Step, child: ChildState): Micros =>
  backoff(step, child, child.watch.failures);

/** The wait after answers that came and did not have what was asked for yet. */
export const lackingWait = (step: Step, child: ChildState): Micros =>
  backoff(step, child, looksOf(child));

function backoff(step: Step, child: ChildState, before: number): Micros {
  const { backoffFirst, backoffMax, jitterPercent, retries } = detectionOfChild(step, child);
  const plain = Math.min(backoffFirst * 2 ** Math.min(before, retries), backoffMax) as Micros;
  const n = child.watch.retries + looksOf(child);
  const draw = jitter(step.config.seed, child.clientOrderId, 'poll-backoff', n);
  return jittered(plain, jitterPercent, draw);
}

const looksOf = ({ stage }: ChildState): number => ('looks' in stage ? stage.looks : 0);
