/**
 * An order that the venue calls filled and of which it shows no more than a part (FIL-3). Once its executions were asked for often
 * enough it is unknown; from then on the order itself is asked about, too. If it turns out to be open, the word was wrong: the order
 * goes, since no word of the venue but another end can take that one back.
 */
import { isTerminal } from '../order/status.js';
import type { OrderSnapshot } from '../order/execution-report.js';
import { plus } from '../ground/units.js';
import type { AnsweredRead, ChildState } from '../state/state.js';
import type { Step } from '../state/step.js';
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

/** A look found the order and its end is in doubt still: looked at on, or, if it is open, canceled. */
export function onDoubtedEnd(
  step: Step,
  child: ChildState,
  { asked, order }: { readonly asked: AnsweredRead; readonly order: OrderSnapshot },
): void {
  const { clientOrderId } = child;
  if (isShownOpen(step, child, { asked, order })) {
    revive(step, child, order.venueWord);
    return;
  }
  if (asked.awaited)
    step.emit({ kind: 'poll-unchanged', clientOrderId, nextAt: slowLookAt(step, child) });
}

/** By an answer that cannot be from before the word. */
function isShownOpen(
  { config }: Step,
  { stage, cancel, terms }: ChildState,
  { asked, order }: { readonly asked: AnsweredRead; readonly order: OrderSnapshot },
): boolean {
  if (stage.kind !== 'settling' || order.status === null || isTerminal(order.status)) return false;
  if (order.cumQty === null || order.cumQty >= terms.quantity) return false;
  if (asked.askedAt < plus(stage.since, config.venue.visibilityLag)) return false;
  return cancel.attempts < CANCELS_AT_ONCE || stage.looks >= LOOKS_WHEN_STUCK;
}
