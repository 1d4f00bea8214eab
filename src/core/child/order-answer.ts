/** Answers to a query for one order: poll, final check, look after a cancel, look-up of an unknown outcome. */
import { isTimeKnown } from '../guard/ask-time.js';
import { unattributedOf } from '../order/belief.js';
import type { OrderSnapshot } from '../order/execution-report.js';
import type { ReadAnswer } from '../order/outcome.js';
import { updateFromSnapshot } from '../order/update.js';
import type { AnsweredRead, ChildState } from '../state/state.js';
import type { Step } from '../state/step.js';
import { atVenue } from '../state/venue-clock.js';
import { newsOf, onOrderNotFound } from './absence.js';
import { advance } from './advance.js';
import { contradictsFills, onArchived } from './archived.js';
import { isNoWorse, noteTerms } from './amended-terms.js';
import { distrust } from './distrust.js';
import { isEndDoubted, onDoubtedEnd } from './doubted-end.js';
import { isAlive } from './evidence.js';
import { stateUnknown } from './finish.js';
import { shortLookAt, slowLookAt } from './look-times.js';
import { applyNews, isContradiction, signOfLife } from './news.js';
import { onReadFailed } from './read-failure.js';
import { askExecutions, sendCancel } from './requests.js';
import { extendWait } from './partials.js';

/** FIL-3: how often an answer at odds with itself is asked for again before someone is told. */
const CONTRADICTION_QUERIES = 2;

export function onOrderAnswer(
  step: Step,
  child: ChildState,
  heard: { readonly asked: AnsweredRead; readonly answer: ReadAnswer },
): void {
  const { asked } = heard;
  const answer = contradictsFills(child, aboutThis(child, heard.answer));
  if (answer.kind === 'order' && answer.order !== null)
    onFound(step, child, { asked, order: answer.order });
  else if (answer.kind === 'archived') onArchived(step, child, asked);
  // What was asked before something else happened proves neither absence nor failure.
  else if (!asked.awaited) return;
  else if (answer.kind === 'order') onOrderNotFound(step, child, asked);
  else onUnanswered(step, child, { asked, answer });
}

/** An answer that names another order of whoever says nothing of this one: it is as good as none (F:SUB12). */
function aboutThis({ clientOrderId }: ChildState, answer: ReadAnswer): ReadAnswer {
  if (answer.kind !== 'order' || answer.order === null) return answer;
  const named = answer.order.clientOrderId;
  if (named === clientOrderId) return answer;
  const text = `the answer is about order ${named}`;
  return { kind: 'failed', failure: 'ambiguous', retryAfter: null, text };
}

/**
 * FIL-0, FIL-5: no answer to the final check is `unknown`, told at once and asked again. What is known to live is
 * canceled all the same: a cancel only reduces risk, and only the venue's own word of its end makes it a timeout (S28).
 */
function onUnanswered(
  step: Step,
  child: ChildState,
  { asked, answer }: { readonly asked: AnsweredRead; readonly answer: ReadAnswer },
): void {
  const { clientOrderId } = child;
  if (asked.purpose !== 'final-check') {
    onReadFailed(step, child, answer, asked.purpose);
    return;
  }
  if (extendWait(step, child)) {
    onReadFailed(step, step.child(clientOrderId), answer, asked.purpose);
    return;
  }
  stateUnknown(step, child);
  onReadFailed(step, child, answer, asked.purpose);
  if (!isAlive(child) || child.cancel.reason !== null) return;
  step.emit({ kind: 'cancel-wanted', clientOrderId, reason: 'deadline' });
  sendCancel(step, clientOrderId);
}

interface Found {
  readonly asked: AnsweredRead;
  readonly order: OrderSnapshot;
}

function onFound(step: Step, child: ChildState, { asked, order }: Found): void {
  const { clientOrderId } = child;
  if (child.stage.kind === 'taken' && !isOurs(child, order)) {
    onIdTaken(step, child, { asked, order });
    return;
  }
  if (child.stage.kind === 'taken' && isOlder(step, child, order)) {
    onOlder(step, child, { asked, order });
    return;
  }
  noteTerms(step, child, order);
  const amended = step.child(clientOrderId);
  if (isContradiction(amended, order)) {
    onContradiction(step, amended, { asked, order });
    return;
  }
  const source = asked.owner.kind === 'account' ? 'reconciliation' : 'poll';
  const watched = applyNews(step, clientOrderId, updateFromSnapshot(order, source));
  step.clear('query-refused', clientOrderId);
  if (isEndDoubted(step.child(clientOrderId))) {
    onDoubtedEnd(step, step.child(clientOrderId), { asked, order });
    return;
  }
  step.clear('order-unknown', clientOrderId);
  step.clear('fill-contradiction', clientOrderId);
  if (!watched) return;
  advance(step, clientOrderId, asked.awaited ? newsOf(asked) : 'heard');
  askWhatTheStreamKeeps(step, child, asked);
}

/**
 * A total that no execution accounted for at the look before, either: the stream does not tell them, and they are asked
 * for while the order is open (F:STR1). At every other look, so that a venue which shows none is asked little.
 */
function askWhatTheStreamKeeps(step: Step, before: ChildState, asked: AnsweredRead): void {
  const child = step.child(before.clientOrderId);
  const { kind } = child.stage;
  if (asked.purpose === 'final-check' || (kind !== 'working' && kind !== 'verifying')) return;
  if (child.watch.nextAt === null || child.watch.polls % 2 !== 0) return;
  if (unattributedOf(before.belief) > 0 && unattributedOf(child.belief) > 0)
    askExecutions(step, child, 'ledger');
}

function onIdTaken(step: Step, child: ChildState, { asked, order }: Found): void {
  const { clientOrderId } = child;
  const text = `the venue holds another order under our id: ${order.side} ${order.quantity} lots of ${order.symbol}`;
  step.raise('id-taken', 'critical', { subject: clientOrderId, text });
  distrust(step, clientOrderId, text);
  if (asked.awaited)
    step.emit({ kind: 'poll-unchanged', clientOrderId, nextAt: slowLookAt(step, child) });
}

/** Nothing of it is believed but that the order exists: asked again, then it is unknown, and someone is told. */
function onContradiction(step: Step, child: ChildState, { asked, order }: Found): void {
  const { clientOrderId } = child;
  const watched = applyNews(step, clientOrderId, signOfLife(updateFromSnapshot(order)));
  if (!watched || !asked.awaited) return;
  const text = `status "${order.venueWord}", cumulative ${order.cumQty ?? '-'} of ${child.terms.quantity} lots`;
  if (child.watch.contradictions < CONTRADICTION_QUERIES) {
    const nextAt = shortLookAt(step, child);
    step.emit({ kind: 'fill-contradicted', clientOrderId, text, nextAt });
    return;
  }
  step.raise('fill-contradiction', 'critical', { subject: clientOrderId, text });
  stateUnknown(step, step.child(clientOrderId));
  advance(step, clientOrderId, newsOf(asked));
}

/**
 * Adopted only if the terms match, or are what a venue that rounds makes of them (F:SUB14), and it is not older than our first durable
 * intent (docs/rules/words.md, Outcome). One without a time of its own has to match to the lot.
 */
function isOurs(child: ChildState, order: OrderSnapshot): boolean {
  const { terms } = child;
  const { symbol, side, type, stopPrice, createdAt } = order;
  if (symbol !== terms.symbol || side !== terms.side) return false;
  if (type !== terms.type || stopPrice !== terms.stopPrice) return false;
  if (createdAt === null)
    return order.quantity === terms.quantity && order.limitPrice === terms.limitPrice;
  return isNoWorse(child, order);
}

/** Than our first durable intent, by the venue's clock, as far as we know it. */
function isOlder(
  { state, config }: Step,
  child: ChildState,
  { createdAt }: OrderSnapshot,
): boolean {
  const { firstAt } = child.submit;
  if (createdAt === null || firstAt === null) return false;
  const uncertain = config.venue.clockUncertainty + (state.clock?.stepped ?? 0);
  return createdAt < atVenue(state, firstAt) - uncertain;
}

/** Not ours, or our clock is ahead of the venue's (F:CLK1): that is found out first. */
function onOlder(step: Step, child: ChildState, found: Found): void {
  if (isTimeKnown(step)) {
    onIdTaken(step, child, found);
    return;
  }
  const { clientOrderId } = child;
  if (found.asked.awaited)
    step.emit({ kind: 'poll-unchanged', clientOrderId, nextAt: slowLookAt(step, child) });
}
