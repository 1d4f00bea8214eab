/**
 * ORD-3's condition of credit: is this update about this order, and does it state anything possible? Judged against
 * what was fixed when the order was created, never against what was learned since: otherwise the answer would depend
 * on which update came first. A report that names only the venue's id is addressed by whoever routed it here (it is
 * found in the index of venue ids or it is not): the router fills in our id.
 */
import type { OrderIdentity } from './belief.js';
import type { Execution } from './execution-report.js';
import type { VenueUpdate } from './update.js';

/** What does not fit, as text; null when all does. */
export function mismatchOf(order: OrderIdentity, update: VenueUpdate): string | null {
  if (!namesOrder(order, update)) {
    return `is about ${update.clientOrderId ?? '-'}/${update.venueOrderId ?? '-'}, not ${order.clientOrderId}`;
  }
  if (update.symbol !== order.symbol) return `symbol ${update.symbol} is not ${order.symbol}`;
  if (update.side !== order.side) return `side ${update.side} is not ${order.side}`;
  if (update.cumQty !== null && !isWithin(update.cumQty, 0, order.quantity)) {
    return `cumulative ${update.cumQty} is not within 0 and ${order.quantity}`;
  }
  return update.execution === null ? null : executionMismatch(order, update, update.execution);
}

function namesOrder(order: OrderIdentity, update: VenueUpdate): boolean {
  if (update.clientOrderId === order.clientOrderId) return true;
  return order.venueOrderId !== null && update.venueOrderId === order.venueOrderId;
}

/** Fills are above zero; busts and corrections are signed; none is larger than the order. */
function executionMismatch(
  order: OrderIdentity,
  update: VenueUpdate,
  execution: Execution,
): string | null {
  const { execId, quantity, price } = execution;
  const least = update.bustOf === null ? 1 : -order.quantity;
  if (quantity === 0 || !isWithin(quantity, least, order.quantity)) {
    return `execution ${execId} of ${quantity} is impossible for an order of ${order.quantity}`;
  }
  return Number.isSafeInteger(price) ? null : `execution ${execId} has no price: ${price}`;
}

const isWithin = (value: number, least: number, most: number): boolean =>
  Number.isSafeInteger(value) && value >= least && value <= most;
