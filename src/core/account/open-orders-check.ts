/**
 * REC-5: the venue's list of open orders, read to its end and held against ours. A list may be behind, skip and repeat (F:QRY4,
 * F:QRY5), so that nothing follows from it but a question: an order of ours that it lacks, or has although we hold it for over, is
 * looked up, and only the answer counts. What nobody here placed is an orphan (`orphans.ts`).
 *
 * Invariant (L10): every page that is asked for follows one that brought a new order, and no cursor is asked for twice.
 */
import { type EpochMicros, type Micros, plus, seconds } from '../ground/units.js';
import { isAlive } from '../child/evidence.js';
import type { HeardAnswer } from '../child/monitor.js';
import { heldUntil } from '../guard/rate-limit.js';
import type { OrderSnapshot } from '../order/execution-report.js';
import type { ClientOrderId } from '../order/order.js';
import type { Entry } from '../state/entry.js';
import {
  DEFAULT_OPEN_ORDERS_CHECK,
  type ListedOrder,
  type ListReading,
  NOT_READ,
  type OpenOrdersCheckConfig,
} from '../state/open-orders.js';
import { reconciling } from '../state/gate.js';
import type { Owner } from '../state/owner.js';
import type { ChildState, State } from '../state/state.js';
import type { Step } from '../state/step.js';
import { noteTold } from './gate-waiting.js';
import { askForMissing, looseOrphans, noteListed, settleOrphans } from './orphans.js';
import { isFollowed, lookUp } from './single-orders.js';

const UNFINISHED = 'list-unfinished';
const SUBJECT = 'open-orders';
const ACCOUNT: Owner = { kind: 'account' };
/** From one reading to the next while the gate is shut. */
const GATE_EVERY: Micros = seconds(10);

/** Once everything the input meant has happened: whoever has sent an order reads the list in a while. */
export function settleOpenOrders(step: Step): void {
  const { openOrdersCheck } = step.config;
  if (openOrdersCheck === undefined || (step.state.openOrders?.nextAt ?? null) !== null) return;
  if (step.entries.some(isSent))
    step.emit({ kind: 'open-orders-due', nextAt: plus(step.at, openOrdersCheck.every) });
}

const isSent = ({ kind }: Entry): boolean => kind === 'submit-intent' || kind === 'replace-intent';

/** At a start, whether or not it is read later on. */
export function readOpenOrders(step: Step): void {
  const check = checkOf(step);
  const held = heldUntil(step.state, step.at, 'read-open-orders');
  if (held === null) askPage(step, check, null);
  else step.emit({ kind: 'open-orders-due', nextAt: held });
}

/**
 * While the gate is shut the list is read until it was read to its end, often; and so it is while the cancel of an order that nobody here
 * placed is waited for. What is due is read, whether or not that is configured: it was asked for.
 */
function checkOf({ config, state }: Step): OpenOrdersCheckConfig {
  const { openOrdersCheck = DEFAULT_OPEN_ORDERS_CHECK } = config;
  const isUrgent =
    reconciling(state.gate) !== null ||
    isOfPass(state) ||
    looseOrphans(state).some(({ status }) => status === 'cancel_requested');
  return isUrgent ? { ...openOrdersCheck, every: GATE_EVERY } : openOrdersCheck;
}

/** Something was heard of that only the list can tell. */
export function readSoon(step: Step): void {
  if (step.config.openOrdersCheck === undefined && looseOrphans(step.state).length === 0) return;
  const nextAt = step.state.openOrders?.nextAt ?? null;
  const soon = plus(step.at, GATE_EVERY);
  if (nextAt === null || nextAt > soon) step.emit({ kind: 'open-orders-due', nextAt: soon });
}

/** The account's wake. A page that has not come by then is not waited for any longer. */
export function onOpenOrdersDue(step: Step): void {
  const { nextAt, reading } = step.state.openOrders ?? NOT_READ;
  if (nextAt === null || nextAt > step.at) return;
  const isPassLate = reading !== null && isOfPass(step.state);
  if (isPassLate) unclear(step, checkOf(step), 'no answer came');
  if (!isPassLate || isReadOn(step)) readOpenOrders(step);
}

/** A pass waits for it. */
const isOfPass = ({ reconciliation }: State): boolean =>
  reconciliation?.pass?.unread.includes('open-orders') === true;

/** Somebody but a pass wants it: that one has failed where it could not be read, and asks anew. */
const isReadOn = ({ state, config }: Step): boolean =>
  config.openOrdersCheck !== undefined ||
  reconciling(state.gate) !== null ||
  looseOrphans(state).length > 0;

function askPage(
  step: Step,
  { every, pageSize: limit }: OpenOrdersCheckConfig,
  cursor: string | null,
): void {
  const readId = step.state.nextReadId;
  step.ask({ kind: 'read-open-orders', limit, cursor }, { purpose: 'open-orders', owner: ACCOUNT });
  step.emit({ kind: 'open-orders-asked', readId, cursor, nextAt: plus(step.at, every) });
}

/** One page, or none. */
export function onOpenOrders(step: Step, { asked, answer }: HeardAnswer): void {
  const check = checkOf(step);
  const reading = step.state.openOrders?.reading ?? null;
  const { readId } = asked.read;
  if (reading?.readId !== readId) return;
  if (answer.kind !== 'open-orders') {
    unclear(step, check, answer.kind === 'failed' ? answer.text : 'not an answer to it');
    return;
  }
  noteListed(step, answer.orders);
  noteTold(step, asBelieved(step, answer.orders));
  const fresh = freshOn(answer.orders, reading);
  step.emit({ kind: 'open-orders-page', readId, fresh });
  const { nextCursor } = answer;
  if (nextCursor === null) {
    compare(step, check, { ...reading, listed: [...reading.listed, ...fresh] });
    return;
  }
  const stuck = whyStuck(check, reading, { fresh, nextCursor });
  if (stuck !== null) {
    step.raise(UNFINISHED, 'warning', { subject: SUBJECT, text: stuck });
    unclear(step, check, stuck);
  } else if (heldUntil(step.state, step.at, 'read-open-orders') === null)
    askPage(step, check, nextCursor);
  else unclear(step, check, 'the venue takes no further request now');
}

function unclear(step: Step, { every }: OpenOrdersCheckConfig, why: string): void {
  const nextAt = isReadOn(step) ? plus(step.at, every) : null;
  step.emit({ kind: 'open-orders-unclear', why, nextAt });
}

/** Those that are listed as they are known here: the venue has answered for them. Of the others it is asked one by one. */
const asBelieved = ({ state }: Step, orders: readonly OrderSnapshot[]): readonly ClientOrderId[] =>
  orders.flatMap(({ clientOrderId, cumQty }) => {
    const child = state.children.get(clientOrderId);
    const isKnown = child?.stage.kind === 'working' && cumQty === child.belief.filled;
    return isKnown ? [clientOrderId] : [];
  });

/** Each order once, whatever the pages repeat. */
function freshOn(
  orders: readonly OrderSnapshot[],
  { listed }: ListReading,
): readonly ListedOrder[] {
  const known = new Set(listed.map(({ venueOrderId }) => venueOrderId));
  const fresh: ListedOrder[] = [];
  for (const { clientOrderId, venueOrderId, symbol } of orders) {
    if (known.has(venueOrderId)) continue;
    known.add(venueOrderId);
    fresh.push({ clientOrderId, venueOrderId, symbol });
  }
  return fresh;
}

/** Why the list would be read without end; null = it gets on. */
function whyStuck(
  { pagesMost }: OpenOrdersCheckConfig,
  { cursors }: ListReading,
  page: { readonly fresh: readonly ListedOrder[]; readonly nextCursor: string },
): string | null {
  if (page.fresh.length === 0) return 'a page of open orders has nothing new, and more is to come';
  if (cursors.includes(page.nextCursor)) return 'the pages of open orders go in a circle';
  const pages = cursors.length + 1;
  return pages < pagesMost ? null : `open orders go on after ${pages} pages`;
}

function compare(
  step: Step,
  { every }: OpenOrdersCheckConfig,
  { since, listed }: ListReading,
): void {
  const open = openOf(step);
  const onList = new Set(listed.map(({ clientOrderId }) => clientOrderId));
  const lacking = open.filter((id) => !onList.has(id) && isToBeListed(step, step.child(id), since));
  const unexpected = [...onList].filter((id) => isUnexpected(step.state.children.get(id)));
  const venueIds = new Set(listed.map(({ venueOrderId }) => venueOrderId));
  settleOrphans(step, venueIds);
  const orphans = looseOrphans(step.state).length;
  // One reading more once all is over: that finds what is not.
  const isQuiet = open.length === 0 && unexpected.length === 0;
  const isReadAgain = orphans > 0 || (!isQuiet && step.config.openOrdersCheck !== undefined);
  const nextAt = isReadAgain ? plus(step.at, every) : null;
  const found = { listed: listed.length, lacking, unexpected, orphans };
  step.emit({ kind: 'open-orders-compared', ...found, nextAt });
  step.clear(UNFINISHED, SUBJECT);
  lookUp(step, [...lacking, ...unexpected]);
  askForMissing(step, venueIds);
}

/** Not done, by any parent. */
const openOf = ({ state }: Step): readonly ClientOrderId[] =>
  [...state.parents.entries()].flatMap(([, { open }]) => open);

/** Live as we believe, and sent so long before the first page that the venue has to show it. */
function isToBeListed({ config }: Step, child: ChildState, since: EpochMicros): boolean {
  const { lastAt } = child.submit;
  const { visibilityLag, clockUncertainty } = config.venue;
  if (!isFollowed(child) || lastAt === null || !isAlive(child)) return false;
  return child.stage.kind !== 'settling' && lastAt + visibilityLag + clockUncertainty <= since;
}

/** Held for over, or for unknown. One whose answer is still on its way is not asked about. */
function isUnexpected(child: ChildState | undefined): boolean {
  if (child === undefined || !isFollowed(child)) return false;
  const { kind } = child.stage;
  return kind === 'done' || kind === 'unknown' || kind === 'unsent' || kind === 'settling';
}
