/** S17: every client order id is unique over all orders and fits the venues' charset and length. */
import type { ClientOrderId } from '../../../core/order/order.js';
import type { CheckerFactory } from '../checker.js';

/** Alpaca takes 48 characters, Binance 36 of [a-zA-Z0-9-_]; ours are 24 hex digits. */
const VENUE_ID = /^[a-z0-9_-]{1,36}$/i;

export const identifiers: CheckerFactory = ({ check }) => {
  const seen = new Set<ClientOrderId>();
  return {
    id: 'S17',
    onEntry(entry, at) {
      if (entry.kind !== 'slice-released' && entry.kind !== 'slice-ended') return;
      const { clientOrderId } = entry;
      check(!seen.has(clientOrderId) && VENUE_ID.test(clientOrderId), {
        id: 'S17',
        at,
        detail: () => `client order id ${clientOrderId} is used twice, or no venue would take it`,
      });
      seen.add(clientOrderId);
    },
  };
};
