/**
 * REC-5: the periodic pass. In one pass the venue's history behind the mark and its list of open orders are read to their ends, orders
 * about which these and we differ are asked for one by one, and then the positions are read. What any of it brings is news as on any path.
 * Whatever could not be read fails the pass: the mark stays, and what was not seen is read again. Between passes each order in flight is
 * looked after by whoever follows it.
 *
 * Invariant: the mark is the creation time, by the venue, of the newest order on a page of a pass that succeeded.
 */
import type { HeardAnswer } from '../child/monitor.js';
import { type EpochMicros, type Micros, plus, seconds } from '../ground/units.js';
import { heldUntil } from '../guard/rate-limit.js';
import type { Entry } from '../state/entry.js';
import { laterOf } from '../state/history.js';
import {
  NOT_RECONCILED,
  type ReconciliationConfig,
  type ReconciliationPass,
} from '../state/reconciliation.js';
import type { Step } from '../state/step.js';
import { readHistory } from './history-check.js';
import { readOpenOrders } from './open-orders-check.js';
import { looseOrphans } from './orphans.js';
import { readPositions } from './position-reading.js';

/** After one that failed, where the next one is not due before. */
const AGAIN: Micros = seconds(60);

/** What a start reads is a pass, too, where there are any. */
export function beginPass(step: Step): void {
  if (step.config.reconciliation === undefined) return;
  step.emit({ kind: 'reconciliation-begun', operator: '', reason: 'start' });
}

/** The account's wake. */
export function onReconciliationDue(step: Step): void {
  const nextAt = step.state.reconciliation?.nextAt ?? null;
  if (nextAt !== null && nextAt <= step.at) reconcile(step, { operator: '', reason: 'due' });
}

/** Somebody wants to know, or it is time. One that is under way is left alone. */
export function reconcile(
  step: Step,
  because: { readonly operator: string; readonly reason: string },
): void {
  const { pass } = step.state.reconciliation ?? NOT_RECONCILED;
  if (pass !== null) {
    step.emit({ kind: 'operator-refused', text: 'reconciliation is under way' });
    return;
  }
  step.emit({ kind: 'reconciliation-begun', ...because });
  if (heldUntil(step.state, step.at, 'read-history') === null) readOpenOrders(step);
  readHistory(step);
}

/** An answer about an order that the pass has asked for. */
export function notePassAnswer(step: Step, { asked, answer }: HeardAnswer): void {
  const pass = step.state.reconciliation?.pass ?? null;
  const { read, owner } = asked;
  if (pass === null || owner.kind !== 'account' || read.kind !== 'read-order') return;
  const { clientOrderId } = read;
  if (!pass.lookUps.includes(clientOrderId)) return;
  if (answer.kind === 'failed') fail(step, answer.text);
  else step.emit({ kind: 'reconciliation-heard', orders: [clientOrderId] });
}

/** Once everything the input meant has happened: the pass goes on, or has come to its end. */
export function settleReconciliation(step: Step): void {
  const { reconciliation: config } = step.config;
  const { pass, nextAt } = step.state.reconciliation ?? NOT_RECONCILED;
  if (pass !== null) goOn(step, pass);
  else if (config !== undefined && nextAt === null && step.entries.some(isSent))
    step.emit({ kind: 'reconciliation-due', nextAt: plus(step.at, config.interval) });
}

const isSent = ({ kind }: Entry): boolean => kind === 'submit-intent' || kind === 'replace-intent';

function goOn(step: Step, pass: ReconciliationPass): void {
  // What a process that ended had asked failed before this pass began.
  const begun = step.entries.findLastIndex(({ kind }) => kind === 'reconciliation-begun');
  const why =
    step.entries
      .slice(begun + 1)
      .map(whyFailed)
      .find((one) => one !== null) ?? null;
  if (why !== null) fail(step, why);
  else if (pass.unread.some((one) => one !== 'positions') || pass.lookUps.length > 0) return;
  else if (pass.unread.length === 0) end(step, pass);
  else if ((step.state.positionReading ?? null) === null) {
    readPositions(step);
    const unread = step.entries.map(whyFailed).find((one) => one !== null) ?? null;
    if (unread !== null) fail(step, unread);
  }
}

function whyFailed(entry: Entry): string | null {
  switch (entry.kind) {
    case 'history-unclear':
      return `the history could not be read: ${entry.why}`;
    case 'open-orders-unclear':
      return `the open orders could not be read: ${entry.why}`;
    case 'positions-unread':
      return `the positions could not be read: ${entry.why}`;
    default:
      return null;
  }
}

function fail(step: Step, why: string): void {
  const { interval = AGAIN } = step.config.reconciliation ?? {};
  const soon = plus(step.at, Math.min(interval, AGAIN) as Micros);
  const held = heldUntil(step.state, step.at, 'read-history');
  const nextAt = held !== null && held > soon ? held : soon;
  step.emit({ kind: 'reconciliation-failed', why, nextAt });
}

function end(step: Step, { newest }: ReconciliationPass): void {
  const { mark } = step.state.reconciliation ?? NOT_RECONCILED;
  const { reconciliation: config } = step.config;
  const nextAt = config === undefined ? null : nextPass(step, config);
  step.emit({ kind: 'reconciliation-done', mark: laterOf(mark, newest), nextAt });
}

/** While anything lives; what is over was read in this one. */
function nextPass(step: Step, { interval }: ReconciliationConfig): EpochMicros | null {
  const lives =
    looseOrphans(step.state).length > 0 ||
    [...step.state.parents.entries()].some(([, { open }]) => open.length > 0);
  return lives ? plus(step.at, interval) : null;
}
