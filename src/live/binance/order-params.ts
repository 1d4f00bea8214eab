/**
 * An order as the venue is asked for it: text on the instrument's grid, which no library rounds on its way. What the venue has no word for
 * is said, not sent as something else. Pure.
 *
 * Source: binance-spot-api-docs, the page on the REST API, "New order".
 */
import { type Instrument, formatPrice, formatQuantity } from '../../core/ground/instrument.js';
import type { Ticks } from '../../core/ground/units.js';
import type { OrderTerms, TimeInForce } from '../../core/order/order.js';
import { SIDE_WORDS, TIME_IN_FORCE_WORDS } from './words.js';

/** Every value as text, for no number of ours is to be printed by somebody else. */
export type Params = Readonly<Record<string, string>>;

/** Of Spot. Text = why the venue takes no such order. */
export function spotOrderParams(terms: OrderTerms, instrument: Instrument): Params | string {
  if (terms.reduceOnly === true) return 'Binance Spot has no reduce-only orders';
  return whyUnfit(terms) ?? { ...whatAndHowMuch(terms, instrument), ...byType(terms, instrument) };
}

export const whatAndHowMuch = (
  { symbol, side, quantity }: OrderTerms,
  instrument: Instrument,
): Params => ({ symbol, side: SIDE_WORDS[side], quantity: formatQuantity(instrument, quantity) });

/** What none of Binance's markets has; null = nothing of it. */
export function whyUnfit({ type, timeInForce, postOnly }: OrderTerms): string | null {
  if (timeInForce === 'day') return 'Binance never closes and has no day orders';
  const isLimited = type === 'limit' || type === 'stop-limit';
  if (!isLimited && timeInForce === 'fok') return `Binance has no fill-or-kill for a ${type} order`;
  if (postOnly && (type !== 'limit' || timeInForce !== 'gtc'))
    return `Binance has no post-only ${type} order of ${timeInForce}`;
  return null;
}

function byType(terms: OrderTerms, instrument: Instrument): Params {
  const { type, postOnly, limitPrice, stopPrice, timeInForce } = terms;
  switch (type) {
    // What does not execute at once expires, whatever its time in force.
    case 'market':
      return { type: 'MARKET' };
    case 'limit':
      return postOnly
        ? { type: 'LIMIT_MAKER', ...priced(instrument, 'price', limitPrice) }
        : { type: 'LIMIT', ...priced(instrument, 'price', limitPrice), ...inForce(timeInForce) };
    // Rests until it triggers, and is a market order then.
    case 'stop':
      return { type: 'STOP_LOSS', ...priced(instrument, 'stopPrice', stopPrice) };
    case 'stop-limit':
      return {
        type: 'STOP_LOSS_LIMIT',
        ...priced(instrument, 'price', limitPrice),
        ...priced(instrument, 'stopPrice', stopPrice),
        ...inForce(timeInForce),
      };
  }
}

export const priced = (instrument: Instrument, name: string, price: Ticks | null): Params =>
  price === null ? {} : { [name]: formatPrice(instrument, price) };

export const inForce = (timeInForce: TimeInForce): Params =>
  timeInForce === 'day' ? {} : { timeInForce: TIME_IN_FORCE_WORDS[timeInForce] };
