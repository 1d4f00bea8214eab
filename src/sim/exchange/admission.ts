/**
 * What the venue refuses before it accepts: requests too old, orders that are not well formed, orders the market's
 * state or the account forbids. Pure but for what it reads; a refusal leaves no trace but the ledger's.
 */
import type { Instrument } from '../../core/ground/instrument.js';
import { lengthText } from '../../core/ground/length-text.js';
import type { OrderTerms } from '../../core/order/order.js';
import { type EpochMicros, type Micros, seconds } from '../../core/ground/units.js';
import type { RejectCode } from './venue-port.js';

export interface Refusal {
  readonly kind: 'rejected';
  readonly code: RejectCode;
  readonly text: string;
}

export const refuse = (code: RejectCode, text: string): Refusal => ({
  kind: 'rejected',
  code,
  text,
});

/** How far ahead of the venue's clock a request may be stamped, as at Binance. */
const AHEAD_MOST = seconds(1);

/** `validFor` and the request's own bound, where the venue enforces any; it takes none from the future then, either. */
export function refuseTime(
  request: { readonly sentAt: EpochMicros; readonly validUntil?: EpochMicros | null },
  at: EpochMicros,
  validFor: Micros | null,
): Refusal | null {
  if (validFor === null) return null;
  const ahead = request.sentAt - at;
  if (ahead >= AHEAD_MOST)
    return refuse('request-early', `it is stamped ${lengthText(ahead)} ahead of the venue's clock`);
  const until = Math.min(request.sentAt + validFor, request.validUntil ?? Infinity);
  return at > until
    ? refuse('request-expired', `it arrived ${lengthText(at - until)} after its validity had ended`)
    : null;
}

/** Terms no venue of this kind takes, whatever the market. */
export function refuseTerms(
  terms: OrderTerms,
  listed: Pick<Instrument, 'calendar'> | undefined,
): Refusal | null {
  if (listed === undefined) return refuse('unknown-symbol', `no market for ${terms.symbol}`);
  if (terms.timeInForce === 'day' && listed.calendar === 'always-open') {
    return refuse('day-not-supported', 'an always-open market has no day to end');
  }
  const fault = faultOf(terms);
  return fault === null ? null : refuse('invalid-order', fault);
}

function faultOf(terms: OrderTerms): string | null {
  const { type, quantity, limitPrice, stopPrice } = terms;
  const limited = type === 'limit' || type === 'stop-limit';
  const stopped = type === 'stop' || type === 'stop-limit';
  if (quantity <= 0) return `quantity ${quantity} is not positive`;
  if (!isPriced(limitPrice, limited)) return `${type} with limit price ${limitPrice ?? 'none'}`;
  if (!isPriced(stopPrice, stopped)) return `${type} with stop price ${stopPrice ?? 'none'}`;
  if (terms.postOnly && (!limited || terms.timeInForce !== 'gtc')) {
    return `post-only needs a resting limit order, got ${type} ${terms.timeInForce}`;
  }
  return null;
}

/** A price is positive where the type has one, and absent where it has none. */
const isPriced = (price: number | null, wanted: boolean): boolean =>
  price === null ? !wanted : wanted && price > 0;
