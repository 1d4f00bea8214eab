/**
 * What follows for the watch after something was heard of an order: it is over and finished, its cancel is due, or it
 * is watched on (FIL-2, FIL-5, FIL-6). A deadline ends the wait, never the watch: what is not known stays
 * unknown and is looked up for as long as it takes.
 */
import type { EpochMicros } from '../ground/units.js';
import { isOver } from '../order/belief.js';
import type { ClientOrderId } from '../order/order.js';
import type { CancelOutcome, ChildState } from '../state/state.js';
import type { Step } from '../state/step.js';
import { awaitsCancel, isAlive } from './evidence.js';
import { finish, stateUnknown } from './finish.js';
import { nextLookAt, slowLookAt } from './look-times.js';
import { extendWait, rejectPartial } from './partials.js';
import { sendCancel } from './requests.js';
import { isFilledByWord } from './result.js';
import { revive } from './revive.js';

/** After so many cancels that did not take, someone is told, and the next ones come slowly: cancels are bounded too. */
const CANCEL_ATTEMPTS = 3;
const LOOKS_WHEN_STUCK = 15;
/** Looks that must find it open before a cancel is sent again, by what became of the one before. */
const LOOKS_BEFORE_NEXT: Readonly<Record<CancelOutcome, number>> = {
  unknown: 1,
  'not-sent': 1,
  rejected: 2,
  accepted: 3,
};

/** How the news came: on the stream or with an outcome, by the answer to a query, or none (look it up now). */
export type News = 'heard' | 'polled' | 'final-check' | 'verified' | 'look-up';

export function advance(step: Step, clientOrderId: ClientOrderId, news: News): void {
  const child = step.child(clientOrderId);
  if (child.stage.kind === 'done') return;
  if (isOver(child.belief)) {
    // What a cancel comes to is heard first: of a mere word it may be the better news.
    if (child.stage.kind === 'canceling' && isFilledByWord(child.belief)) return;
    finish(step, clientOrderId);
    return;
  }
  if (child.stage.kind === 'settling') {
    // A bust took back what made it full.
    revive(step, child);
    return;
  }
  const isUnwanted = rejectPartial(step, child);
  if ((isUnwanted || awaitsCancel(child)) && isAlive(child)) {
    sendCancel(step, clientOrderId);
    return;
  }
  switch (news) {
    case 'heard':
      return;
    case 'polled':
      keepWatching(step, child, nextLookAt(step, child));
      return;
    case 'final-check':
      atDeadline(step, child);
      return;
    case 'verified':
      verifyCancel(step, child);
      return;
    case 'look-up':
      lookUpNow(step, child);
      return;
  }
}

/** FIL-5: the final check has been answered and the order is not over. */
function atDeadline(step: Step, child: ChildState): void {
  const { clientOrderId } = child;
  if (!isAlive(child)) {
    stateUnknown(step, child);
    keepWatching(step, child, slowLookAt(step, child));
    return;
  }
  if (extendWait(step, child)) return;
  if (child.cancel.reason === null)
    step.emit({ kind: 'cancel-wanted', clientOrderId, reason: 'deadline' });
  sendCancel(step, clientOrderId);
}

/** A look after a cancel found the order still open. */
function verifyCancel(step: Step, child: ChildState): void {
  const { clientOrderId, cancel, stage } = child;
  if (stage.kind !== 'verifying') return;
  const stuck = cancel.attempts >= CANCEL_ATTEMPTS;
  if (stuck) {
    const text = `still open after ${cancel.attempts} cancels`;
    step.raise('cancel-stuck', 'critical', { subject: clientOrderId, text });
  }
  const patience = stuck ? LOOKS_WHEN_STUCK : LOOKS_BEFORE_NEXT[stage.cancel];
  if (stage.looks + 1 >= patience) sendCancel(step, clientOrderId);
  else keepWatching(step, child, slowLookAt(step, child));
}

/** The venue answered and nothing is new but that. */
function keepWatching(step: Step, { clientOrderId }: ChildState, nextAt: EpochMicros): void {
  step.emit({ kind: 'poll-unchanged', clientOrderId, nextAt });
}

/** Supersedes whatever was asked; the outcome of a cancel is waited for on. */
function lookUpNow(step: Step, { clientOrderId, stage }: ChildState): void {
  if (stage.kind === 'canceling') return;
  step.emit({ kind: 'look-again', clientOrderId, nextAt: step.at });
}
