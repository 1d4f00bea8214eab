/**
 * The venue does not keep an order any more, and says of it that it was there, is over, and that nothing of it was filled (F:QRY11). That is more
 * than "not found": the order is at its end, and no look-up, resend or cancel of it is needed. Under an id that was taken before ours it says the same
 * of ours: whosever the order was, none of ours works under that id, and none has filled.
 *
 * How it ended is not told. Where something was to take its place it counts as replaced: of that one nothing is proven, and it is looked up itself.
 */
import { venueOrderIdOf } from '../order/belief.js';
import type { ReadAnswer } from '../order/outcome.js';
import type { OrderStatus } from '../order/status.js';
import type { VenueUpdate } from '../order/update.js';
import { lots } from '../ground/units.js';
import type { AnsweredRead, ChildState } from '../state/state.js';
import type { Step } from '../state/step.js';
import { newsOf } from './absence.js';
import { advance } from './advance.js';
import { applyNews } from './news.js';

/** Of an order with fills it cannot be true, and is as good as no answer. */
export const contradictsFills = ({ belief }: ChildState, answer: ReadAnswer): ReadAnswer =>
  answer.kind === 'archived' && belief.filled > 0 ? NO_ANSWER : answer;

const NO_ANSWER: ReadAnswer = {
  kind: 'failed',
  failure: 'ambiguous',
  retryAfter: null,
  text: 'the venue says that nothing was filled of an order that has fills',
};

export function onArchived(step: Step, child: ChildState, asked: AnsweredRead): void {
  const { clientOrderId } = child;
  const watched = applyNews(step, clientOrderId, endOf(child, asked));
  for (const code of ['query-refused', 'order-unknown', 'fill-contradiction'] as const)
    step.clear(code, clientOrderId);
  if (watched) advance(step, clientOrderId, asked.awaited ? newsOf(asked) : 'heard');
}

function endOf(child: ChildState, { owner }: AnsweredRead): VenueUpdate {
  const { clientOrderId, terms, belief } = child;
  const { symbol, side } = terms;
  return {
    source: owner.kind === 'account' ? 'reconciliation' : 'poll',
    status: statusOf(child),
    venueWord: 'archived',
    venueTime: null,
    cumQty: lots(0),
    clientOrderId,
    venueOrderId: venueOrderIdOf(belief),
    symbol,
    side,
    execution: null,
    bustOf: null,
  };
}

function statusOf({ cancel, replacedBy }: ChildState): OrderStatus {
  if (replacedBy !== undefined) return 'replaced';
  return cancel.reason === null ? 'expired' : 'canceled';
}
