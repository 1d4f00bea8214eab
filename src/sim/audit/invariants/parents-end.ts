/**
 * L5: every parent ends in a way ORD-2a knows, with filled and unfilled making its quantity. A run that is cut off by
 * its duration leaves parents that have not ended: then something is still to come of each, and nothing that was due
 * has been forgotten.
 */
import type { ClientOrderId, ParentId } from '../../../core/order/order.js';
import { isParentTerminal } from '../../../core/order/parent.js';
import { ofChild, ofParent } from '../../../core/state/owner.js';
import type { ChildState, ParentState, State } from '../../../core/state/state.js';
import { nextWakeOf } from '../../../core/state/wakes.js';
import type { EpochMicros } from '../../../core/ground/units.js';
import type { CheckerFactory } from '../checker.js';

export const parentsEnd: CheckerFactory = ({ check, broken, ownOf }) => {
  /** What was said last of each parent. */
  const said = new Map<ParentId, { readonly filled: number; readonly unfilled: number }>();
  return {
    id: 'L5',
    onEntry(entry, at, state) {
      if (entry.kind !== 'parent-status') return;
      const { parentId, filled, unfilled, status } = entry;
      said.set(parentId, entry);
      const quantity = state.parents.get(parentId)?.request.quantity ?? 0;
      // More than was asked for is S1's to tell: then nothing is unfilled.
      const rest = Math.max(0, quantity - filled);
      const isWhole = unfilled === rest && (status === 'filled') === (rest === 0);
      if (!check(isWhole || !isParentTerminal(status)))
        broken({
          id: 'L5',
          at,
          of: { parent: parentId },
          detail: `parent ${parentId}: ${status} with ${filled} lots filled and ${unfilled} unfilled of ${quantity}`,
        });
    },
    onEnd(at, state) {
      for (const [parentId, parent] of state.parents.entries()) {
        const problem = problemOf(parent, said.get(parentId)?.filled ?? 0, {
          at: ownOf(at),
          state,
        });
        if (!check(problem === null))
          broken({
            id: 'L5',
            at,
            of: { parent: parentId },
            detail: `parent ${parentId}: ${problem}`,
          });
      }
    },
  };
};

interface AtEnd {
  readonly at: EpochMicros;
  readonly state: State;
}

function problemOf(parent: ParentState, stated: number, end: AtEnd): string | null {
  const { status, filled, open, parentId } = parent;
  for (const clientOrderId of open) {
    const problem = childProblem(clientOrderId, end);
    if (problem !== null) return problem;
  }
  if (isParentTerminal(status))
    return stated === filled
      ? null
      : `${status} was said with ${stated} lots filled, not ${filled}`;
  if (open.length > 0 || parent.intake !== null || isReading(parent)) return null;
  const wake = nextWakeOf(end.state, ofParent(parentId));
  if (wake === null) return `${status} at the end, and nothing is to come of it`;
  return wake < end.at ? `${status} at the end, and what was due at ${wake} was not done` : null;
}

/** An order that is not done waits for an outcome, for an answer, or for a time that has not come. */
function childProblem(clientOrderId: ClientOrderId, { at, state }: AtEnd): string | null {
  const child = state.children.get(clientOrderId);
  if (child === undefined) return `its open order ${clientOrderId} is not known`;
  if (isAwaiting(child, state)) return null;
  const wake = nextWakeOf(state, ofChild(clientOrderId));
  if (wake !== null && wake >= at) return null;
  return `order ${clientOrderId} is ${child.stage.kind} at the end and waits for nothing`;
}

const isAwaiting = ({ stage, watch }: ChildState, { reads }: State): boolean =>
  stage.kind === 'sending' ||
  stage.kind === 'canceling' ||
  (watch.read !== null && reads.has(watch.read));

const isReading = ({ release }: ParentState): boolean => release !== null && release.read !== null;
