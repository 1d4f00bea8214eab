/**
 * An order as USD-M futures are asked for it. Orders that wait for a price are another service there, with ids, look-ups and events of their
 * own: they are refused before anything leaves. Pure.
 *
 * Source: Binance's documents of USD-M futures, "New Order" and the notice on conditional orders (-4120).
 */
import type { Instrument } from '../../../core/ground/instrument.js';
import type { OrderTerms } from '../../../core/order/order.js';
import { type Params, inForce, priced, whatAndHowMuch, whyUnfit } from '../order-params.js';

/** Text = why the venue takes no such order. */
export function usdmOrderParams(terms: OrderTerms, instrument: Instrument): Params | string {
  const { type, postOnly, limitPrice, timeInForce, reduceOnly } = terms;
  if (type === 'stop' || type === 'stop-limit')
    return `Binance USD-M takes ${type} orders as conditional ones, which are not built`;
  const unfit = whyUnfit(terms);
  if (unfit !== null) return unfit;
  return {
    ...whatAndHowMuch(terms, instrument),
    ...(type === 'market'
      ? { type: 'MARKET' }
      : {
          type: 'LIMIT',
          ...priced(instrument, 'price', limitPrice),
          ...(postOnly ? { timeInForce: 'GTX' } : inForce(timeInForce)),
        }),
    ...(reduceOnly === true ? { reduceOnly: 'true' } : {}),
  };
}
