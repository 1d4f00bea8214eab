/** Conditional orders in Binance's words: those that wait for a price, or did. */
import type { Lots } from '../../../../core/ground/units.js';
import { InvariantError } from '../../../../core/ground/invariant.js';
import { type Desk, wallMs } from '../desk.js';
import { nameOf } from '../symbols.js';
import { priceText, quantityText } from '../words/amounts.js';
import { sideWord } from '../words/order-terms.js';
import { askedWord, averageText, progress, timeWord } from './order-words.js';
import { type UsdmOrder, current, isOpen, isWaiting } from './orders.js';

/** Of an order by what has become of it: `said` is what an answer says of the order behind it. */
export function algoStatus(order: UsdmOrder, said: string | null): string {
  if (!isWaiting(order)) return isOpen(order) ? 'TRIGGERED' : 'FINISHED';
  return said === null || said === 'PARTIALLY_FILLED' ? 'NEW' : said;
}

/** As it is asked for, and as a list has it. `said` null: it is told as the venue knows it. */
export function algoWords(desk: Desk, order: UsdmOrder, said: string | null): object {
  const link = current(order);
  const [first] = order.links;
  const { terms, workingSince } = link;
  const instrument = desk.symbols.inside(terms.symbol);
  if (instrument === null) throw new InvariantError(`no instrument ${terms.symbol}`);
  const { filled, value } = progress(desk, order, {
    link,
    cumQty: (link.executions.at(-1)?.cumQty ?? 0) as Lots,
  });
  return {
    algoId: Number(order.orderId),
    clientAlgoId: order.clientOrderId,
    algoType: 'CONDITIONAL',
    orderType: askedWord(terms),
    symbol: nameOf(instrument),
    side: sideWord(terms.side),
    positionSide: 'BOTH',
    timeInForce: timeWord(terms),
    quantity: quantityText(instrument, terms.quantity),
    algoStatus: algoStatus(order, said),
    actualOrderId: workingSince === null ? '' : order.orderId,
    actualPrice: averageText(instrument, value, filled),
    triggerPrice: priceText(instrument, terms.stopPrice),
    price: priceText(instrument, terms.limitPrice),
    icebergQuantity: null,
    selfTradePreventionMode: desk.terms.selfTrade,
    workingType: 'CONTRACT_PRICE',
    priceMatch: 'NONE',
    closePosition: false,
    priceProtect: false,
    reduceOnly: terms.reduceOnly === true,
    createTime: wallMs(desk, first.acceptedAt),
    updateTime: wallMs(desk, workingSince ?? first.acceptedAt),
    triggerTime: workingSince === null ? 0 : wallMs(desk, workingSince),
    goodTillDate: 0,
  };
}
