/**
 * A child as its parent's budget counts it (Parent budget): what it filled, and what it may still fill. An order and the one that
 * is to take its place never execute both what is open of them: of the two only the larger counts, whichever lives.
 */
import { exposureOf } from '../order/parent.js';
import type { Lots } from '../ground/units.js';
import type { ChildState, State } from './state.js';

export const exposureOfChild = ({ belief, stage, terms }: ChildState): Lots =>
  // A word that named no quantity was not borne out (child/doubted-end.ts).
  stage.kind === 'done' && belief.status === 'filled'
    ? belief.filled
    : exposureOf({
        status: belief.status,
        quantity: terms.quantity,
        filled: belief.filled,
        busted: belief.busted,
        inFlight: stage.kind === 'sending' || stage.kind === 'unknown' || stage.kind === 'taken',
      });

/** What the budget counts of `child`, less what its neighbors in the chain count already. */
export function exposureInChain(state: State, child: ChildState): Lots {
  const { chain, replacedBy } = child;
  let exposure: number = exposureOfChild(child);
  if (chain !== undefined) {
    const before = state.children.get(chain.order);
    if (before !== undefined) exposure += sharedBy(before, child);
  }
  if (replacedBy !== undefined) {
    const next = state.children.get(replacedBy);
    if (next !== undefined) exposure += sharedBy(child, next);
  }
  return exposure as Lots;
}

const openOf = (child: ChildState): number => exposureOfChild(child) - child.belief.filled;

/** What counting both by themselves counts too much, as a number below zero. */
function sharedBy(before: ChildState, next: ChildState): number {
  const [old, young] = [openOf(before), openOf(next)];
  return Math.max(old, young, unexplained(before, next)) - old - young;
}

/**
 * The venue's word on what the successor holds tells what the other has filled, perhaps before anybody tells of the fills: until
 * they are known they count.
 */
function unexplained(before: ChildState, { chain, asked, belief }: ChildState): number {
  if (chain === undefined || asked === undefined || before.stage.kind === 'done') return 0;
  return chain.total - before.belief.filled - belief.filled;
}
