/**
 * A request arrives long after it left, perhaps long after the client gave up: what was called unknown, and looked for and not
 * found, lives after all. A cancel sent meanwhile overtakes its order (CAN6). A venue with a validity window refuses what is too
 * old (`venue.validFor`); without one it takes what nobody waits for any more.
 *
 * Unrealistic: the delay is the same for all; nothing else on the connection waits behind the request.
 */
import { faultKind } from './fault-kind.js';
import { HIT_RULES, hitParameters } from './hits.js';
import { onRequests } from './on-messages.js';
import { duration, requestPaths, withFallback } from './parameter.js';

const parameters = {
  ...hitParameters('request', 'requests'),
  delay: duration('how much later it arrives'),
  paths: withFallback(requestPaths('on which paths'), ['submit']),
};

export const lateArrival = faultKind({
  kind: 'late-arrival',
  ids: ['SUB3', 'CAN6'],
  holds: [],
  seam: 'semantic',
  text: 'A request reaches the venue late, after its client gave up on it.',
  scope: 'every instrument',
  acts: 'on requests as they leave',
  counts: 'each request held up',
  parameters,
  ...HIT_RULES,
  build: (values, context) =>
    onRequests(values, context, {
      hook: 'requestLeaves',
      verdict: ({ request }) => ({ kind: 'forward', copies: [{ request, delay: values.delay }] }),
    }),
});
