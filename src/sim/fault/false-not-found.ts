/**
 * A query for an order that exists is answered with "not found": a wrong endpoint, a replica that lost it, a bug. The next one
 * may find it. Not found is not absent.
 *
 * Unrealistic: each answer is drawn by itself; a replica that does not know an order goes on not knowing it for a while
 * (`order-hidden`, `stale-answer`).
 */
import { micros } from '../../core/ground/units.js';
import { faultKind } from './fault-kind.js';
import { HIT_RULES, hitParameters } from './hits.js';
import { onReplies } from './on-messages.js';

const parameters = hitParameters('answer with an order', 'answers with an order');

export const falseNotFound = faultKind({
  kind: 'false-not-found',
  ids: ['QRY3'],
  holds: [],
  seam: 'semantic',
  text: 'An order that exists is said not to.',
  scope: 'every instrument',
  acts: 'on answers to queries for an order that the venue knows',
  counts: 'each order denied',
  parameters,
  ...HIT_RULES,
  build: (values, context) =>
    onReplies({ paths: ['query'], ...values }, context, {
      concerns: (_sent, reply) => reply.kind === 'order' && reply.order !== null,
      verdict: () => ({
        kind: 'instead',
        reply: { kind: 'order', order: null },
        delay: micros(0),
      }),
    }),
});
