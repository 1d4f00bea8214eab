/** Rows about orders by the order they are about: made in one pass, so that asking for each order is no pass of its own. */
import { groupedBy } from '../../core/ground/grouped-by.js';
import type { ClientOrderId } from '../../core/order/order.js';

export type ByOrder<T> = ReadonlyMap<ClientOrderId, readonly T[]>;

/** In their own order; an order without rows is not in it. */
export const byOrder = <T extends { readonly clientOrderId: ClientOrderId }>(
  rows: Iterable<T>,
): ByOrder<T> => groupedBy(rows, ({ clientOrderId }) => clientOrderId);
