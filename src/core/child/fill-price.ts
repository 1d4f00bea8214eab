/** F:FIL8: no venue may execute an order beyond its limit. What did is booked as it is, for it has happened, and somebody is told. */
import { formatPrice, formatQuantity } from '../ground/instrument.js';
import type { Ticks } from '../ground/units.js';
import type { Execution } from '../order/execution-report.js';
import type { ClientOrderId } from '../order/order.js';
import type { ChildState } from '../state/state.js';
import type { Step } from '../state/step.js';

export function notePrice(step: Step, clientOrderId: ClientOrderId, execution: Execution): void {
  const child = step.child(clientOrderId);
  const { symbol, side } = child.terms;
  const limit = loosestLimit(child);
  const { price, quantity } = execution;
  if (limit === null || (side === 'buy' ? price <= limit : price >= limit)) return;
  const instrument = step.instrument(symbol);
  const text = `${formatQuantity(instrument, quantity)} executed at ${formatPrice(instrument, price)}, beyond the limit of ${formatPrice(instrument, limit)}`;
  step.raise('fill-beyond-limit', 'critical', { subject: clientOrderId, text });
}

/** Of all attempts, any of which may be the one that lives; null = one of them, or all, without a limit. */
function loosestLimit({ terms, asked, submit }: ChildState): Ticks | null {
  const own = [terms.limitPrice, asked?.limitPrice ?? terms.limitPrice];
  const limits = [...own, ...(submit.earlierPrices ?? [])];
  return limits.reduce((loosest, limit) => {
    if (loosest === null || limit === null) return null;
    return (terms.side === 'buy') === limit > loosest ? limit : loosest;
  });
}
