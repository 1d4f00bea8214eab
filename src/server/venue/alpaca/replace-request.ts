/**
 * The body of `PATCH /v2/orders/{id}`: what it changes of an order that the venue knows, or why that cannot be. The venue changes a
 * quantity and a limit price. `qty` is the new total of the order named and all it took the place of, what they have filled included; the
 * order that takes its place works what is left of that. Pure.
 */
import { type Lots, type Ticks, lots } from '../../../core/ground/units.js';
import type { ClientOrderId } from '../../../core/order/order.js';
import { allOf, lotsOf, ticksOf } from './amounts.js';
import type { ReplaceBody } from './json-body.js';
import type { IndexedOrder } from './ledger-index.js';
import type { ListedAsset } from './listed-assets.js';
import { clientOrderIdOf } from './order-request.js';
import { type Refusal, isRefusal, unprocessable } from './refusal.js';

export interface ReplaceDraft {
  readonly newClientOrderId: ClientOrderId;
  /** Of the order and all it took the place of. */
  readonly quantity: Lots;
  readonly limitPrice: Ticks | null;
}

export interface Replaced {
  readonly order: IndexedOrder;
  readonly asset: ListedAsset;
  /** It was asked for by what it is worth. */
  readonly isNotional: boolean;
}

export function replaceDraft(
  body: ReplaceBody,
  replaced: Replaced,
  newId: () => ClientOrderId,
): ReplaceDraft | Refusal {
  const { order, asset } = replaced;
  const { terms } = order;
  const unchangeable = unchangeableIn(body, replaced);
  if (unchangeable !== null) return unchangeable;
  const before = lots(order.filledBefore + terms.quantity);
  const qty = body.qty ?? null;
  const price = body.limit_price ?? null;
  const asked = allOf(
    clientOrderIdOf(body.client_order_id ?? null, newId),
    qty === null ? before : lotsOf(asset, qty),
    price === null ? terms.limitPrice : ticksOf(asset, 'limit_price', price),
  );
  if (isRefusal(asked)) return asked;
  const [newClientOrderId, quantity, limitPrice] = asked;
  if (quantity === before && limitPrice === terms.limitPrice)
    return unprocessable('order parameters are not changed');
  return { newClientOrderId, quantity, limitPrice };
}

/** What of the body the venue cannot change of any order, or not of this one. */
function unchangeableIn(body: ReplaceBody, replaced: Replaced): Refusal | null {
  const { terms } = replaced.order;
  const { notional, trail, time_in_force: timeInForce, limit_price: limit } = body;
  if (replaced.isNotional) return unprocessable('notional orders cannot be replaced');
  if (isGiven(notional)) return unprocessable('notional cannot be changed');
  if (isGiven(trail)) return unprocessable('trail is only for trailing_stop orders');
  if (isGiven(timeInForce) && timeInForce !== terms.timeInForce)
    return unprocessable('this venue cannot change time_in_force');
  if (isGiven(limit) && terms.limitPrice === null)
    return unprocessable('the order has no limit price to change');
  return unchangeableStop(body, replaced);
}

const isGiven = <T>(value: T | null | undefined): value is T => (value ?? null) !== null;

function unchangeableStop(body: ReplaceBody, { order, asset }: Replaced): Refusal | null {
  if (!isGiven(body.stop_price)) return null;
  const stopPrice = ticksOf(asset, 'stop_price', body.stop_price);
  if (isRefusal(stopPrice)) return stopPrice;
  return stopPrice === order.terms.stopPrice
    ? null
    : unprocessable('this venue cannot change stop_price');
}
