/** S17: every client order id is unique over all orders and fits the venues' charset and length. */
import type { CheckerFactory } from '../checker.js';
import { Column } from '../column.js';

/** Alpaca takes 48 characters, Binance 36 of [a-zA-Z0-9-_]; ours are 24 hex digits. */
const VENUE_ID = /^[a-z0-9_-]{1,36}$/i;

export const identifiers: CheckerFactory = ({ check, broken, orders }) => {
  const seen = new Column();
  return {
    id: 'S17',
    onEntry(entry, at) {
      if (entry.kind !== 'slice-released' && entry.kind !== 'slice-ended') return;
      const { clientOrderId } = entry;
      const order = orders.of(clientOrderId);
      if (!check(seen.get(order) === 0 && VENUE_ID.test(clientOrderId)))
        broken({
          id: 'S17',
          at,
          of: { order: clientOrderId },
          detail: `client order id ${clientOrderId} is used twice, or no venue would take it`,
        });
      seen.set(order, 1);
    },
  };
};
