/**
 * A process begins on what another one left behind (REC-1, REC-4, RCV-4). What that had sent has no outcome any more, what it had asked no
 * answer: unknown, each of them, as after any lost answer. The gate is shut until the venue has answered for every order that is not over
 * and its list of open orders was read to its end; only then anything new may leave.
 */
import type { ChildMonitor, HeardAnswer } from '../child/monitor.js';
import { sendCancel } from '../child/requests.js';
import type { ClientOrderId } from '../order/order.js';
import type { EffectOutcome, ReadAnswer } from '../order/outcome.js';
import { type Micros, millis, plus } from '../ground/units.js';
import { onArrivalAnswer } from '../parent/plan-order.js';
import { waitSlice } from '../parent/slice.js';
import type { EffectKind } from '../state/input.js';
import type { ReadId } from '../state/command.js';
import { reconciling } from '../state/gate.js';
import { DEFAULT_RESTART } from '../state/restart.js';
import type { ChildState, ParentState, PendingRead } from '../state/state.js';
import type { Step } from '../state/step.js';
import { onTimeAnswer } from './clock.js';
import { onHistory, readHistory } from './history-check.js';
import { noteLedgerAnswer, restartLedgers } from './ledger-check.js';
import { onOpenOrders, readOpenOrders } from './open-orders-check.js';
import { restartOrphans } from './orphans.js';
import { onPositions } from './position-check.js';
import { forgetPositionReading, readPositions } from './position-reading.js';
import { beginPass } from './reconciliation.js';
import { recover } from './recovery.js';

const LATE = 'reconciliation-late';
const FORCED = 'reconciliation-forced';
const SUBJECT = 'gate';

/** Between two questions: what is asked at once must not use up what the venue allows. */
const PACE: Micros = millis(50);

const NO_ANSWER: ReadAnswer = {
  kind: 'failed',
  failure: 'ambiguous',
  retryAfter: null,
  text: 'the process that asked has ended',
};
const NO_OUTCOME: EffectOutcome = { kind: 'unknown', shape: 'restart' };

type MonitorOf = (child: ChildState) => ChildMonitor;

export function onStarted(step: Step, monitorOf: MonitorOf): void {
  const open = openOrders(step);
  const waiting = open.filter((id) => isInDoubt(step.child(id)));
  const { gateTimeout } = step.config.restart ?? DEFAULT_RESTART;
  step.emit({ kind: 'gate-shut', waiting, lateAt: plus(step.at, gateTimeout) });
  forgetPositionReading(step);
  for (const [, asked] of [...step.state.reads.entries()]) forgetRead(step, asked, monitorOf);
  for (const id of open) forgetEffect(step, step.child(id), monitorOf);
  let nextAt = step.at;
  for (const id of waiting) {
    const { stage } = step.child(id);
    if (stage.kind === 'canceling' || !isInDoubt(step.child(id))) continue;
    step.emit({ kind: 'look-again', clientOrderId: id, nextAt });
    nextAt = plus(nextAt, PACE);
  }
  restartOrphans(step);
  beginPass(step);
  readOpenOrders(step);
  readHistory(step);
  restartLedgers(step);
}

const openOrders = ({ state }: Step): readonly ClientOrderId[] =>
  [...state.parents.entries()].flatMap(([, { open }]) => open);

/** It may be there, and the venue has to say something of it. What waits to be sent again was looked up before. */
function isInDoubt({ stage }: ChildState): boolean {
  if (stage.kind === 'unknown') return !stage.probe;
  return stage.kind !== 'unsent' && stage.kind !== 'done';
}

function forgetRead(step: Step, asked: PendingRead, monitorOf: MonitorOf): void {
  const { owner, read } = asked;
  const parent = owner.kind === 'parent' ? step.state.parents.get(owner.parentId) : undefined;
  const awaits = parent !== undefined && isAwaitedBy(parent, read.readId);
  step.emit({ kind: 'read-answered', readId: read.readId });
  const heard: HeardAnswer = { asked: { awaited: awaits, ...asked }, answer: NO_ANSWER };
  if (parent === undefined) tellAccount(step, heard, monitorOf);
  else if (asked.purpose === 'arrival') onArrivalAnswer(step, parent, heard);
  else if (awaits) waitSlice(step, parent.parentId, { reason: 'gate', nextAt: step.at });
}

const isAwaitedBy = ({ release, intake }: ParentState, readId: ReadId): boolean =>
  release?.read === readId || intake?.waiting.includes(readId) === true;

/** An order that asked is looked up anew with all others. */
function tellAccount(step: Step, heard: HeardAnswer, monitorOf: MonitorOf): void {
  const { kind } = heard.asked.read;
  if (kind === 'read-positions') onPositions(step, heard);
  else if (kind === 'read-open-orders') onOpenOrders(step, heard);
  else if (kind === 'read-history') onHistory(step, heard, monitorOf);
  else if (kind === 'read-executions') noteLedgerAnswer(step, heard);
  else if (heard.asked.purpose === 'clock') onTimeAnswer(step, heard.asked, NO_ANSWER);
}

/** Its outcome was on its way, or it had not left: nobody knows. */
function forgetEffect(step: Step, child: ChildState, monitorOf: MonitorOf): void {
  const { stage, chain, submit, cancel } = child;
  const tell = (of: ChildState, effect: EffectKind, attempt: number): void => {
    const outcome = { at: step.at, kind: 'outcome', effect, attempt, outcome: NO_OUTCOME } as const;
    monitorOf(of).onOutcome(step, of, { ...outcome, clientOrderId: of.clientOrderId });
  };
  if (stage.kind === 'canceling') {
    tell(child, 'cancel', cancel.attempts);
    // It may not have left, and a second one takes nothing away.
    sendCancel(step, child.clientOrderId);
  } else if (stage.kind !== 'sending') return;
  else if (chain === undefined) tell(child, 'submit', submit.attempts);
  else tell(step.child(chain.order), 'replace', chain.attempt);
}

/** Once everything the input meant has happened: reconciled, then recovered, then open. */
export function settleGate(step: Step): void {
  const gate = reconciling(step.state.gate);
  if (gate === null || gate.unread.some((one) => one !== 'positions')) return;
  if (gate.waiting.some((id) => isInDoubt(step.child(id)))) return;
  if (gate.unread.length > 0) {
    if ((step.state.positionReading ?? null) === null) readPositions(step);
    return;
  }
  if (step.state.positions?.some(({ differs }) => differs !== null) === true) return;
  if (gate.state === 'shut') recover(step);
  step.emit({ kind: 'gate-opened' });
  step.clear(LATE, SUBJECT);
  step.clear(FORCED, SUBJECT);
}

/** REC-3: whoever may do so has decided that orders leave although not all is known. */
export function forceComplete(
  step: Step,
  ruling: { readonly operator: string; readonly reason: string },
): void {
  if (step.state.gate?.state !== 'shut') {
    step.emit({ kind: 'operator-refused', text: 'the gate is not shut' });
    return;
  }
  step.emit({ kind: 'gate-forced', ...ruling });
  recover(step);
  step.clear(LATE, SUBJECT);
  const text = `opened by ${ruling.operator} before all was cleared up: ${ruling.reason}`;
  step.raise(FORCED, 'critical', { subject: SUBJECT, text });
}

/** The account's wake: it takes too long. The gate stays shut. */
export function onGateDue(step: Step): void {
  const { gate } = step.state;
  if (gate?.state !== 'shut' || gate.lateAt === null || gate.lateAt > step.at) return;
  step.emit({ kind: 'gate-late' });
  const missing = [
    ...(gate.unread.includes('open-orders') ? ['which orders are open'] : []),
    ...(gate.unread.includes('history') ? ['which orders it knows of us'] : []),
    ...(gate.unread.includes('positions') ? ['what it holds for us'] : []),
    ...(gate.waiting.length === 0 ? [] : [`what became of ${gate.waiting.length} orders`]),
  ];
  const text = `no order leaves: the venue has not said ${missing.join(' and ')}`;
  step.raise(LATE, 'critical', { subject: SUBJECT, text });
}
