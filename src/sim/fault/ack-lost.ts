/**
 * The core fault: the venue accepted the order, the reply is lost. `timeout` is silence until the client gives up;
 * `5xx` and `reset` reach it at once, when the reply would have, and say nothing about the order. The
 * order lives; the stream and queries tell of it.
 *
 * Unrealistic: losses are independent of each other and of load.
 */
import { faultKind } from './fault-kind.js';
import { HIT_RULES, hitParameters } from './hits.js';
import { onReplies } from './on-messages.js';
import { choice, withFallback } from './parameter.js';

const parameters = {
  ...hitParameters('acceptance', 'acceptances'),
  shape: withFallback(choice('how the client sees it', ['timeout', '5xx', 'reset']), 'timeout'),
};

export const ackLost = faultKind({
  kind: 'ack-lost',
  ids: ['SUB2'],
  holds: [],
  seam: 'encoding',
  text: 'The venue accepts a submit and the reply is lost.',
  scope: 'every instrument',
  acts: 'on the reply to an accepted submit as it leaves the venue',
  counts: 'each reply lost',
  parameters,
  ...HIT_RULES,
  build: (values, context) =>
    onReplies({ paths: ['submit'], ...values }, context, {
      concerns: ({ request }, reply) => request.kind === 'submit' && reply.kind === 'accepted',
      verdict: () => ({ kind: 'lost', shape: values.shape }),
    }),
});
