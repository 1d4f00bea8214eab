/**
 * An order that the venue calls filled and of which it shows no more than a part (FIL-3). Once its executions were asked for often
 * enough it is unknown; from then on the order itself is asked about, too. If it turns out to be open, the word was wrong: the order
 * goes, since no word of the venue but another end can take that one back. If it turns out to have ended otherwise, and with what its
 * executions come to, that is its end: among the words of one instant the merge takes `filled` for the strongest, but a word without a
 * quantity is none against an end that has one.
 */
import { unattributedOf } from '../order/belief.js';
import { type OrderStatus, isTerminal } from '../order/status.js';
import type { OrderSnapshot } from '../order/execution-report.js';
import { plus } from '../ground/units.js';
import type { AnsweredRead, ChildState } from '../state/state.js';
import type { Step } from '../state/step.js';
import { LEDGER_TRIES, end } from './finish.js';
import { slowLookAt } from './look-times.js';
import { isFilledByWord } from './result.js';
import { revive } from './revive.js';

/** After so many cancels that did not end it, only every so many looks. */
const CANCELS_AT_ONCE = 3;
const LOOKS_WHEN_STUCK = 15;

export const isEndDoubted = ({ stage, belief, result }: ChildState): boolean =>
  stage.kind === 'settling' && result !== null && isFilledByWord(belief);

/** Every other look asks about the order, and the others about its executions. */
export const asksAboutEnd = (child: ChildState): boolean =>
  isEndDoubted(child) && child.stage.kind === 'settling' && child.stage.looks % 2 === 1;

interface Look {
  readonly asked: AnsweredRead;
  readonly order: OrderSnapshot;
}

/** A look found the order and its end is in doubt still: looked at on, or, if it is open, canceled. */
export function onDoubtedEnd(step: Step, child: ChildState, { asked, order }: Look): void {
  const { clientOrderId } = child;
  if (isShownOpen(step, child, { asked, order })) {
    revive(step, child, order.venueWord);
    return;
  }
  const endedAs = shownEnd(step, child, { asked, order });
  if (endedAs !== null) {
    end(step, child, endedAs);
    return;
  }
  if (asked.awaited)
    step.emit({ kind: 'poll-unchanged', clientOrderId, nextAt: slowLookAt(step, child) });
}

function isShownOpen(step: Step, child: ChildState, look: Look): boolean {
  const { stage, cancel, terms } = child;
  const { status, cumQty } = look.order;
  if (!isOfNow(step, child, look) || status === null || isTerminal(status)) return false;
  if (cumQty === null || cumQty >= terms.quantity) return false;
  return (
    cancel.attempts < CANCELS_AT_ONCE ||
    (stage.kind === 'settling' && stage.looks >= LOOKS_WHEN_STUCK)
  );
}

/** Null = none that its executions bear out, asked for often enough. */
function shownEnd(step: Step, child: ChildState, look: Look): OrderStatus | null {
  const { belief, stage } = child;
  const { status, cumQty } = look.order;
  if (!isOfNow(step, child, look) || status === null || !isTerminal(status)) return null;
  if (stage.kind !== 'settling' || stage.looks < LEDGER_TRIES) return null;
  const isBorneOut = cumQty === belief.filled && unattributedOf(belief) === 0;
  return isBorneOut && status !== 'filled' ? status : null;
}

/** The answer cannot be from before the word. */
const isOfNow = ({ config }: Step, { stage }: ChildState, { asked }: Look): boolean =>
  stage.kind === 'settling' && asked.askedAt >= plus(stage.since, config.venue.visibilityLag);
