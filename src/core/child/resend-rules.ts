/**
 * When an order may be sent once more with the same id (SCH-4; Absence): after a proven `not-sent`, after proven absence,
 * or, where the venue keeps ids for ever and nothing proves absence, as the probe that settles an unknown outcome.
 */
import type { Micros } from '../ground/units.js';
import type { ChildState } from '../state/state.js';
import type { Step } from '../state/step.js';
import { isAlive } from './evidence.js';

/** True while this child may be sent once more. A refusal is never tried again. */
export const mayResend = (step: Step, child: ChildState): boolean =>
  child.submit.attempts < step.config.submit.attempts &&
  child.submit.refused === null &&
  // A replace is asked once: it is not an order that could be sent by itself.
  child.chain === undefined &&
  child.cancel.reason === null &&
  !isAlive(child);

/** 2 s, 4 s … capped (SCH-4). */
export function retryWaitOf(step: Step, attempts: number): Micros {
  const { retryFirst, retryMax } = step.config.submit;
  return Math.min(retryFirst * 2 ** (attempts - 1), retryMax) as Micros;
}

/** Once a look-up was answered "not found", and no faster than any other attempt. */
export const mayProbe = (step: Step, child: ChildState): boolean =>
  child.stage.kind === 'unknown' &&
  child.submit.lastAt !== null &&
  step.config.venue.validFor === null &&
  step.config.venue.idempotency === 'forever' &&
  step.at >= child.submit.lastAt + retryWaitOf(step, child.submit.attempts) &&
  mayResend(step, child);
