/**
 * The venue takes an order with terms of its own: the quantity down to a multiple of so many lots, the price to one of so many
 * ticks, in the client's favor or against it. It acknowledges as ever; what it holds is told by the stream and by queries. A
 * client that goes on counting what it asked for waits for ever for lots that are in no book. Less than one multiple is taken as
 * it is. A price against the client is none it asked for, and must be noticed (alert `terms-worse`,
 * symbol in quarantine).
 *
 * Unrealistic: real venues mostly refuse what is off their grid; those that round do so for every order alike.
 */
import type { ClientOrderId, OrderTerms } from '../../core/order/order.js';
import type { VenueRequest } from '../../core/order/venue-message.js';
import { micros } from '../../core/ground/units.js';
import type { Lots, Ticks } from '../../core/ground/units.js';
import { faultKind } from './fault-kind.js';
import { HIT_RULES, hitParameters } from './hits.js';
import type { LinkFault, RequestVerdict } from './link-fault.js';
import { onRequests } from './on-messages.js';
import { type ValuesOf, choice, count, drawn, withFallback } from './parameter.js';

const parameters = {
  ...hitParameters('submit', 'submits'),
  lots: withFallback(drawn(count('quantities are multiples of so many lots'), 1, 5_000), 1),
  ticks: withFallback(drawn(count('limit prices are multiples of so many ticks'), 1, 20), 1),
  price: withFallback(choice('to whose side prices are rounded', ['ours', 'against']), 'ours'),
};

type Grid = Pick<ValuesOf<typeof parameters>, 'lots' | 'ticks' | 'price'>;

/** What the venue makes of `terms`. */
function rounded(terms: OrderTerms, { lots, ticks, price }: Grid): OrderTerms {
  const { quantity, limitPrice, side } = terms;
  const down = quantity - (quantity % lots);
  const up = (side === 'buy') === (price === 'against');
  const round = up ? Math.ceil : Math.floor;
  return {
    ...terms,
    quantity: (down === 0 ? quantity : down) as Lots,
    limitPrice: limitPrice === null ? null : ((round(limitPrice / ticks) * ticks) as Ticks),
  };
}

const differs = (a: OrderTerms, b: OrderTerms): boolean =>
  a.quantity !== b.quantity || a.limitPrice !== b.limitPrice;

export const termsRounded = faultKind({
  kind: 'terms-rounded',
  ids: ['SUB14'],
  holds: [],
  seam: 'semantic',
  text: 'The venue rounds what an order asks for.',
  scope: 'every instrument',
  acts: 'on submits as they arrive',
  counts: 'each order that was rounded',
  parameters,
  ...HIT_RULES,
  build: (values, context) => {
    const inner = onRequests({ paths: ['submit'], ...values }, context, {
      hook: 'requestArrives',
      concerns: ({ request }) =>
        request.kind === 'submit' && differs(request.terms, rounded(request.terms, values)),
      verdict: ({ request }) => asRounded(request, values),
    });
    return { ...inner, requestArrives: sameForEver(inner, values) };
  },
});

function asRounded(request: VenueRequest, grid: Grid): RequestVerdict {
  if (request.kind !== 'submit') return null;
  const terms = rounded(request.terms, grid);
  return { kind: 'forward', copies: [{ request: { ...request, terms }, delay: micros(0) }] };
}

/** A venue that took an order as it is, or rounded it, does so with another attempt under its id. */
function sameForEver(inner: LinkFault, grid: Grid): NonNullable<LinkFault['requestArrives']> {
  const verdicts = new Map<ClientOrderId, boolean>();
  return (sent, now) => {
    const { request } = sent;
    if (request.kind !== 'submit') return null;
    const before = verdicts.get(request.clientOrderId);
    if (before !== undefined) return before ? asRounded(request, grid) : null;
    const verdict = inner.requestArrives?.(sent, now) ?? null;
    verdicts.set(request.clientOrderId, verdict !== null);
    return verdict;
  };
}
