/** S8: when the venue receives an order, its intent is already durable: judged as the journal grows, not when the host says so. */
import type { CheckerFactory } from '../checker.js';
import { Column } from '../column.js';

export const writeAhead: CheckerFactory = ({ check, broken, orders }) => {
  /** By the number of the order. */
  const intents = new Column();
  return {
    id: 'S8',
    onArrival(arrival) {
      if (arrival.kind === 'cancel') return;
      const { at } = arrival;
      const clientOrderId =
        arrival.kind === 'replace' ? arrival.newClientOrderId : arrival.clientOrderId;
      if (!check(intents.get(orders.of(clientOrderId)) > 0))
        broken({
          id: 'S8',
          at,
          of: { order: clientOrderId },
          detail: `${clientOrderId} reached the venue without a durable intent`,
        });
    },
    onEntry(entry) {
      if (entry.kind === 'submit-intent' || entry.kind === 'replace-intent')
        intents.add(orders.of(entry.clientOrderId), 1);
    },
  };
};
