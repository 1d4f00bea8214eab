/**
 * S28: an order is called `filled` only if the venue's ledger says so. A verdict of `timeout` comes behind a check that was
 * asked for at the deadline or later and came back, if only as failed, and behind the venue's own end of the order, with
 * nothing filled. What filled in part is called so, and nothing else is.
 */
import type { FillResult } from '../../../core/state/entry.js';
import type { ReadId } from '../../../core/state/command.js';
import type { CheckerFactory } from '../checker.js';
import { PARTIAL_REJECTED } from '../../../core/child/result.js';
import { Column } from '../column.js';
import { setsDeadline } from '../sets-deadline.js';

/** Whether the word fits what is told with it. */
function wordProblem({ outcome, filled, reason }: FillResult, quantity: number): string | null {
  if (outcome === 'partial' && (filled === 0 || filled >= quantity))
    return `called partial with ${filled} of ${quantity} lots`;
  const isWanted = reason !== PARTIAL_REJECTED;
  return outcome === 'failed' && filled > 0 && isWanted
    ? `called failed with ${filled} lots filled`
    : null;
}

export const falseFill: CheckerFactory = ({ check, broken, orders, ownOf }) => {
  /** All that was executed: what is undone later was true when it was told. */
  const filled = new Column();
  const busted = new Column();
  /** 1 = the venue ended it. */
  const ended = new Column();
  const deadline = new Column(NaN);
  /** 1 = a look at it after its deadline came back. */
  const looked = new Column();
  /** Looks at or after the deadline that have no answer yet. */
  const asked = new Map<ReadId, number>();

  const problemOf = (order: number, result: FillResult, quantity: number): string | null => {
    const { outcome, filled: told } = result;
    const real = filled.get(order);
    if (outcome === 'filled' && (told > real || told < quantity))
      return `called filled with ${told} of ${quantity} lots, ${real} in truth`;
    if (outcome !== 'timeout') return wordProblem(result, quantity);
    if (looked.get(order) === 0) return 'called a timeout before the final check came back';
    const left = real - busted.get(order);
    if (left > 0) return `called a timeout with ${left} lots filled in truth`;
    return ended.get(order) === 0 ? 'called a timeout before the venue had ended it' : null;
  };

  return {
    id: 'S28',
    onTruth(entry) {
      const order = orders.of(entry.clientOrderId);
      if (entry.kind === 'executed') filled.add(order, entry.quantity);
      else if (entry.kind === 'busted') busted.add(order, entry.quantity);
      else if (entry.kind === 'canceled' || entry.kind === 'expired') ended.set(order, 1);
    },
    onInput(input) {
      if (input.kind !== 'answer') return;
      const order = asked.get(input.readId);
      if (order === undefined) return;
      asked.delete(input.readId);
      looked.set(order, 1);
    },
    onEntry(entry, at, state) {
      if (setsDeadline(entry)) {
        deadline.set(orders.of(entry.clientOrderId), entry.deadline);
      } else if (entry.kind === 'read-requested' && entry.read.kind === 'read-order') {
        const order = orders.of(entry.read.clientOrderId);
        if (ownOf(at) >= deadline.get(order)) asked.set(entry.read.readId, order);
      } else if (entry.kind === 'fill-result') {
        const { clientOrderId, result } = entry;
        const quantity = state.children.get(clientOrderId)?.terms.quantity ?? 0;
        const problem = problemOf(orders.of(clientOrderId), result, quantity);
        if (!check(problem === null))
          broken({
            id: 'S28',
            at,
            of: { order: clientOrderId },
            detail: `${clientOrderId}: ${problem}`,
          });
      }
    },
  };
};
