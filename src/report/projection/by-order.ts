/** Rows about orders by the order they are about: made in one pass, so that asking for each order is no pass of its own. */
import type { ClientOrderId } from '../../core/order/order.js';

export type ByOrder<T> = ReadonlyMap<ClientOrderId, readonly T[]>;

/** In their own order; an order without rows is not in it. */
export function byOrder<T extends { readonly clientOrderId: ClientOrderId }>(
  rows: Iterable<T>,
): ByOrder<T> {
  const groups = new Map<ClientOrderId, T[]>();
  for (const row of rows) {
    const group = groups.get(row.clientOrderId);
    if (group === undefined) groups.set(row.clientOrderId, [row]);
    else group.push(row);
  }
  return groups;
}
