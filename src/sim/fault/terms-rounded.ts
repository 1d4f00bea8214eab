/**
 * The venue takes an order with terms of its own: the quantity down to a multiple of so many lots, the price to one of so many
 * ticks, in the client's favor or against it. It acknowledges as ever; what it holds is told by the stream and by queries. A
 * client that goes on counting what it asked for waits for ever for lots that are in no book. Less than one multiple is taken as
 * it is. A price against the client is none it asked for, and must be noticed (alert `terms-worse`,
 * symbol in quarantine).
 *
 * Unrealistic: real venues mostly refuse what is off their grid; those that round do so for every order alike.
 */
import type { OrderTerms } from '../../core/order/order.js';
import { micros } from '../../core/ground/units.js';
import type { Lots, Ticks } from '../../core/ground/units.js';
import { faultKind } from './fault-kind.js';
import { HIT_RULES, hitParameters } from './hits.js';
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
  seam: 'semantic',
  text: 'The venue rounds what an order asks for.',
  scope: 'every instrument',
  acts: 'on submits as they arrive',
  counts: 'each order that was rounded',
  parameters,
  ...HIT_RULES,
  build: (values, context) =>
    onRequests({ ...values, paths: ['submit'] }, context, {
      hook: 'requestArrives',
      concerns: ({ request }) =>
        request.kind === 'submit' && differs(request.terms, rounded(request.terms, values)),
      verdict: ({ request }) =>
        request.kind === 'submit'
          ? {
              kind: 'forward',
              copies: [
                {
                  request: { ...request, terms: rounded(request.terms, values) },
                  delay: micros(0),
                },
              ],
            }
          : null,
    }),
});
