/** FIL-12: what every engine that follows orders offers: what it makes of what is heard, and of what falls due. Types only. */
import type { ExecutionReport } from '../order/execution-report.js';
import type { ReadAnswer } from '../order/outcome.js';
import type { EngineName } from '../state/config.js';
import type { Input } from '../state/input.js';
import type { AnsweredRead, ChildState } from '../state/state.js';
import type { Step } from '../state/step.js';

export type OutcomeInput = Extract<Input, { kind: 'outcome' }>;

/** An answer, and what was asked. */
export interface HeardAnswer {
  readonly asked: AnsweredRead;
  readonly answer: ReadAnswer;
}

export interface ChildMonitor {
  readonly name: EngineName;
  onOutcome(step: Step, child: ChildState, input: OutcomeInput): void;
  onReport(step: Step, child: ChildState, report: ExecutionReport): void;
  onOrder(step: Step, child: ChildState, heard: HeardAnswer): void;
  onExecutions(step: Step, child: ChildState, heard: HeardAnswer): void;
  onDue(step: Step, child: ChildState): void;
}
