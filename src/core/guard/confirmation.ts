/**
 * ORD-6: an order made by hand that is large is asked about before it is taken: a token that works once, for this very order, and a
 * text with both figures. One of more than twice the value takes a second factor as well. Every large one is written
 * down, whatever the answer. What no hand made is bounded by limits instead.
 */
import { canonicalJson } from '../ground/canonical.js';
import { compareDecimal, decimal, formatDecimal } from '../ground/decimal.js';
import { sha256Hex } from '../ground/digest.js';
import { type Instrument, formatQuantity, valueOf } from '../ground/instrument.js';
import { plus } from '../ground/units.js';
import type { TopOfBook } from '../order/outcome.js';
import type { OrderRequest } from '../order/order-request.js';
import { CONFIRM_WITHIN } from '../state/confirmation.js';
import type { Step } from '../state/step.js';

const ASK_VALUE = decimal('5000');
const ASK_QUANTITY = decimal('1000');
const FACTOR_VALUE = decimal('10000');

const TOKEN_DIGITS = 24;

export interface Unconfirmed {
  readonly code: 'confirmation-required' | 'second-factor-required';
  readonly text: string;
}

/** Why an order is not taken yet; null = it is small, confirmed, or no hand made it. */
export function askConfirmation(
  step: Step,
  request: OrderRequest,
  quote: TopOfBook | null,
): Unconfirmed | null {
  if (request.source !== 'manual') return null;
  const size = sizeOf(step.instrument(request.symbol), request, quote);
  if (!size.isLarge) return null;
  const { operator, ...order } = request;
  const digest = sha256Hex(canonicalJson(order));
  const given = operator?.confirmation ?? null;
  const held = step.state.confirmations?.find(
    (one) => one.token === given && one.order === digest && one.expiresAt > step.at,
  );
  const answer = answerOf(held !== undefined, size.needsFactor, operator?.secondFactor);
  step.emit({ kind: 'large-order', order: digest, text: size.text, answer });
  if (answer === 'confirmed') {
    step.emit({ kind: 'confirmation-used', token: given ?? '' });
    return null;
  }
  if (answer === 'second-factor-required')
    return { code: answer, text: `${size.text}: it needs a second factor, verified` };
  const token = sha256Hex(`${digest} ${step.at} ${step.state.nextReadId}`).slice(0, TOKEN_DIGITS);
  const expiresAt = plus(step.at, CONFIRM_WITHIN);
  step.emit({ kind: 'confirmation-required', token, order: digest, text: size.text, expiresAt });
  return { code: answer, text: `${size.text}: confirm it with token ${token}` };
}

/** The second factor is asked for after the confirmation, and the token is kept until it is there. */
function answerOf(
  isConfirmed: boolean,
  needsFactor: boolean,
  factor: 'verified' | 'failed' | 'absent' | undefined,
): 'confirmed' | Unconfirmed['code'] {
  if (!isConfirmed) return 'confirmation-required';
  return needsFactor && factor !== 'verified' ? 'second-factor-required' : 'confirmed';
}

interface Size {
  readonly isLarge: boolean;
  readonly needsFactor: boolean;
  readonly text: string;
}

const HALF = 5n;

/** Without any price an order counts as large. */
function sizeOf(
  instrument: Instrument,
  { quantity, limitPrice, stopPrice, side }: OrderRequest,
  quote: TopOfBook | null,
): Size {
  const fixed = limitPrice?.kind === 'fixed' ? limitPrice.price : stopPrice;
  const twice = Math.max(2 * (fixed ?? 0), quote === null ? 0 : quote.bid + quote.ask);
  const amount = formatQuantity(instrument, quantity);
  const said = `${side} ${amount} ${instrument.baseAsset}`;
  if (twice === 0)
    return { isLarge: true, needsFactor: true, text: `${said}, of a value nobody knows` };
  const doubled = valueOf(instrument, BigInt(twice) * BigInt(quantity));
  const value = { mantissa: doubled.mantissa * HALF, scale: doubled.scale + 1 };
  const isFractional = decimal(instrument.lotSize).scale > 0;
  const isMany = !isFractional && compareDecimal(decimal(amount), ASK_QUANTITY) > 0;
  return {
    isLarge: isMany || compareDecimal(value, ASK_VALUE) > 0,
    needsFactor: compareDecimal(value, FACTOR_VALUE) > 0,
    text: `${said}, worth ${formatDecimal(value)} ${instrument.quoteAsset}`,
  };
}
