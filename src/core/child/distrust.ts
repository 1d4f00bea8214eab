/** ORD-3: where a venue and we speak of different orders, the symbol takes no new ones until someone has looked. */
import { quarantine } from '../guard/quarantine.js';
import type { ClientOrderId } from '../order/order.js';
import type { Step } from '../state/step.js';

export function distrust(step: Step, clientOrderId: ClientOrderId, why: string): void {
  const { parentId, terms } = step.child(clientOrderId);
  const { strategyId } = step.parent(parentId).request;
  const reason = `order ${clientOrderId}: ${why}`;
  quarantine(step, { strategyId, symbol: terms.symbol }, { operator: '', reason });
}
