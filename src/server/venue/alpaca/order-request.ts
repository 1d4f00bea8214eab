/**
 * The body of `POST /v2/orders` as the terms of an order, or why it is none. What Alpaca has and this venue has not (brackets, trailing
 * stops, auctions) is refused in words, never taken for something else. Pure.
 */
import {
  decimal,
  multiplyDecimal,
  divide,
  parseDecimal,
  rescale,
} from '../../../core/ground/decimal.js';
import { priceOf } from '../../../core/ground/instrument.js';
import { type Lots, type Side, type Ticks, lots } from '../../../core/ground/units.js';
import type { ClientOrderId, OrderTerms, OrderType } from '../../../core/order/order.js';
import { allOf, lotsOf, priceGiven } from './amounts.js';
import type { OrderBody } from './json-body.js';
import type { ListedAsset, ListedAssets } from './listed-assets.js';
import type { AskedBeside } from './order-json.js';
import { type Refusal, forbidden, invalid, isRefusal, unprocessable } from './refusal.js';

export interface OrderDraft {
  readonly clientOrderId: ClientOrderId;
  readonly terms: OrderTerms;
  readonly asset: ListedAsset;
  readonly beside: AskedBeside;
}

export interface DraftNeeds {
  readonly assets: ListedAssets;
  /** What one would pay, or get, at best right now; null = the book has no such side. */
  readonly bestFor: (asset: ListedAsset, side: Side) => Ticks | null;
  /** For an order that brings none. */
  readonly newClientOrderId: () => ClientOrderId;
}

const CLIENT_ORDER_ID_MOST = 128;

const TYPE_OF: Readonly<Record<Exclude<OrderBody['type'], 'trailing_stop'>, OrderType>> = {
  market: 'market',
  limit: 'limit',
  stop: 'stop',
  stop_limit: 'stop-limit',
};

export function orderDraft(body: OrderBody, needs: DraftNeeds): OrderDraft | Refusal {
  const asset = needs.assets.named(body.symbol);
  if (asset === null) return unprocessable(`asset "${body.symbol}" not found`);
  const isDay = endsWithDay(body, asset);
  const kind = kindOf(isDay ? { ...body, time_in_force: 'gtc' } : body);
  if (isRefusal(kind)) return kind;
  const clientOrderId = clientOrderIdOf(body.client_order_id ?? null, needs.newClientOrderId);
  const terms = allOf(
    clientOrderId,
    quantityOf(body, asset, needs),
    priceOfType(body, asset, 'limit_price', ['limit', 'stop_limit']),
    priceOfType(body, asset, 'stop_price', ['stop', 'stop_limit']),
  );
  if (isRefusal(terms)) return terms;
  const [id, quantity, limitPrice, stopPrice] = terms;
  const { side } = body;
  const { symbol } = asset.instrument;
  return {
    ...{ clientOrderId: id, asset },
    terms: { symbol, side, quantity, ...kind, limitPrice, stopPrice, postOnly: false },
    beside: {
      ...{ notional: body.notional ?? null, extendedHours: body.extended_hours ?? false },
      isDay,
    },
  };
}

/**
 * Where a market never closes no day ends, and what would rest until then is refused; a market order never rests there. It is how most orders of stocks
 * are sent, and those of fractions have to be. Where it has sessions the order is one for the day (F12).
 */
const endsWithDay = (
  { type, time_in_force: timeInForce }: OrderBody,
  { assetClass, instrument }: ListedAsset,
): boolean =>
  timeInForce === 'day' &&
  type === 'market' &&
  assetClass === 'us_equity' &&
  instrument.calendar === 'always-open';

/** What kind of order it is, or which kind this venue does not have. */
function kindOf(body: OrderBody): Pick<OrderTerms, 'type' | 'timeInForce'> | Refusal {
  const { type, time_in_force: timeInForce } = body;
  if (type === 'trailing_stop') return notHere('type trailing_stop');
  if (timeInForce === 'opg' || timeInForce === 'cls')
    return notHere(`time_in_force ${timeInForce}`);
  const orderClass = body.order_class ?? '';
  if (orderClass !== '' && orderClass !== 'simple') return notHere(`order_class ${orderClass}`);
  const isSimple = ['take_profit', 'stop_loss', 'legs', 'trail_price', 'trail_percent'] as const;
  const more = isSimple.find((field) => (body[field] ?? null) !== null);
  if (more !== undefined) return notHere(more);
  return { type: TYPE_OF[type], timeInForce };
}

const notHere = (what: string): Refusal => unprocessable(`${what} is not supported by this venue`);

export function clientOrderIdOf(
  text: string | null,
  newClientOrderId: () => ClientOrderId,
): ClientOrderId | Refusal {
  if (text === null || text === '') return newClientOrderId();
  return text.length <= CLIENT_ORDER_ID_MOST
    ? (text as ClientOrderId)
    : invalid(`client_order_id must be no more than ${CLIENT_ORDER_ID_MOST} characters`);
}

function quantityOf(body: OrderBody, asset: ListedAsset, needs: DraftNeeds): Lots | Refusal {
  const { qty = null, notional = null, type, side } = body;
  if (qty !== null && notional !== null) return invalid('only one of qty or notional is accepted');
  if (qty !== null) return lotsOf(asset, qty);
  if (notional === null) return invalid('qty or notional is required');
  if (type !== 'market') return unprocessable('notional orders must be market orders');
  const best = needs.bestFor(asset, side);
  if (best === null) return unprocessable(`no price of ${asset.symbol} to work notional out by`);
  return worthOf(asset, notional, best);
}

/** As many lots as `notional` buys at `price`. */
function worthOf({ instrument }: ListedAsset, notional: string, price: Ticks): Lots | Refusal {
  const amount = parseDecimal(notional);
  if (amount === null) return invalid(`invalid notional "${notional}"`);
  if (amount.mantissa <= 0n) return invalid('notional must be > 0');
  const lot = multiplyDecimal(priceOf(instrument, price), decimal(instrument.lotSize));
  const scale = Math.max(lot.scale, amount.scale);
  const quantity = Number(
    divide(rescale(amount, scale, 'floor'), rescale(lot, scale, 'floor'), 'floor'),
  );
  if (!Number.isSafeInteger(quantity)) return invalid(`invalid notional "${notional}"`);
  return quantity > 0 ? lots(quantity) : forbidden(`notional ${notional} buys less than one lot`);
}

const priceOfType = (
  body: OrderBody,
  asset: ListedAsset,
  field: 'limit_price' | 'stop_price',
  types: readonly OrderBody['type'][],
): Ticks | null | Refusal => {
  const { type } = body;
  return priceGiven(asset, field, {
    text: body[field] ?? null,
    wanted: types.includes(type),
    type,
  });
};
