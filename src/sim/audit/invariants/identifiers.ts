/**
 * S17: every client order id is unique over all orders and fits the venues' charset and length, also as it reaches the
 * venue: whatever arrives under one id is one order, of one symbol, side and quantity.
 */
import type { OrderTerms } from '../../../core/order/order.js';
import type { CheckerFactory } from '../checker.js';
import { Column } from '../column.js';

/** Alpaca takes 48 characters, Binance 36 of [a-zA-Z0-9-_]; ours are 24 hex digits. */
const VENUE_ID = /^[a-z0-9_-]{1,36}$/i;

export const identifiers: CheckerFactory = ({ check, broken, orders }) => {
  const seen = new Column();
  /** By the number of the order: what arrived first. */
  const arrived: OrderTerms[] = [];

  const isOneOrder = (order: number, terms: OrderTerms): boolean => {
    const first = (arrived[order] ??= terms);
    return (
      first.symbol === terms.symbol &&
      first.side === terms.side &&
      first.quantity === terms.quantity
    );
  };

  return {
    id: 'S17',
    onArrival(arrival) {
      if (arrival.kind !== 'submit') return;
      const { clientOrderId, terms, at } = arrival;
      if (!check(VENUE_ID.test(clientOrderId) && isOneOrder(orders.of(clientOrderId), terms)))
        broken({
          id: 'S17',
          at,
          of: { order: clientOrderId },
          detail: `${clientOrderId} reached the venue as another order than before, or as no id`,
        });
    },
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
