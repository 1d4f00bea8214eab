/**
 * FIL-9: when to ask next. The wait grows by a fixed step up to a maximum, and the last poll stands exactly at the
 * deadline. Units: microseconds.
 */
import type { FillDetectionConfig } from '../state/config.js';
import { invariant } from '../ground/invariant.js';
import { type EpochMicros, type Micros, epochMicros } from '../ground/units.js';

export type PollingConfig = Pick<FillDetectionConfig, 'firstPoll' | 'pollIncrease' | 'pollMax'>;

/** The wait after `polls` polls: first + polls x increase, at most the maximum. */
export const pollWait = (
  { firstPoll, pollIncrease, pollMax }: PollingConfig,
  polls: number,
): Micros => Math.min(pollMax, firstPoll + polls * pollIncrease) as Micros;

/** When the poll after `polls` polls is due; never past the deadline, and only before it. */
export function nextPollAt(
  config: PollingConfig,
  {
    now,
    polls,
    deadline,
  }: { readonly now: EpochMicros; readonly polls: number; readonly deadline: EpochMicros },
): EpochMicros {
  invariant(now < deadline, `no poll follows the one at the deadline ${deadline}`);
  return epochMicros(Math.min(now + pollWait(config, polls), deadline));
}
