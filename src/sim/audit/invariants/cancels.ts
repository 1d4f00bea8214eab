/**
 * S23 for cancels: a further cancel of an order is meant only once the one before has an outcome, and no more of them
 * leave for the wire than were meant: what the network makes of one is not counted. How often an order is submitted is S9's to count.
 */
import type { CheckerFactory } from '../checker.js';
import { Column } from '../column.js';

export const cancels: CheckerFactory = ({ check, broken, orders }) => {
  /** By the number of the order. */
  const meant = new Column();
  /** A cancel of it has no outcome; a process that begins has none to wait for. */
  const pending = new Set<number>();
  const left = new Column();

  return {
    id: 'S23',
    onInput(input) {
      if (input.kind === 'started') pending.clear();
      if (input.kind !== 'outcome' || input.effect !== 'cancel') return;
      const order = orders.of(input.clientOrderId);
      if (input.attempt >= meant.get(order)) pending.delete(order);
    },
    onEntry(entry, at) {
      if (entry.kind !== 'cancel-intent' && entry.kind !== 'orphan-cancel-intent') return;
      const { clientOrderId } = entry.command;
      const order = orders.of(clientOrderId);
      if (!check(!pending.has(order)))
        broken({
          id: 'S23',
          at,
          of: { order: clientOrderId },
          detail: `${clientOrderId}: canceled again while the cancel before has no outcome`,
        });
      meant.add(order, 1);
      pending.add(order);
    },
    onDeparture({ kind, clientOrderId, sentAt }) {
      if (kind !== 'cancel') return;
      const order = orders.of(clientOrderId);
      const sent = left.add(order, 1);
      if (!check(sent <= meant.get(order)))
        broken({
          id: 'S23',
          at: sentAt,
          of: { order: clientOrderId },
          detail: `${sent} cancels of ${clientOrderId} left, ${meant.get(order)} were meant`,
        });
    },
  };
};
