/** A command over the API: an input to the core, durable before it is answered, and the core says who may. */
import type { OperatorCommand } from '../../core/state/input.js';
import type { ProblemCode } from '../problem.js';
import { commandProblem } from './refusal.js';
import type { Asked } from './route.js';

export interface Carried {
  readonly command: OperatorCommand;
  readonly reason: string;
  /** What is not there where the core finds nothing to do it to. */
  readonly unknown?: ProblemCode | null;
}

/** Errors: `ProblemError`. */
export async function carryOut(
  { desk, actor }: Pick<Asked, 'desk' | 'actor'>,
  carried: Carried,
): Promise<void> {
  const { command, reason, unknown = null } = carried;
  const block = await desk.take({ kind: 'operator', command, ...actor, reason });
  const problem = commandProblem(block, unknown);
  if (problem !== null) throw problem;
}

/** Of a request without a body. */
export const reasonIn = ({ query }: Pick<Asked, 'query'>): string => {
  const { reason = '' } = query;
  return reason === '' ? 'none given' : reason;
};
