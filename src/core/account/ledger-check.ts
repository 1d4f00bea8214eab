/**
 * FIL-13, REC-5, L2: orders that are over and whose executions, or what these were charged, were asked for and not shown. A venue may show
 * them later, so they are asked for again: in each pass, after a start, and where there are no passes as often as one would be. What comes is
 * news as on any path: it is booked once and ends the alert. Whether a pass reads them, and how many, is the pass's to say.
 *
 * Invariant (L10): an order is asked for once a turn, and no more orders than a turn allows; nor are more kept in mind than `INCOMPLETE_MOST`.
 */
import type { HeardAnswer } from '../child/monitor.js';
import { type Micros, plus, seconds } from '../ground/units.js';
import { heldUntil } from '../guard/rate-limit.js';
import type { ClientOrderId } from '../order/order.js';
import { INCOMPLETE_MOST, NO_LEDGERS } from '../state/ledgers.js';
import type { Owner } from '../state/owner.js';
import { DEFAULT_RECONCILIATION } from '../state/reconciliation.js';
import type { State } from '../state/state.js';
import type { Step } from '../state/step.js';

const ACCOUNT: Owner = { kind: 'account' };
const DROPPED = 'executions-given-up';
const SUBJECT = 'ledgers';
/** An answer that has not come by then is not waited for any longer. */
const WAIT: Micros = seconds(10);

const { interval: INTERVAL, lookUpsMost: LOOK_UPS_MOST } = DEFAULT_RECONCILIATION;

export const isAnyIncomplete = ({ ledgers }: State): boolean =>
  (ledgers?.incomplete.length ?? 0) > 0;

export const isReadingLedgers = ({ ledgers }: State): boolean => (ledgers?.asked.length ?? 0) > 0;

/** The first in the line, `most` of them. */
export function readLedgers(step: Step, most: number): void {
  const { incomplete } = step.state.ledgers ?? NO_LEDGERS;
  const orders: ClientOrderId[] = [];
  for (const clientOrderId of incomplete.slice(0, most)) {
    if (heldUntil(step.state, step.at, 'read-executions') !== null) break;
    const { symbol } = step.child(clientOrderId).terms;
    const read = { kind: 'read-executions', clientOrderId, symbol } as const;
    step.ask(read, { purpose: 'ledger', owner: ACCOUNT });
    orders.push(clientOrderId);
  }
  if (orders.length > 0) step.emit({ kind: 'ledgers-asked', orders, nextAt: plus(step.at, WAIT) });
  else if (incomplete.length === 0 || most === 0) end(step);
  else step.emit({ kind: 'ledgers-unread', why: 'the venue takes no further request now' });
}

const end = (step: Step): void =>
  step.emit({ kind: 'ledgers-read', incomplete: step.state.ledgers?.incomplete.length ?? 0 });

/** What is found was booked by whoever hears the answer. A venue that refuses for good has answered. */
export function noteLedgerAnswer(step: Step, { asked, answer }: HeardAnswer): void {
  const { read, owner } = asked;
  if (owner.kind !== 'account' || read.kind !== 'read-executions') return;
  const { clientOrderId: order } = read;
  if (step.state.ledgers?.asked.includes(order) !== true) return;
  if (answer.kind === 'failed' && answer.failure !== 'permanent') {
    step.emit({ kind: 'ledgers-unread', why: answer.text });
    return;
  }
  step.emit({ kind: 'ledgers-heard', order });
  if (!isReadingLedgers(step.state)) end(step);
}

/** The account's wake. */
export function onLedgersDue(step: Step): void {
  const { nextAt, asked } = step.state.ledgers ?? NO_LEDGERS;
  if (nextAt === null || nextAt > step.at) return;
  if (asked.length > 0) step.emit({ kind: 'ledgers-unread', why: 'no answer came' });
  else readLedgers(step, LOOK_UPS_MOST);
}

/** A start: a pass, where there is one, asks for them in its turn. */
export function restartLedgers(step: Step): void {
  if (!isPassing(step) && isAnyIncomplete(step.state)) readLedgers(step, LOOK_UPS_MOST);
}

const isPassing = ({ config }: Step): boolean => config.reconciliation !== undefined;

/** Once everything the input meant has happened: no more than may be are kept in mind, and the next turn is known. */
export function settleLedgers(step: Step): void {
  const { incomplete, nextAt } = step.state.ledgers ?? NO_LEDGERS;
  const tooMany = incomplete.length - INCOMPLETE_MOST;
  if (tooMany > 0) drop(step, incomplete.slice(0, tooMany));
  if (nextAt === null && incomplete.length > 0 && !isPassing(step))
    step.emit({ kind: 'ledgers-due', nextAt: plus(step.at, INTERVAL) });
}

function drop(step: Step, orders: readonly ClientOrderId[]): void {
  step.emit({ kind: 'ledgers-dropped', orders });
  const text = `of more than ${INCOMPLETE_MOST} orders the venue does not show all executions or fees: the first are not asked for any more, and stay as they are told`;
  step.raise(DROPPED, 'critical', { subject: SUBJECT, text });
}
