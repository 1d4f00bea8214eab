/**
 * REC-1, REC-5: the positions of the whole account, read for a start or a pass. They count as read once each instrument that orders were
 * placed in was held against what is known here; a question that failed says nothing, and is no position of 0.
 */
import { type EpochMicros, type Micros, plus, seconds } from '../ground/units.js';
import { heldUntil } from '../guard/rate-limit.js';
import { askPositions } from '../parent/first-position.js';
import { reconciling } from '../state/gate.js';
import type { Step } from '../state/step.js';

const AGAIN: Micros = seconds(10);
/** After an order moved while it was asked. */
const SOON: Micros = seconds(1);

export function readPositions(step: Step): void {
  const held = heldUntil(step.state, step.at, 'read-positions');
  if (held !== null) {
    unread(step, 'the venue takes no further request now', held);
    return;
  }
  const symbols = [...step.state.exposure.entries()].map(([symbol]) => symbol).sort();
  const asker = { purpose: 'position', owner: { kind: 'account' } } as const;
  askPositions(step, symbols, asker, plus(step.at, AGAIN));
}

/** Only a start asks again by itself: a pass that could not read them has failed. */
function unread(step: Step, why: string, at: EpochMicros): void {
  const nextAt = reconciling(step.state.gate) === null ? null : at;
  step.emit({ kind: 'positions-unread', why, nextAt });
}

/** A process begins: nobody waits any more for what the one before it asked, nor until it would have asked again. */
export function forgetPositionReading(step: Step): void {
  if ((step.state.positionReading ?? null) === null) return;
  step.emit({ kind: 'positions-unread', why: 'the process that asked has ended', nextAt: null });
}

/** The account's wake. An answer that has not come by then is not waited for any longer. */
export function onPositionReadingDue(step: Step): void {
  const reading = step.state.positionReading ?? null;
  if (reading === null || reading.nextAt > step.at) return;
  const isOfStart = reconciling(step.state.gate) !== null;
  if (reading.readId !== null || !isOfStart) unread(step, 'no answer came', step.at);
  if (isOfStart) readPositions(step);
}

/** What came of a question, whoever asked it. `isClear`: nothing had moved meanwhile. */
export function onPositionsOfAll(
  step: Step,
  readId: number,
  came: string | { readonly isClear: boolean },
): void {
  if (step.state.positionReading?.readId !== readId) return;
  if (typeof came === 'string') unread(step, came, plus(step.at, AGAIN));
  // A pass goes on: the end of what was under way is news, and looked at by itself.
  else if (came.isClear || reconciling(step.state.gate) === null)
    step.emit({ kind: 'positions-read', readId });
  else unread(step, 'orders were under way', plus(step.at, SOON));
}
