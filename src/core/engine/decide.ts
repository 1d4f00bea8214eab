/**
 * The core's one decision function: what an input means in a state, as entries. Pure: same state, input and
 * configuration, same entries; the state is not touched. The input acts on the child, parent or account it is about;
 * then every parent it touched is settled, once.
 */
import { onLiquidation } from '../account/liquidation.js';
import { onUnmatchedReport } from '../account/unmatched-report.js';
import { onCancelOutcome } from '../child/cancel.js';
import { onChildDue } from '../child/due.js';
import { onExecutionsAnswer } from '../child/executions-answer.js';
import { onOrderAnswer } from '../child/order-answer.js';
import { onReport } from '../child/report.js';
import { onSubmitOutcome } from '../child/submit.js';
import { noteRateLimit } from '../guard/rate-limit.js';
import type { ReadAnswer } from '../order/outcome.js';
import { onParentDue, onScheduleRefused } from '../parent/due.js';
import { onDepthAnswer } from '../parent/market-look.js';
import { onArrivalAnswer } from '../parent/plan-order.js';
import { takeOrder } from '../parent/receive.js';
import { settleParent } from '../parent/settle.js';
import type { EngineConfig } from '../state/config.js';
import type { Entry } from '../state/entry.js';
import type { Input } from '../state/input.js';
import type { Owner } from '../state/owner.js';
import type { AnsweredRead, PendingRead, State } from '../state/state.js';
import { Step } from '../state/step.js';
import { onOperator } from './operator.js';

export function decide(state: State, input: Input, config: EngineConfig): readonly Entry[] {
  const step = new Step(state, input, config);
  act(step, input);
  for (const [parentId, marks] of step.touched) settleParent(step, parentId, marks);
  return step.entries;
}

function act(step: Step, input: Input): void {
  switch (input.kind) {
    case 'order-request':
      takeOrder(step, input.request);
      return;
    case 'operator':
      onOperator(step, input);
      return;
    case 'wake':
      onWake(step, input.owner);
      return;
    case 'wake-refused':
      onWakeRefused(step, input.owner, input.text);
      return;
    case 'execution-report': {
      const child = step.state.children.get(input.report.clientOrderId);
      if (input.report.liquidation === true) onLiquidation(step, input.report);
      else if (child === undefined) onUnmatchedReport(step, input.report);
      else onReport(step, child, input.report);
      return;
    }
    case 'outcome':
      onOutcome(step, input);
      return;
    case 'answer':
      onAnswer(step, input);
      return;
    case 'feed':
      if (step.state.feed !== input.status) step.emit({ kind: 'feed', status: input.status });
      return;
  }
}

function onWake(step: Step, owner: Owner): void {
  if (owner.kind === 'parent') onParentDue(step, owner.parentId);
  if (owner.kind !== 'child') return;
  const child = step.state.children.get(owner.clientOrderId);
  const { nextAt } = child?.watch ?? { nextAt: null };
  if (child !== undefined && nextAt !== null && nextAt <= step.at) onChildDue(step, child);
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

function onOutcome(step: Step, input: Extract<Input, { kind: 'outcome' }>): void {
  noteRateLimit(step, input.outcome);
  switch (input.effect) {
    case 'submit':
      onSubmitOutcome(step, input);
      return;
    case 'cancel':
      onCancelOutcome(step, input);
      return;
    case 'replace':
      // The core asks for none yet.
      return;
  }
}

function onAnswer(step: Step, { readId, answer }: Extract<Input, { kind: 'answer' }>): void {
  const asked = step.state.reads.get(readId);
  // A second answer to one read, or one asked by an earlier life of the process: nobody waits for it.
  if (asked === undefined) return;
  const awaited = isAwaited(step.state, asked);
  step.emit({ kind: 'read-answered', readId });
  noteRateLimit(step, answer);
  give(step, { awaited, ...asked }, answer);
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
function give(step: Step, asked: AnsweredRead, answer: ReadAnswer): void {
  const { owner, purpose } = asked;
  if (owner.kind === 'parent') {
    const parent = step.state.parents.get(owner.parentId);
    if (parent === undefined) return;
    if (purpose === 'arrival') onArrivalAnswer(step, parent, { asked, answer });
    else onDepthAnswer(step, parent, { asked, answer });
  } else if (owner.kind === 'child') {
    const child = step.state.children.get(owner.clientOrderId);
    if (child === undefined) return;
    if (asked.read.kind === 'read-executions') onExecutionsAnswer(step, child, { asked, answer });
    else onOrderAnswer(step, child, { asked, answer });
  }
}
