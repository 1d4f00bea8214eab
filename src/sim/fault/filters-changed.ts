/**
 * The venue changes its filters while orders are worked: from a moment on quantities have to be multiples of so many lots, limit
 * prices of so many ticks, and no order may be smaller than `least` lots. What does not fit is refused before the book (-1013), naming
 * this request; what rests already stays as it is.
 *
 * Unrealistic: nobody announces it, real venues publish the new filters beforehand; stop prices are not looked at.
 */
import type { EpochMicros } from '../../core/ground/units.js';
import type { VenueRequest } from '../../core/order/venue-message.js';
import type { LinkRequest } from '../link/messages.js';
import { type FaultContext, faultKind } from './fault-kind.js';
import { forceParameters, spanInForce } from './force.js';
import type { FaultSpan, LinkFault, RequestVerdict } from './link-fault.js';
import type { Span } from './moment.js';
import { type ValuesOf, count, drawn, moment, withFallback } from './parameter.js';

const parameters = {
  ...forceParameters,
  at: moment('when they change'),
  lots: withFallback(drawn(count('quantities are multiples of so many lots'), 1, 40), 1),
  ticks: withFallback(drawn(count('limit prices are multiples of so many ticks'), 1, 4), 1),
  least: withFallback(drawn(count('no order is smaller than so many lots'), 1, 120), 1),
};

type Filters = Pick<ValuesOf<typeof parameters>, 'lots' | 'ticks' | 'least'>;

/** What they object to; null = nothing. */
function objection(request: VenueRequest, { lots, ticks, least }: Filters): string | null {
  if (request.kind !== 'submit' && request.kind !== 'replace') return null;
  const { quantity, limitPrice } = request.kind === 'submit' ? request.terms : request;
  if (quantity < least) return `MIN_QTY: ${quantity} lots are below ${least}`;
  if (quantity % lots !== 0) return `LOT_SIZE: ${quantity} lots are no multiple of ${lots}`;
  return limitPrice !== null && limitPrice % ticks !== 0
    ? `PRICE_FILTER: ${limitPrice} ticks are no multiple of ${ticks}`
    : null;
}

class FiltersChanged implements LinkFault {
  readonly #values: ValuesOf<typeof parameters>;
  readonly #span: Span;
  #refused = 0;

  constructor(values: ValuesOf<typeof parameters>, context: FaultContext) {
    this.#values = values;
    this.#span = spanInForce(values, context);
  }

  activations(): number {
    return this.#refused;
  }

  spans(): readonly FaultSpan[] {
    const { from, to } = this.#span;
    if (!Number.isFinite(from)) return [];
    return [{ from, to, paths: ['submit'], symbol: null, acts: this.#refused }];
  }

  requestArrives({ request }: LinkRequest, now: EpochMicros): RequestVerdict {
    if (!this.#span.has(now)) return null;
    const text = objection(request, this.#values);
    if (text === null) return null;
    this.#refused += 1;
    return { kind: 'reply', reply: { kind: 'rejected', code: '-1013', text } };
  }
}

export const filtersChanged = faultKind({
  kind: 'filters-changed',
  ids: ['MD12'],
  holds: [],
  seam: 'semantic',
  text: 'The venue changes what quantities and prices it takes while orders are worked.',
  scope: 'every instrument',
  acts: 'on submits and replaces as they arrive, before the book',
  counts: 'each submit or replace that did not fit',
  parameters,
  exactlyOne: [],
  build: (values, context) => new FiltersChanged(values, context),
});
