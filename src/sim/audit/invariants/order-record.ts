/**
 * S6: 0 <= filled <= quantity, filled never falls but by a bust, and the ledger's exact average lies within its own
 * fill prices. S7: the key of ORD-3 never falls.
 */
import type { ChildState } from '../../../core/state/state.js';
import { type OrderHead } from '../../../core/order/belief.js';
import type { ClientOrderId } from '../../../core/order/order.js';
import { compareStatusKeys } from '../../../core/order/status-key.js';
import type { CheckerFactory } from '../checker.js';

export const orderRecord: CheckerFactory = ({ check }) => {
  const heads = new Map<ClientOrderId, OrderHead>();
  return {
    id: 'S6',
    onEntry(entry, at, state) {
      if (entry.kind !== 'order-updated') return;
      const { clientOrderId, head } = entry;
      const child = state.children.get(clientOrderId);
      const before = heads.get(clientOrderId);
      heads.set(clientOrderId, head);
      const quantity = child?.terms.quantity ?? 0;
      check(head.filled >= 0 && head.filled <= quantity, {
        id: 'S6',
        at,
        detail: () => `${clientOrderId}: filled ${head.filled} of ${quantity} lots`,
      });
      check(before === undefined || head.filled >= before.filled || head.busted > before.busted, {
        id: 'S6',
        at,
        detail: () =>
          `${clientOrderId}: filled fell from ${before?.filled} to ${head.filled} without a bust`,
      });
      check(before === undefined || compareStatusKeys(head.key, before.key) >= 0, {
        id: 'S7',
        at,
        detail: () => `${clientOrderId}: ${head.key.status} is weaker than ${before?.key.status}`,
      });
      if (child !== undefined) {
        check(averageIsWithin(child), {
          id: 'S6',
          at,
          detail: () => `${clientOrderId}: average outside its own fills`,
        });
      }
    },
  };
};

function averageIsWithin(child: ChildState): boolean {
  const { rows, quantity, notional } = child.belief.ledger;
  if (quantity <= 0 || child.belief.busted > 0) return true;
  let low = Number.MAX_SAFE_INTEGER;
  let high = 0;
  for (const { execution } of rows) {
    low = Math.min(low, execution.price);
    high = Math.max(high, execution.price);
  }
  return notional >= BigInt(low) * BigInt(quantity) && notional <= BigInt(high) * BigInt(quantity);
}
