/**
 * One request is delivered twice, as a proxy does that sends again what it thinks was lost. The client sent one and gets one
 * reply. A venue that knows the id refuses the second; where ids may be used again once their order is over (`idempotency:
 * open-only`) and the first was filled at once, the second is an order of its own, and no client can prevent it: it has to
 * notice (alert `second-venue-order`, symbol in quarantine).
 *
 * Unrealistic: the copy is exact, its time of sending included.
 */
import { micros } from '../../core/ground/units.js';
import { faultKind } from './fault-kind.js';
import { HIT_RULES, hitParameters } from './hits.js';
import { onRequests } from './on-messages.js';
import { duration, requestPaths, withFallback } from './parameter.js';

const parameters = {
  ...hitParameters('request', 'requests'),
  delay: duration('how long after the first the second arrives'),
  paths: withFallback(requestPaths('on which paths'), ['submit']),
};

export const requestRepeated = faultKind({
  kind: 'request-repeated',
  ids: ['SUB4'],
  holds: [],
  seam: 'semantic',
  text: 'A request is delivered twice.',
  scope: 'every instrument',
  acts: 'on requests as they leave',
  counts: 'each request repeated',
  parameters,
  ...HIT_RULES,
  build: (values, context) =>
    onRequests(values, context, {
      hook: 'requestLeaves',
      verdict: ({ request }) => ({
        kind: 'forward',
        copies: [
          { request, delay: micros(0) },
          { request, delay: values.delay },
        ],
      }),
    }),
});
