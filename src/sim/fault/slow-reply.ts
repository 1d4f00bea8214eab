/**
 * The venue did what was asked and its reply takes long: after the client's own timeout it says nothing any more, before it
 * the stream has told of the order and of its fills already (a fill before its acknowledgement, FIL2). Each delay is drawn
 * between `from` and `to`, as often below as above their geometric mean.
 *
 * Unrealistic: delays are independent; a real venue that is slow is slow for a while and for everybody.
 */
import { micros } from '../../core/ground/units.js';
import { messageOf, shareDrawn } from './draw.js';
import { faultKind } from './fault-kind.js';
import { HIT_RULES, hitParameters } from './hits.js';
import { onReplies } from './on-messages.js';
import { duration, requestPaths, withFallback } from './parameter.js';

const parameters = {
  ...hitParameters('reply', 'replies'),
  from: duration('the shortest delay'),
  to: duration('the longest delay'),
  paths: withFallback(requestPaths('to requests on which paths'), ['submit', 'cancel', 'query']),
};

export const slowReply = faultKind({
  kind: 'slow-reply',
  ids: ['SUB10', 'FIL2'],
  holds: ['market-data'],
  seam: 'semantic',
  text: 'The reply to a request takes long.',
  scope: 'every instrument',
  acts: 'on replies as they leave the venue',
  counts: 'each reply held up',
  parameters,
  ...HIT_RULES,
  build: (values, context) =>
    onReplies(values, context, {
      verdict: (sent, reply) => {
        const share = shareDrawn(context, messageOf(sent), '.length');
        const { from, to } = values;
        return { kind: 'instead', reply, delay: micros(Math.round(from * (to / from) ** share)) };
      },
    }),
});
