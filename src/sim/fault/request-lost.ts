/**
 * A request never arrives: it leaves the client and is gone before the venue. The client times out and knows nothing; the
 * order never existed, or lives on uncanceled. Of the cancels of a stop some get through and some do not (CAN5).
 *
 * Unrealistic: losses are independent of each other and of load; a real network loses runs of them.
 */
import { faultKind } from './fault-kind.js';
import { HIT_RULES, hitParameters } from './hits.js';
import { onRequests } from './on-messages.js';
import { requestPaths, withFallback } from './parameter.js';

const parameters = {
  ...hitParameters('request', 'requests'),
  paths: withFallback(requestPaths('on which paths'), ['submit', 'cancel']),
};

export const requestLost = faultKind({
  kind: 'request-lost',
  ids: ['SUB1', 'CAN1', 'CAN5'],
  holds: ['market-data'],
  seam: 'semantic',
  text: 'A request is lost on its way to the venue.',
  scope: 'every instrument',
  acts: 'on requests as they leave',
  counts: 'each request lost',
  parameters,
  ...HIT_RULES,
  build: (values, context) =>
    onRequests(values, context, { hook: 'requestLeaves', verdict: () => ({ kind: 'lose' }) }),
});
