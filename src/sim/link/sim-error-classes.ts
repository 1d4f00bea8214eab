/**
 * FIL-4: the allow-lists of the simulated venue: each of its codes, by the requests that it refuses. The type asks for an
 * answer for every code the venue has; those below it are codes of real venues that a scenario may play (SUB5).
 */
import type { EffectKind, ErrorClasses } from '../../core/order/error-classes.js';
import type { RejectCode } from '../exchange/venue-port.js';

/** Codes that speak of the time of a request alone. */
const OF_TIME = ['request-expired', 'request-early'] as const satisfies readonly RejectCode[];

/** What each of the others can refuse. */
const REFUSES: Readonly<
  Record<Exclude<RejectCode, (typeof OF_TIME)[number]>, readonly EffectKind[]>
> = {
  'not-open': ['submit', 'cancel', 'replace'],
  halted: ['submit', 'cancel', 'replace'],
  'unknown-symbol': ['submit', 'cancel', 'replace'],
  'invalid-order': ['submit', 'replace'],
  'day-not-supported': ['submit', 'replace'],
  'post-only-would-take': ['submit', 'replace'],
  'stop-already-through': ['submit', 'replace'],
  'reduce-only': ['submit', 'replace'],
  'insufficient-balance': ['submit', 'replace'],
  'order-not-found': ['cancel', 'replace'],
  'order-filled': ['cancel', 'replace'],
  'order-canceled': ['cancel', 'replace'],
  'order-expired': ['cancel', 'replace'],
  'order-replaced': ['cancel', 'replace'],
};

/** The time of the request is not within what the venue allows. */
export const CLOCK_REFUSED = '-1021';

/** It was canceled or expired without a fill long ago. */
export const ORDER_ARCHIVED = '-2026';

/** A filter failed, the balance is short, a new order was refused, a day trader's rule. */
export const PLAYED_REFUSALS = ['-1013', '-2010', '-2018', '-2019', 'pdt'] as const;

const refusing = (effect: EffectKind): ReadonlySet<string> =>
  new Set(
    Object.entries(REFUSES)
      .filter(([, effects]) => effects.includes(effect))
      .map(([code]) => code)
      .concat(effect === 'cancel' ? [] : PLAYED_REFUSALS),
  );

/** A query for what is held is answered so where nothing is. */
export const NO_POSITION = 'position-not-found';

export const SIM_ERROR_CLASSES: ErrorClasses = {
  refused: {
    submit: refusing('submit'),
    cancel: refusing('cancel'),
    replace: refusing('replace'),
  },
  archived: new Set([ORDER_ARCHIVED]),
  gone: new Set(['unknown-symbol' satisfies RejectCode]),
  clock: new Set([CLOCK_REFUSED, ...OF_TIME]),
  flat: new Set([NO_POSITION]),
  // Asking again for what the venue does not have or cannot read changes nothing.
  reads: new Map([
    ['unknown-symbol', 'permanent'],
    ['invalid-order', 'permanent'],
  ]),
};

/** Every code of the venue itself that refuses what was asked for, not when. */
export const SIM_CODES = Object.keys(REFUSES) as readonly (keyof typeof REFUSES)[];
export const SIM_TIME_CODES: readonly RejectCode[] = OF_TIME;
