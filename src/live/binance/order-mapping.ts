/**
 * What the venue says of an order when it is asked, as the core's: a queried order, and the acknowledgement of an effect. A status it has no
 * word for is null; an order that cannot be read whole is an error, for a wrong quantity would be believed. Pure.
 */
import {
  type Decimal,
  decimal,
  divide,
  formatDecimal,
  parseDecimal,
  pow10,
  rescale,
} from '../../core/ground/decimal.js';
import type { Instrument } from '../../core/ground/instrument.js';
import type { Lots, Side } from '../../core/ground/units.js';
import type { OrderSnapshot } from '../../core/order/execution-report.js';
import type { ClientOrderId, OrderType, VenueOrderId } from '../../core/order/order.js';
import type { EffectOutcome } from '../../core/order/outcome.js';
import { type Fields, UnreadableError, fieldsOf, needText, textIn } from '../rest/fields.js';
import { numberIn, orNull, priceIn, quantityIn, stampIn, timeIn } from './fields.js';
import { sideOf, statusOf } from './words.js';

export type Accepted = Extract<EffectOutcome, { kind: 'accepted' }>;

/** What a market of Binance's calls these. */
export interface OrderWords {
  readonly types: ReadonlyMap<string, OrderType>;
  /** What was paid for all that has executed. */
  readonly paid: string;
  /** When the reply to an effect says that it was. */
  readonly repliedAt: string;
  /** The order's own id, in the reply to its cancel. */
  readonly canceledId: string;
}

/** A row of `order`, `openOrders` or `allOrders`. What it leaves out of the order's state is null. Errors: `UnreadableError`. */
export function snapshotOf(row: unknown, instrument: Instrument, words: OrderWords): OrderSnapshot {
  const fields = fieldsOf(row, 'an order');
  const { symbol } = instrument;
  const venueOrderId = numberIn(fields, 'orderId') as VenueOrderId;
  try {
    expectSymbol(fields, symbol);
    const type = orderTypeIn(fields, words);
    const venueWord = textIn(fields, 'status') ?? '';
    const quantity = (name: string): Lots => quantityIn(instrument, fields, name);
    return {
      clientOrderId: needText(fields, 'clientOrderId') as ClientOrderId,
      venueOrderId,
      symbol,
      side: orderSideIn(fields),
      quantity: quantity('origQty'),
      type,
      limitPrice:
        type === 'limit' || type === 'stop-limit' ? priceIn(instrument, fields, 'price') : null,
      stopPrice:
        type === 'stop' || type === 'stop-limit' ? priceIn(instrument, fields, 'stopPrice') : null,
      status: statusOf(venueWord),
      venueWord,
      cumQty: orNull(fields, 'executedQty', quantity),
      avgPrice: averageIn(fields, instrument, words),
      // The venue does not say it of an order, only of its trades.
      filledAt: null,
      createdAt: orNull(fields, 'time', (name) => timeIn(fields, name)),
      venueTime: orNull(fields, 'updateTime', (name) => stampIn(fields, name)),
    };
  } catch (error) {
    throw named(error, `order ${venueOrderId} of ${symbol}`);
  }
}

/** Which order a reply has to be about. */
export interface AboutReply {
  readonly instrument: Instrument;
  readonly clientOrderId: ClientOrderId;
}

/** The error with whom it is about. */
export function named(error: unknown, whom: string): unknown {
  return error instanceof UnreadableError
    ? new UnreadableError(`${whom}: ${error.message}`)
    : error;
}

/** The reply to a new order, whole or short. Errors: `UnreadableError`, also where it is about another order. */
export function acceptedOf(
  body: unknown,
  { instrument, clientOrderId }: AboutReply,
  words: OrderWords,
): Accepted {
  const fields = fieldsOf(body, 'the reply to an order');
  expectSymbol(fields, instrument.symbol);
  expectName(fields, 'clientOrderId', clientOrderId);
  return acknowledged(fields, instrument, words);
}

/** The reply to a cancel: the order's own name is the original one, the other is that of the cancel. Errors as above. */
export function canceledOf(
  body: unknown,
  { instrument, clientOrderId }: AboutReply,
  words: OrderWords,
): Accepted {
  const fields = fieldsOf(body, 'the reply to a cancel');
  expectSymbol(fields, instrument.symbol);
  expectName(fields, words.canceledId, clientOrderId);
  return acknowledged(fields, instrument, words);
}

function acknowledged(fields: Fields, instrument: Instrument, words: OrderWords): Accepted {
  return {
    kind: 'accepted',
    venueOrderId: numberIn(fields, 'orderId') as VenueOrderId,
    status: statusOf(textIn(fields, 'status') ?? ''),
    cumQty: orNull(fields, 'executedQty', (name) => quantityIn(instrument, fields, name)),
    venueTime: orNull(fields, words.repliedAt, (name) => stampIn(fields, name)),
  };
}

function expectSymbol(fields: Fields, symbol: string): void {
  const told = needText(fields, 'symbol');
  if (told !== symbol) throw new UnreadableError(`it is of ${told}`);
}

function expectName(fields: Fields, name: string, clientOrderId: ClientOrderId): void {
  const told = needText(fields, name);
  if (told !== clientOrderId) throw new UnreadableError(`it is about order ${told}`);
}

function orderTypeIn(fields: Fields, { types }: OrderWords): OrderType {
  const word = needText(fields, 'type');
  const type = types.get(word);
  if (type === undefined) throw new UnreadableError(`type ${word} is none that is known`);
  return type;
}

export function orderSideIn(fields: Fields, name = 'side'): Side {
  const word = needText(fields, name);
  const side = sideOf(word);
  if (side === null) throw new UnreadableError(`${name} ${word} is none that is known`);
  return side;
}

/** Beyond those of the tick. */
const AVERAGE_EXTRA_DIGITS = 8;

/** The venue states what was paid in all; below zero it means that it does not know (of some old orders). */
function averageIn(fields: Fields, instrument: Instrument, words: OrderWords): string | null {
  const paid = parseDecimal(textIn(fields, words.paid) ?? '');
  const executed = parseDecimal(textIn(fields, 'executedQty') ?? '');
  if (paid === null || executed === null || paid.mantissa <= 0n || executed.mantissa <= 0n)
    return null;
  return formatDecimal(
    ratio(paid, executed, decimal(instrument.tickSize).scale + AVERAGE_EXTRA_DIGITS),
  );
}

function ratio(numerator: Decimal, denominator: Decimal, scale: number): Decimal {
  const common = Math.max(numerator.scale, denominator.scale);
  const whole = rescale(numerator, common, 'floor') * pow10(scale);
  return { mantissa: divide(whole, rescale(denominator, common, 'floor'), 'half-even'), scale };
}
