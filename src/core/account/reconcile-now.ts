/**
 * REC-5: an operator asks for what would come by itself later: the list of open orders and the history of all of them, read to their
 * end. What follows from either is as always.
 */
import type { Step } from '../state/step.js';
import { readHistory } from './history-check.js';
import { readOpenOrders } from './open-orders-check.js';

export function reconcileNow(
  step: Step,
  ruling: { readonly operator: string; readonly reason: string },
): void {
  const { openOrders, history } = step.state;
  if ((openOrders?.reading ?? null) !== null || (history?.reading ?? null) !== null) {
    step.emit({ kind: 'operator-refused', text: 'it is being reconciled' });
    return;
  }
  step.emit({ kind: 'reconcile-asked', ...ruling });
  readOpenOrders(step);
  readHistory(step);
}
