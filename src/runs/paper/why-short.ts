/** Why an order that is over has not filled whole, in a few words: what stopped it, or how its slices ended. Pure. */
import { isParentTerminal } from '../../core/order/parent.js';
import type { OrderStatus } from '../../core/order/status.js';
import type { ParentState, State } from '../../core/state/state.js';

/** '' = it goes on, or has filled. */
export function whyShort({ children }: State, parent: ParentState): string {
  const { parentId, request, filled, status, stop, cancel } = parent;
  if (!isParentTerminal(status) || filled >= request.quantity) return '';
  if (stop !== null) return `${stop.code}: ${stop.measured}, the limit is ${stop.limit}`;
  if (cancel !== null) return `called off: ${cancel.reason}`;
  const ends = new Map<OrderStatus, number>();
  for (const [, child] of children.entries())
    if (child.parentId === parentId && child.belief.status !== 'filled')
      ends.set(child.belief.status, (ends.get(child.belief.status) ?? 0) + 1);
  return [...ends].map(([end, count]) => `${count} ${end}`).join(', ');
}
