/** F:SUB8: the venue is asked what time it has, wherever the difference of the two clocks matters. */
import { type Micros, plus, seconds } from '../ground/units.js';
import type { Step } from '../state/step.js';
import type { TopOfBook } from '../order/outcome.js';
import { atVenue, isClockKnown } from '../state/venue-clock.js';
import { heldUntil } from './rate-limit.js';

/** While nobody has said what time it is. */
const ASK_AGAIN = seconds(2);

/** One question at a time, and none while the venue wants to be left alone (S22). One asked before a step tells nothing. */
export function askTime(step: Step): void {
  const { reads, clock } = step.state;
  if (heldUntil(step.state, step.at, 'read-time') !== null) return;
  const since = clock?.doubt?.since ?? 0;
  for (const [readId, { purpose }] of reads.entries())
    if (purpose === 'clock' && readId >= since) return;
  step.ask({ kind: 'read-time' }, { purpose: 'clock', owner: { kind: 'account' } });
}

/** What time it is there is asked until it is known; meanwhile nothing that hangs on it is taken for proven. */
export function doubtClock(step: Step, stepped: Micros): void {
  const nextAt = heldUntil(step.state, step.at, 'read-time') ?? plus(step.at, ASK_AGAIN);
  step.emit({ kind: 'clock-doubted', stepped, nextAt });
  askTime(step);
}

const UNSTEPPED = 0 as Micros;

/** Whether it is known what time it is there; if not, it is asked. */
export function isTimeKnown(step: Step): boolean {
  const { state, at } = step;
  if (isClockKnown(state, at)) return true;
  if ((state.clock?.doubt ?? null) === null) doubtClock(step, UNSTEPPED);
  return false;
}

/**
 * F:CLK1, F:CLK2: a quote says when the venue made it, and we know when it came: further apart than the clocks may be, one of them is
 * wrong, or the feed is slow. Looked at with each order, whose validity is a matter of the venue's clock.
 */
export function compareClocks(step: Step, quote: TopOfBook | null): void {
  if (quote === null) return;
  const { state, config } = step;
  const apart = Math.abs(atVenue(state, quote.deliveredAt) - quote.venueTime);
  if (apart > config.venue.clockUncertainty) isTimeKnown(step);
}
