/**
 * The venue takes the time that a request is stamped with for wrong and does not look at it (−1021 of Binance). That names the
 * request and is definite: nothing was done. It is answered truly by whoever asks it for its time, which nobody signs.
 *
 * Unrealistic: it refuses though the client's clock is right, as a venue does whose own clock is off for a moment, or a front that
 * requests wait in; what a wrong clock of the client does is another matter (`clock-skew`).
 */
import { CLOCK_REFUSED } from '../link/sim-error-classes.js';
import { faultKind } from './fault-kind.js';
import { HIT_RULES, hitParameters } from './hits.js';
import { onRequests } from './on-messages.js';
import { requestPaths, withFallback } from './parameter.js';

const parameters = {
  ...hitParameters('request', 'requests'),
  paths: withFallback(requestPaths('on which paths'), ['submit', 'cancel', 'query']),
};

const REFUSED = {
  kind: 'rejected',
  code: CLOCK_REFUSED,
  text: 'fault: timestamp for this request is outside of the window',
} as const;

export const clockRefused = faultKind({
  kind: 'clock-refused',
  ids: ['SUB8'],
  holds: [],
  seam: 'semantic',
  text: 'Requests are refused because of the time they are stamped with.',
  scope: 'the whole account, every instrument',
  acts: 'on requests that are stamped with a time, as they arrive: orders, replaces, cancels, and queries of the account',
  counts: 'each request refused',
  parameters,
  ...HIT_RULES,
  build: (values, context) =>
    onRequests(values, context, {
      hook: 'requestArrives',
      concerns: ({ request }) => request.kind !== 'query-time' && request.kind !== 'query-depth',
      verdict: () => ({ kind: 'reply', reply: REFUSED }),
    }),
});
