/**
 * Refusals of the simulated venue in Binance's words. The type asks for an answer for every code the venue has; what else comes is a code
 * that a fault makes up, which passes through as far as it is one of Binance's. Pure.
 */
import type { VenueRequest } from '../../../../core/order/venue-message.js';
import type { RejectCode } from '../../../../sim/exchange/venue-port.js';
import {
  AHEAD_OF_SERVER,
  OUTSIDE_WINDOW,
  type Refusal,
  UNKNOWN_ORDER,
  newOrderRejected,
  refused,
} from './refusal.js';

/** `entry`: the code by which the matching engine refuses what was asked. */
export interface Words {
  readonly code: number | 'entry';
  readonly msg: string;
}

/** How one of Binance's markets refuses. */
export interface Refusals {
  readonly words: Readonly<Record<RejectCode, Words>>;
  /** An order of that client id is open. */
  readonly duplicate: Refusal;
  /** What a fault says of a filter, by its code, in the market's own words. */
  readonly filter: (name: string) => Refusal;
}

const CLOSED: Words = { code: 'entry', msg: 'Market is closed.' };
const UNKNOWN: Words = { code: 'entry', msg: UNKNOWN_ORDER };

const SPOT_WORDS: Refusals['words'] = {
  'not-open': CLOSED,
  halted: CLOSED,
  'request-expired': { code: -1021, msg: OUTSIDE_WINDOW },
  'request-early': { code: -1021, msg: AHEAD_OF_SERVER },
  'unknown-symbol': { code: -1121, msg: 'Invalid symbol.' },
  'invalid-order': { code: 'entry', msg: 'Unsupported order combination' },
  'day-not-supported': { code: -1115, msg: 'Invalid timeInForce.' },
  'post-only-would-take': { code: 'entry', msg: 'Order would immediately match and take.' },
  'stop-already-through': { code: 'entry', msg: 'Stop price would trigger immediately.' },
  'reduce-only': { code: 'entry', msg: 'Unsupported order combination' },
  'insufficient-balance': {
    code: 'entry',
    msg: 'Account has insufficient balance for requested action.',
  },
  'order-not-found': UNKNOWN,
  'order-filled': UNKNOWN,
  'order-canceled': UNKNOWN,
  'order-expired': UNKNOWN,
  'order-replaced': UNKNOWN,
};

/** A filter of the venue's that is none of Binance's names. */
const SPOT_FILTERS: Readonly<Record<string, string>> = { MIN_QTY: 'LOT_SIZE' };

export const SPOT_REFUSALS: Refusals = {
  words: SPOT_WORDS,
  duplicate: newOrderRejected('Duplicate order sent.'),
  filter: (name) => refused(-1013, `Filter failure: ${SPOT_FILTERS[name] ?? name}`),
};

const isVenueCode = (code: string): code is RejectCode => Object.hasOwn(SPOT_WORDS, code);

/** NEW_ORDER_REJECTED, CANCEL_REJECTED, NO_SUCH_ORDER (of futures alone, which can be modified); of what only looks, UNKNOWN. */
const ENTRY_CODES: Readonly<Partial<Record<VenueRequest['kind'], number>>> = {
  submit: -2010,
  replace: -2013,
  cancel: -2011,
};
const UNKNOWN_ERROR = -1000;

export function refusedByVenue(
  refusals: Refusals,
  asked: VenueRequest['kind'],
  { code, text }: { readonly code: string; readonly text: string },
): Refusal {
  const entryCode = ENTRY_CODES[asked] ?? UNKNOWN_ERROR;
  if (isVenueCode(code)) {
    const words = refusals.words[code];
    return refused(words.code === 'entry' ? entryCode : words.code, words.msg);
  }
  return /^-\d{4,5}$/.test(code) ? madeUp(refusals, Number(code), text) : refused(entryCode, text);
}

function madeUp({ filter }: Refusals, code: number, text: string): Refusal {
  if (code === -1021) return refused(code, OUTSIDE_WINDOW);
  const name = code === -1013 ? /^([A-Z_]+): /.exec(text)?.[1] : undefined;
  return name === undefined ? refused(code, text) : filter(name);
}
