/** How a naive client ends an order: by its own word, which it takes for the venue's. */
import type { Lots } from '../ground/units.js';
import type { OrderHead } from '../order/belief.js';
import type { ClientOrderId } from '../order/order.js';
import { type OrderStatus, rankOf } from '../order/status.js';
import type { Step } from '../state/step.js';
import { resultOf } from '../child/result.js';

/** It is over, whatever the venue thinks: its place in the parent's budget is free. */
export function closeAs(step: Step, clientOrderId: ClientOrderId, status: OrderStatus): void {
  const { belief, parentId, terms } = step.child(clientOrderId);
  const full = belief.filled >= terms.quantity;
  const head: OrderHead = {
    key: {
      statusClass: 3,
      venueTime: null,
      rank: rankOf(status),
      cumQty: belief.filled > 0 ? belief.filled : (null as Lots | null),
      source: 'ours',
      status,
    },
    status: full ? 'filled' : status,
    filled: belief.filled,
    busted: belief.busted,
    venueOrderIds: belief.venueOrderIds,
    credited: belief.credited,
  };
  step.emit({
    kind: 'order-updated',
    clientOrderId,
    parentId,
    source: 'ours',
    head,
    skipped: [],
  });
  conclude(step, clientOrderId);
}

/** Its result stands, with what it has heard by now. */
export function conclude(step: Step, clientOrderId: ClientOrderId): void {
  const child = step.child(clientOrderId);
  const { parentId } = child;
  const result = resultOf(step, child);
  step.emit({ kind: 'fill-result', clientOrderId, parentId, final: true, result });
  step.marksOf(parentId).ended.push({ clientOrderId, why: result.reason });
}
