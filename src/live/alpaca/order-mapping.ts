/**
 * An order in Alpaca's words → an order in ours. Pure.
 *
 * A replacement's `qty` and `filled_qty` are those of the whole chain: what the orders before it had filled is in both ("qty must be >
 * filled_qty" is how Alpaca refuses less). Ours are those of the order alone, so that what it took over is taken off.
 */
import type { Instrument } from '../../core/ground/instrument.js';
import { type Lots, type Side, lots } from '../../core/ground/units.js';
import type { OrderSnapshot } from '../../core/order/execution-report.js';
import type { ClientOrderId, VenueOrderId } from '../../core/order/order.js';
import type { EffectOutcome } from '../../core/order/outcome.js';
import { isTerminal } from '../../core/order/status.js';
import {
  type Fields,
  UnreadableError,
  amountIn,
  needAmount,
  needText,
  textIn,
} from '../rest/fields.js';
import { microsOf, nanosOf } from '../rest/rfc3339.js';
import { statusOf, typeOf } from './order-words.js';
import { lotsOf, ticksOf } from './venue-instruments.js';

const NOTHING = 0 as Lots;

/** Errors: `UnreadableError` where something without which an order is none is missing, unknown or off the grid. */
export function snapshotOf(
  order: Fields,
  instrument: Instrument,
  takenOver: Lots = NOTHING,
): OrderSnapshot {
  const venueWord = textIn(order, 'status') ?? '';
  const quantity = lots(lotsOf(instrument, needAmount(order, 'qty'), 'qty') - takenOver);
  const cumQty = filledOf(order, instrument, takenOver);
  const snapshot: OrderSnapshot = {
    clientOrderId: needText(order, 'client_order_id') as ClientOrderId,
    venueOrderId: venueOrderIdIn(order),
    symbol: instrument.symbol,
    side: sideIn(order),
    quantity,
    type: needType(order),
    limitPrice: priceIn(order, 'limit_price', instrument),
    stopPrice: priceIn(order, 'stop_price', instrument),
    status: statusOf(venueWord),
    venueWord,
    cumQty,
    avgPrice: amountIn(order, 'filled_avg_price'),
    filledAt: microsIn(order, 'filled_at'),
    createdAt: microsIn(order, 'created_at') ?? microsIn(order, 'submitted_at'),
    venueTime: nanosIn(order, 'updated_at'),
  };
  return takenOver === 0 ? snapshot : ofItself(snapshot);
}

/** What Alpaca says of the chain's fills is not said of the order. */
function ofItself(order: OrderSnapshot): OrderSnapshot {
  const own = { ...order, avgPrice: null, filledAt: null };
  const isUnfilled = order.cumQty === 0 && order.status === 'partially_filled';
  return isUnfilled ? { ...own, status: 'accepted', venueWord: 'new' } : own;
}

function filledOf(order: Fields, instrument: Instrument, takenOver: Lots): Lots | null {
  const text = amountIn(order, 'filled_qty');
  if (text === null) return null;
  const filled = lotsOf(instrument, text, 'filled_qty') - takenOver;
  if (filled >= 0) return lots(filled);
  throw new UnreadableError(
    `filled_qty ${text} of order ${venueOrderIdIn(order)} is less than what it took over from the order it replaces`,
  );
}

/** An accepted submit or replace: the order has to name our request. Errors: `UnreadableError`. */
export function receiptOf(
  order: Fields,
  instrument: Instrument,
  asked: { readonly clientOrderId: ClientOrderId; readonly replaces: VenueOrderId | null },
): Extract<EffectOutcome, { kind: 'accepted' }> {
  const named = needText(order, 'client_order_id');
  if (named !== asked.clientOrderId)
    throw new UnreadableError(`the answer is about order ${named}`);
  if (asked.replaces !== null && textIn(order, 'replaces') !== asked.replaces)
    throw new UnreadableError(`the answer does not replace order ${asked.replaces}`);
  const filled = amountIn(order, 'filled_qty');
  return {
    kind: 'accepted',
    venueOrderId: venueOrderIdIn(order),
    status: statusOf(textIn(order, 'status') ?? ''),
    // Of a replacement it is the chain's.
    cumQty:
      filled === null || asked.replaces !== null ? null : lotsOf(instrument, filled, 'filled_qty'),
    venueTime: nanosIn(order, 'updated_at'),
  };
}

/** The order it took the place of; null = it is a first one. */
export const replacesIn = (order: Fields): VenueOrderId | null =>
  textIn(order, 'replaces') as VenueOrderId | null;

/** What an order hands on to the one that replaces it; null while it may still fill. */
export function handedOn(order: Fields, instrument: Instrument): Lots | null {
  const status = statusOf(textIn(order, 'status') ?? '');
  if (status === null || !isTerminal(status)) return null;
  return lotsOf(instrument, needAmount(order, 'filled_qty'), 'filled_qty');
}

export const venueOrderIdIn = (order: Fields): VenueOrderId =>
  needText(order, 'id') as VenueOrderId;

const SIDES: ReadonlyMap<string, Side> = new Map([
  ['buy', 'buy'],
  ['sell', 'sell'],
  ['sell_short', 'sell'],
]);

export function sideIn(fields: Fields): Side {
  const word = needText(fields, 'side');
  const side = SIDES.get(word);
  if (side === undefined) throw new UnreadableError(`side "${word}" is unknown`);
  return side;
}

function needType(order: Fields): OrderSnapshot['type'] {
  const word = textIn(order, 'type') ?? needText(order, 'order_type');
  const type = typeOf(word);
  if (type === undefined) throw new UnreadableError(`type "${word}" is unknown`);
  return type;
}

function priceIn(order: Fields, name: string, instrument: Instrument): OrderSnapshot['limitPrice'] {
  const text = amountIn(order, name);
  return text === null ? null : ticksOf(instrument, text, name);
}

export function nanosIn(fields: Fields, name: string): OrderSnapshot['venueTime'] {
  const text = textIn(fields, name);
  return text === null ? null : nanosOf(text);
}

export function microsIn(fields: Fields, name: string): OrderSnapshot['createdAt'] {
  const text = textIn(fields, name);
  return text === null ? null : microsOf(text);
}
