/**
 * A reply of status 200 that nobody can read: cut off in the middle (`truncated`), or a page of HTML, an empty body, a body
 * without what was asked (`unparsable`). What was asked was done, or not: the outcome of an effect is unknown, and a read has
 * failed as ambiguous.
 *
 * Unrealistic: in process no bytes are garbled; the reply is what a client has to make of them.
 */
import { faultKind } from './fault-kind.js';
import { HIT_RULES, hitParameters } from './hits.js';
import { onReplies } from './on-messages.js';
import { choice, requestPaths, withFallback } from './parameter.js';

const parameters = {
  ...hitParameters('reply', 'replies'),
  shape: withFallback(choice('what comes', ['unparsable', 'truncated']), 'unparsable'),
  paths: withFallback(requestPaths('to requests on which paths'), ['submit', 'cancel', 'query']),
};

export const garbledReply = faultKind({
  kind: 'garbled-reply',
  ids: ['SUB11'],
  holds: ['market-data'],
  seam: 'encoding',
  text: 'A reply comes that nobody can read.',
  scope: 'every instrument',
  acts: 'on replies as they leave the venue',
  counts: 'each reply garbled',
  parameters,
  ...HIT_RULES,
  build: (values, context) =>
    onReplies(values, context, { verdict: () => ({ kind: 'lost', shape: values.shape }) }),
});
