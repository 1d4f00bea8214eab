/** Refusals of the simulated venue in the words of Binance's USD-M futures. Source: the page on error codes of its documentation. Pure. */
import { AHEAD_OF_SERVER, type Refusal, UNKNOWN_ORDER, refused } from '../words/refusal.js';
import type { Refusals, Words } from '../words/refused-by-venue.js';

const NOT_TRADING: Words = { code: -1122, msg: 'Invalid symbol status.' };
const UNKNOWN: Words = { code: 'entry', msg: UNKNOWN_ORDER };

export const PRICE_OFF_TICK = refused(-4014, 'Price not increased by tick size.');
export const QUANTITY_OFF_STEP = refused(-4023, 'Qty not increased by step size.');
export const QUANTITY_TOO_LITTLE = refused(-4004, 'Quantity less than min quantity.');

/** What the venue has no part for. */
export const NOT_ALLOWED = refused(-4084, 'Method is not allowed currently. Upcoming soon.');

export const worthTooLittle = (minNotional: string): Refusal =>
  refused(
    -4164,
    `Order's notional must be no smaller than ${minNotional} (unless you choose reduce only).`,
  );

/** What a fault names by a filter of spot. */
const FILTERS: Readonly<Record<string, Refusal>> = {
  PRICE_FILTER: PRICE_OFF_TICK,
  LOT_SIZE: QUANTITY_OFF_STEP,
  MIN_QTY: QUANTITY_TOO_LITTLE,
};

export const USDM_REFUSALS: Refusals = {
  words: {
    'not-open': NOT_TRADING,
    halted: NOT_TRADING,
    // As the request came in its window was good: the matching engine has a number of its own.
    'request-expired': {
      code: -5028,
      msg: 'Timestamp for this request is outside of the ME recvWindow.',
    },
    'request-early': { code: -1021, msg: AHEAD_OF_SERVER },
    'unknown-symbol': { code: -1121, msg: 'Invalid symbol.' },
    'invalid-order': { code: -1014, msg: 'Unsupported order combination.' },
    'day-not-supported': { code: -1115, msg: 'Invalid timeInForce.' },
    'post-only-would-take': {
      code: -5022,
      msg: 'Due to the order could not be executed as maker, the Post Only order will be rejected.',
    },
    'stop-already-through': { code: -2021, msg: 'Order would immediately trigger.' },
    'reduce-only': { code: -2022, msg: 'ReduceOnly Order is rejected.' },
    'insufficient-balance': { code: -2019, msg: 'Margin is insufficient.' },
    'order-not-found': UNKNOWN,
    'order-filled': UNKNOWN,
    'order-canceled': UNKNOWN,
    'order-expired': UNKNOWN,
    'order-replaced': UNKNOWN,
  },
  duplicate: refused(-4116, 'ClientOrderId is duplicated.'),
  filter: (name) => FILTERS[name] ?? worthTooLittle('5'),
};
