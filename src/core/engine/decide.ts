/**
 * The core's one decision function: what an input means in a state, as entries. Pure: same state, input and
 * configuration, same entries; the state is not touched. Each kind of input has its own part of the tree.
 */
import { takeOrder } from '../parent/receive.js';
import { onArrivalAnswer } from '../parent/plan-order.js';
import { onReport } from '../child/report.js';
import { onLedgerAnswer } from '../child/ledger-read.js';
import { onOrderAnswer } from '../child/order-read.js';
import { onCancelOutcome } from '../child/cancel.js';
import { onMarketAnswer } from '../parent/early-stop.js';
import { onResendQuote } from '../child/resend.js';
import { onSubmitOutcome } from '../child/submit.js';
import { onWake, onWakeRefused } from '../parent/wake.js';
import type { ReadAnswer } from '../order/outcome.js';
import type { EngineConfig } from '../state/config.js';
import type { Entry } from '../state/entry.js';
import type { Input } from '../state/input.js';
import { onOperator } from './operator.js';
import type { AnsweredRead, PendingRead, State } from '../state/state.js';
import { Step } from '../state/step.js';

export function decide(state: State, input: Input, config: EngineConfig): readonly Entry[] {
  const step = new Step(state, input.at, config);
  decideInput(step, input);
  return step.entries;
}

function decideInput(step: Step, input: Input): void {
  switch (input.kind) {
    case 'order-request':
      takeOrder(step, input.request);
      return;
    case 'operator':
      onOperator(step, input);
      return;
    case 'wake':
      onWake(step, input.parentId);
      return;
    case 'wake-refused':
      onWakeRefused(step, input.parentId, input.text);
      return;
    case 'execution-report':
      onReport(step, input.report);
      return;
    case 'outcome':
      decideOutcome(step, input);
      return;
    case 'answer': {
      const asked = step.state.reads.get(input.readId);
      // A second answer to one read, or one asked by an earlier life of the process: nobody waits for it.
      if (asked === undefined) return;
      const awaited = isAwaited(step.state, asked);
      step.emit({ kind: 'read-answered', readId: input.readId });
      decideAnswer(step, { ...asked, awaited }, input.answer);
      return;
    }
    case 'feed':
      if (step.state.feed !== input.status) step.emit({ kind: 'feed', status: input.status });
      return;
  }
}

function decideOutcome(step: Step, input: Extract<Input, { kind: 'outcome' }>): void {
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

/** True while whoever asked still waits for exactly this read. */
function isAwaited(state: State, { read, purpose, parentId, clientOrderId }: PendingRead): boolean {
  if (clientOrderId !== null)
    return state.children.get(clientOrderId)?.monitor.read === read.readId;
  const parent = state.parents.get(parentId);
  if (purpose === 'arrival') return parent?.intake?.waiting.includes(read.readId) === true;
  return parent?.release?.read === read.readId;
}

function decideAnswer(step: Step, asked: AnsweredRead, answer: ReadAnswer): void {
  switch (asked.purpose) {
    case 'arrival':
      onArrivalAnswer(step, asked, answer);
      return;
    case 'early-stop':
    case 'price':
      onMarketAnswer(step, asked, answer);
      return;
    case 'resend':
      onResendQuote(step, asked, answer);
      return;
    case 'poll':
    case 'final-check':
    case 'verify-cancel':
      onOrderAnswer(step, asked, answer);
      return;
    case 'ledger':
    case 'absence':
      onLedgerAnswer(step, asked, answer);
      return;
  }
}
