/**
 * The core's one decision function: what an input means in a state, as entries. Pure: same state, input and
 * configuration, same entries; the state is not touched. The input acts on the child, parent or account it is about;
 * then every parent it touched is settled, once.
 */
import {
  judgeAnswer,
  judgeOutcome,
  onCooledDown,
  onWatched,
  settleBreaker,
} from '../account/breaker.js';
import { noteClock, onClockDue, onClockStepped, onTimeAnswer } from '../account/clock.js';
import { onSignal, settleSignal } from '../account/dedup.js';
import { settleFillHealth } from '../account/fill-health.js';
import { onHistory, onHistoryDue } from '../account/history-check.js';
import { noteLedgerAnswer, onLedgersDue, settleLedgers } from '../account/ledger-check.js';
import { onLiquidation } from '../account/liquidation.js';
import { onOrphanAnswer, onOrphanOutcome } from '../account/orphans.js';
import { onOpenOrders, onOpenOrdersDue, settleOpenOrders } from '../account/open-orders-check.js';
import { onPositions, onPositionsDue, settlePositions } from '../account/position-check.js';
import { noteRiskStore } from '../account/risk-store.js';
import { noteAnswered } from '../account/gate-waiting.js';
import {
  notePassAnswer,
  onReconciliationDue,
  settleReconciliation,
} from '../account/reconciliation.js';
import { onPositionReadingDue } from '../account/position-reading.js';
import { onGateDue, onStarted, settleGate } from '../account/start-up.js';
import { onStream } from '../account/stream.js';
import { onUnmatchedReport } from '../account/unmatched-report.js';
import type { ChildMonitor, HeardAnswer } from '../child/monitor.js';
import { noteRateLimit } from '../guard/rate-limit.js';
import { openBudget, settleBudget } from '../guard/request-budget.js';
import { onParentDue, onScheduleRefused } from '../parent/due.js';
import { onDepthAnswer } from '../parent/market-look.js';
import { onArrivalAnswer } from '../parent/plan-order.js';
import { takeOrder } from '../parent/receive.js';
import { settleParent } from '../parent/settle.js';
import type { EngineConfig } from '../state/config.js';
import type { Entry } from '../state/entry.js';
import type { Input } from '../state/input.js';
import type { Owner } from '../state/owner.js';
import type { ChildState, PendingRead, State } from '../state/state.js';
import { Step } from '../state/step.js';
import { type Monitors, OWN_MONITORS, monitorNamed } from './monitors.js';
import { mayGive, onOperator } from './operator.js';

export function decide(
  state: State,
  input: Input,
  config: EngineConfig,
  monitors: Monitors = OWN_MONITORS,
): readonly Entry[] {
  return decided(state, input, config, monitors).entries;
}

/** The same with the layer in which its entries are folded: for the state's owner, who folds that and not each of them again. */
export function decided(
  state: State,
  input: Input,
  config: EngineConfig,
  monitors: Monitors = OWN_MONITORS,
): Step {
  monitorNamed(monitors, config.engine);
  const step = new Step(state, input, config);
  openBudget(step);
  act(step, input, ({ monitor }) => monitorNamed(monitors, monitor ?? 'robust'));
  for (const [parentId, marks] of step.touched) {
    settleParent(step, parentId, marks);
    settleSignal(step, parentId);
  }
  settlePositions(step);
  settleOpenOrders(step);
  settleFillHealth(step, input);
  settleBreaker(step);
  settleBudget(step);
  settleLedgers(step);
  settleReconciliation(step);
  settleGate(step);
  return step;
}

/** Who follows an order. */
type MonitorOf = (child: ChildState) => ChildMonitor;

function act(step: Step, input: Input, monitorOf: MonitorOf): void {
  switch (input.kind) {
    case 'order-request':
      if (mayGive(step, 'order', input.by)) takeOrder(step, input.request);
      return;
    case 'signal':
      if (mayGive(step, 'signal', input.by)) onSignal(step, input.signal);
      return;
    case 'operator':
      onOperator(step, input);
      return;
    case 'wake':
      onWake(step, input.owner, monitorOf);
      return;
    case 'started':
      onStarted(step, monitorOf);
      return;
    case 'wake-refused':
      onWakeRefused(step, input.owner, input.text);
      return;
    case 'watch':
      onWatched(step, input.condition);
      return;
    case 'execution-report': {
      const child = step.state.children.get(input.report.clientOrderId);
      if (input.report.liquidation === true) onLiquidation(step, input.report);
      else if (child === undefined) onUnmatchedReport(step, input.report);
      else monitorOf(child).onReport(step, child, input.report);
      return;
    }
    case 'outcome':
      onOutcome(step, input, monitorOf);
      return;
    case 'answer':
      onAnswer(step, input, monitorOf);
      return;
    case 'feed':
      if (step.state.feed !== input.status) step.emit({ kind: 'feed', status: input.status });
      return;
    case 'clock':
      onClockStepped(step, input.stepped);
      return;
    case 'stream':
      onStream(step, input.status, (child) => monitorOf(child).name === 'robust');
      return;
  }
}

function onWake(step: Step, owner: Owner, monitorOf: MonitorOf): void {
  if (owner.kind === 'account') {
    onCooledDown(step);
    onPositionsDue(step);
    onOpenOrdersDue(step);
    onClockDue(step);
    onHistoryDue(step);
    onLedgersDue(step);
    onPositionReadingDue(step);
    onReconciliationDue(step);
    onGateDue(step);
  }
  if (owner.kind === 'parent') onParentDue(step, owner.parentId);
  if (owner.kind !== 'child') return;
  const child = step.state.children.get(owner.clientOrderId);
  const { nextAt } = child?.watch ?? { nextAt: null };
  if (child !== undefined && nextAt !== null && nextAt <= step.at)
    monitorOf(child).onDue(step, child);
}

/** A child that cannot be watched is its parent's to tell of. */
function onWakeRefused(step: Step, owner: Owner, text: string): void {
  const parentId =
    owner.kind === 'child'
      ? step.state.children.get(owner.clientOrderId)?.parentId
      : owner.kind === 'parent'
        ? owner.parentId
        : undefined;
  if (parentId !== undefined) onScheduleRefused(step, parentId, text);
}

function onOutcome(
  step: Step,
  input: Extract<Input, { kind: 'outcome' }>,
  monitorOf: MonitorOf,
): void {
  noteRateLimit(step, input.outcome);
  noteClock(step, input.outcome);
  noteRiskStore(step, input);
  judgeOutcome(step, input);
  const child = step.state.children.get(input.clientOrderId);
  if (child !== undefined) monitorOf(child).onOutcome(step, child, input);
  else onOrphanOutcome(step, input);
}

function onAnswer(
  step: Step,
  { readId, answer }: Extract<Input, { kind: 'answer' }>,
  monitorOf: MonitorOf,
): void {
  const asked = step.state.reads.get(readId);
  // A second answer to one read, or one asked by an earlier life of the process: nobody waits for it.
  if (asked === undefined) return;
  const awaited = isAwaited(step.state, asked);
  step.emit({ kind: 'read-answered', readId });
  noteRateLimit(step, answer);
  if (asked.purpose !== 'clock') noteClock(step, answer);
  judgeAnswer(step, answer);
  const heard = { asked: { awaited, ...asked }, answer };
  give(step, heard, monitorOf);
  noteAnswered(step, heard);
  noteLedgerAnswer(step, heard);
  notePassAnswer(step, heard);
}

/** True while whoever asked still waits for exactly this read. */
function isAwaited(state: State, { read, purpose, owner }: PendingRead): boolean {
  switch (owner.kind) {
    case 'child':
      return state.children.get(owner.clientOrderId)?.watch.read === read.readId;
    case 'parent': {
      const parent = state.parents.get(owner.parentId);
      if (purpose === 'arrival') return parent?.intake?.waiting.includes(read.readId) === true;
      return parent?.release?.read === read.readId;
    }
    case 'account':
      return false;
  }
}

/** Hands an answer to whoever asked. */
function give(step: Step, heard: HeardAnswer, monitorOf: MonitorOf): void {
  const { owner, purpose, read } = heard.asked;
  if (read.kind === 'read-positions') onPositions(step, heard);
  if (read.kind === 'read-open-orders') onOpenOrders(step, heard);
  if (read.kind === 'read-history') onHistory(step, heard, monitorOf);
  if (owner.kind === 'parent') {
    const parent = step.state.parents.get(owner.parentId);
    if (parent === undefined) return;
    if (purpose === 'arrival') onArrivalAnswer(step, parent, heard);
    else onDepthAnswer(step, parent, heard);
  } else if (purpose === 'clock') onTimeAnswer(step, heard.asked, heard.answer);
  else giveToChild(step, heard, monitorOf);
}

/** Whoever asked about an order, it or the account: what is found is its own to judge. */
function giveToChild(step: Step, heard: HeardAnswer, monitorOf: MonitorOf): void {
  const { read } = heard.asked;
  const child = 'clientOrderId' in read ? step.state.children.get(read.clientOrderId) : undefined;
  if (child === undefined) onOrphanAnswer(step, heard);
  else if (read.kind === 'read-executions') monitorOf(child).onExecutions(step, child, heard);
  else monitorOf(child).onOrder(step, child, heard);
}
