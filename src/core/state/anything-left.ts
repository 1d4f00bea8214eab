/** Whether anything goes on: an order that is not over, or one at the broker. */
import { isParentTerminal } from '../order/parent.js';
import type { State } from './state.js';

export function isAnythingLeft({ parents }: State): boolean {
  for (const [, parent] of parents.entries())
    if (!isParentTerminal(parent.status) || parent.open.length > 0) return true;
  return false;
}
