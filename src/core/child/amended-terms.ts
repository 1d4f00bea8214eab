/**
 * The venue's own word on the terms of an order of ours (F:SUB14): one that rounds may hold less than was asked, or at another
 * price. What is asked for less, and at no worse price, is taken over, so that "filled" and the parent's budget mean what the venue
 * holds; what was never asked for (more, or at a worse price) is believed of nobody: the symbol takes no new orders.
 */
import type { ExecutionReport, OrderSnapshot } from '../order/execution-report.js';
import type { OrderTerms } from '../order/order.js';
import { isOver } from '../order/belief.js';
import type { Lots, Ticks } from '../ground/units.js';
import type { ChildState } from '../state/state.js';
import type { Step } from '../state/step.js';
import { distrust } from './distrust.js';
import { isFilledByWord } from './result.js';

/** As told by the stream, or by an answer, which states the price, too. */
export type ToldTerms = Pick<
  ExecutionReport & OrderSnapshot,
  'clientOrderId' | 'symbol' | 'side' | 'quantity'
> & { readonly limitPrice?: Ticks | null };

export function noteTerms(step: Step, child: ChildState, told: ToldTerms): void {
  const { terms } = child;
  const limitPrice = priceIn(told, terms);
  if (told.quantity === terms.quantity && limitPrice === terms.limitPrice) return;
  if (!isAbout(child, told) || isSettled(child)) return;
  const worse = isWorse(child, limitPrice);
  if (told.quantity > (child.asked ?? terms).quantity || worse) mistrust(step, child, told);
  takeOver(step, child, {
    quantity: Math.min(told.quantity, terms.quantity) as Lots,
    limitPrice: worse ? terms.limitPrice : limitPrice,
  });
}

/** What a venue that rounds may hold of what was asked for: no more, and at no worse price. */
export const isNoWorse = (child: ChildState, told: ToldTerms): boolean =>
  told.quantity > 0 &&
  told.quantity <= (child.asked ?? child.terms).quantity &&
  !isWorse(child, priceIn(told, child.terms));

type Held = Pick<OrderTerms, 'quantity' | 'limitPrice'>;

function takeOver(step: Step, child: ChildState, held: Held): void {
  const { clientOrderId, terms, belief } = child;
  if (held.quantity < belief.filled) return;
  if (held.quantity === terms.quantity && held.limitPrice === terms.limitPrice) return;
  step.emit({ kind: 'order-amended', clientOrderId, ...held });
  if (isNoNews(child, held)) return;
  const asked = child.asked ?? terms;
  const text = `the venue holds ${held.quantity} of ${asked.quantity} lots${priceWords(held.limitPrice, asked.limitPrice)}`;
  step.raise('terms-rounded', 'warning', { subject: clientOrderId, text });
}

/** What the order before it in a chain had filled, and the price of an attempt of our own. */
const isNoNews = (child: ChildState, held: Held): boolean =>
  child.chain === undefined
    ? held.quantity === child.terms.quantity && isEarlierPrice(child, held.limitPrice)
    : held.limitPrice === child.terms.limitPrice;

/** An attempt before the last one, priced then, is the one that lives: its absence was not what it seemed. */
const isEarlierPrice = ({ submit }: ChildState, price: Ticks | null): boolean =>
  submit.earlierPrices?.includes(price) === true;

/** A path that does not tell the price says nothing about it. */
const priceIn = ({ limitPrice }: ToldTerms, terms: OrderTerms): Ticks | null =>
  terms.limitPrice === null ? null : (limitPrice ?? terms.limitPrice);

/** Whatever does not name our order, or states the impossible, is `merge`'s to refuse. */
const isAbout = ({ clientOrderId, terms }: ChildState, told: ToldTerms): boolean =>
  told.clientOrderId === clientOrderId &&
  told.symbol === terms.symbol &&
  told.side === terms.side &&
  Number.isSafeInteger(told.quantity) &&
  told.quantity > 0;

/** Over with its quantity known: what it was held for changes nothing any more. */
const isSettled = ({ belief }: ChildState): boolean => isOver(belief) && !isFilledByWord(belief);

/** Than asked for by any attempt. */
function isWorse(child: ChildState, held: Ticks | null): boolean {
  const { side, limitPrice } = child.asked ?? child.terms;
  if (held === null || limitPrice === null || isEarlierPrice(child, held)) return false;
  return side === 'buy' ? held > limitPrice : held < limitPrice;
}

const priceWords = (held: Ticks | null, asked: Ticks | null): string =>
  held === asked ? '' : `, at ${held} instead of ${asked} ticks`;

function mistrust(step: Step, { clientOrderId, asked, terms }: ChildState, told: ToldTerms): void {
  const { quantity, limitPrice } = asked ?? terms;
  const text = `the venue holds ${told.quantity} of ${quantity} lots asked for${priceWords(told.limitPrice ?? limitPrice, limitPrice)}`;
  step.raise('terms-worse', 'critical', { subject: clientOrderId, text });
  distrust(step, clientOrderId, text);
}
