/**
 * REC-5, REC-6: the orders the venue has of us, read to their end. What it says of an order is news as on any path, also of one that was
 * held for over: it may have filled while nobody was there to hear of it. An order nobody here placed is told of if it is over; one that
 * is open is the open list's to tell.
 *
 * Invariant (L10): no cursor is asked for twice, and there is a last page.
 */
import type { ChildMonitor, HeardAnswer } from '../child/monitor.js';
import { type EpochMicros, type Micros, plus, seconds } from '../ground/units.js';
import { heldUntil } from '../guard/rate-limit.js';
import type { OrderSnapshot } from '../order/execution-report.js';
import { venueOrderIdOf } from '../order/belief.js';
import type { ClientOrderId } from '../order/order.js';
import { reconciling } from '../state/gate.js';
import { type HistoryReading, NO_HISTORY, laterOf } from '../state/history.js';
import type { Owner } from '../state/owner.js';
import { DEFAULT_RECONCILIATION } from '../state/reconciliation.js';
import type { ChildState, State } from '../state/state.js';
import type { Step } from '../state/step.js';
import { atVenue } from '../state/venue-clock.js';
import { noteTold } from './gate-waiting.js';
import { noteEnded } from './orphans.js';
import { isFollowed, lookUp } from './single-orders.js';

const UNFINISHED = 'history-unfinished';
const SUBJECT = 'history';
const ACCOUNT: Owner = { kind: 'account' };
/** From one attempt to the next. */
const AGAIN: Micros = seconds(10);
const PAGES_MOST = 1_000;

type MonitorOf = (child: ChildState) => ChildMonitor;

/** Everything behind the mark, or where there is none since the first order that left; nothing where none did. */
export function readHistory(step: Step): void {
  const { window } = step.config.reconciliation ?? DEFAULT_RECONCILIATION;
  const from = step.state.reconciliation?.mark ?? firstSent(step.state);
  if (from === null) step.emit({ kind: 'history-read', orders: 0, newest: null });
  else askPage(step, (from - window) as EpochMicros, null);
}

function firstSent({ children }: State): EpochMicros | null {
  let first: EpochMicros | null = null;
  for (const [, { submit }] of children.entries())
    if (submit.firstAt !== null && (first === null || submit.firstAt < first))
      first = submit.firstAt;
  return first;
}

/** The account's wake. A page that has not come by then is not waited for any longer. */
export function onHistoryDue(step: Step): void {
  const { nextAt, reading } = step.state.history ?? NO_HISTORY;
  if (nextAt === null || nextAt > step.at) return;
  if (reading !== null) unclear(step, 'no answer came');
  if (reading === null || isOfStart(step)) readHistory(step);
}

/** Only a start reads it again by itself: a pass that could not has failed. */
const isOfStart = ({ state }: Step): boolean =>
  reconciling(state.gate)?.unread.includes('history') === true;

function askPage(step: Step, after: EpochMicros, cursor: string | null): void {
  const held = heldUntil(step.state, step.at, 'read-history');
  if (held !== null) {
    const why = 'the venue takes no further request now';
    step.emit({ kind: 'history-unclear', why, nextAt: isOfStart(step) ? held : null });
    return;
  }
  const readId = step.state.nextReadId;
  step.ask({ kind: 'read-history', after, cursor }, { purpose: 'listed', owner: ACCOUNT });
  step.emit({ kind: 'history-asked', readId, after, cursor, nextAt: plus(step.at, AGAIN) });
}

/** One page, or none. */
export function onHistory(step: Step, { asked, answer }: HeardAnswer, monitorOf: MonitorOf): void {
  const reading = step.state.history?.reading ?? null;
  const { readId } = asked.read;
  if (reading?.readId !== readId) return;
  if (answer.kind !== 'history') {
    unclear(step, answer.kind === 'failed' ? answer.text : 'not an answer to it');
    return;
  }
  const heard = answer.orders.map((order) => hear(step, { asked, order }, monitorOf));
  const changed = heard.filter(Boolean).length;
  noteEnded(step, answer.orders);
  const { length: orders } = answer.orders;
  const newest = answer.orders.map(({ createdAt }) => createdAt).reduce(laterOf, null);
  const { nextCursor } = answer;
  const told = answer.orders.map(({ clientOrderId }) => clientOrderId);
  const listed = nextCursor === null ? [] : told.filter((id) => step.state.children.has(id));
  const page = { readId, orders, changed, newest, ...(listed.length === 0 ? {} : { listed }) };
  step.emit({ kind: 'history-page', ...page });
  noteTold(step, told);
  if (nextCursor === null) {
    const all = { orders: reading.orders + orders, newest: laterOf(reading.newest, newest) };
    step.emit({ kind: 'history-read', ...all });
    step.clear(UNFINISHED, SUBJECT);
    lookUp(step, lackingIn(step, reading, new Set([...reading.listed, ...told])));
    return;
  }
  const stuck = whyStuck(reading, nextCursor);
  if (stuck === null) {
    askPage(step, reading.after, nextCursor);
    return;
  }
  step.raise(UNFINISHED, 'warning', { subject: SUBJECT, text: stuck });
  unclear(step, stuck);
}

/**
 * A page may skip an order (F:QRY5), and the mark goes on past it: an order of ours that is over, and of which more may have filled than was heard, is
 * asked for by itself where the history had to show it and does not. What is not over is the open list's to miss.
 */
function lackingIn(
  { state, config }: Step,
  { after, since }: HistoryReading,
  listed: ReadonlySet<ClientOrderId>,
): readonly ClientOrderId[] {
  const { visibilityLag, clockUncertainty } = config.venue;
  const from = after + clockUncertainty;
  const to = since - visibilityLag - clockUncertainty;
  const lacking: ClientOrderId[] = [];
  for (const [clientOrderId, child] of state.children.entries()) {
    const { stage, submit, belief, terms } = child;
    const { firstAt, lastAt } = submit;
    if (stage.kind !== 'done' || firstAt === null || lastAt === null || lastAt > to) continue;
    if (atVenue(state, firstAt) < from || listed.has(clientOrderId)) continue;
    if (venueOrderIdOf(belief) === null || belief.filled >= terms.quantity) continue;
    if (isFollowed(child)) lacking.push(clientOrderId);
  }
  return lacking;
}

function unclear(step: Step, why: string): void {
  const nextAt = isOfStart(step) ? plus(step.at, AGAIN) : null;
  step.emit({ kind: 'history-unclear', why, nextAt });
}

/** Why it would be read without end; null = it gets on. */
function whyStuck({ cursors }: HistoryReading, next: string): string | null {
  if (cursors.includes(next)) return 'the pages of the history go in a circle';
  return cursors.length + 1 < PAGES_MOST ? null : `the history goes on after ${PAGES_MOST} pages`;
}

/** As if the order had been asked for: whoever follows it judges what is said. @returns whether it is another than it was. */
function hear(
  step: Step,
  { asked, order }: { readonly asked: HeardAnswer['asked']; readonly order: OrderSnapshot },
  monitorOf: MonitorOf,
): boolean {
  const child = step.state.children.get(order.clientOrderId);
  if (child === undefined || isKnown(child, order)) return false;
  const { clientOrderId, symbol } = order;
  const read = { ...asked.read, kind: 'read-order', clientOrderId, symbol } as const;
  const heard = { asked: { ...asked, read }, answer: { kind: 'order', order } } as const;
  monitorOf(child).onOrder(step, child, heard);
  askIfLess(step, clientOrderId, order);
  const { status, filled } = step.child(clientOrderId).belief;
  return status !== child.belief.status || filled !== child.belief.filled;
}

/**
 * Of an order that is over the venue shows less than was booked: an old answer, or it has undone something while nobody was there to hear of
 * it (F:FIL5). Its executions tell which.
 */
function askIfLess(
  step: Step,
  clientOrderId: ClientOrderId,
  { symbol, cumQty }: OrderSnapshot,
): void {
  const { stage, belief } = step.child(clientOrderId);
  if (stage.kind !== 'done' || cumQty === null || cumQty >= belief.filled) return;
  if (heldUntil(step.state, step.at, 'read-executions') !== null) return;
  const read = { kind: 'read-executions', clientOrderId, symbol } as const;
  step.ask(read, { purpose: 'ledger', owner: ACCOUNT });
}

/** Over with us, and as it is told. */
const isKnown = ({ stage, belief }: ChildState, { status, cumQty }: OrderSnapshot): boolean =>
  stage.kind === 'done' && status === belief.status && cumQty === belief.filled;
