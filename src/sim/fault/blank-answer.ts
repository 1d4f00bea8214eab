/**
 * An answer about an order lacks what it should say, or says it in a word nobody knows: no cumulative quantity, no status, a
 * new status of which no table of ours tells what it means. Missing is not zero, and unknown is not canceled.
 *
 * Unrealistic: the rest of the answer is right.
 */
import { micros } from '../../core/ground/units.js';
import type { OrderSnapshot } from '../../core/order/execution-report.js';
import { faultKind } from './fault-kind.js';
import { HIT_RULES, hitParameters } from './hits.js';
import { onReplies } from './on-messages.js';
import { choice, withFallback } from './parameter.js';

const parameters = {
  ...hitParameters('answer with an order', 'answers with an order'),
  lacks: withFallback(
    choice('what is not said', ['quantity', 'status', 'known-status', 'all']),
    'all',
  ),
};

type Lacking = 'quantity' | 'status' | 'known-status' | 'all';

const NOT_SAID: Readonly<Record<Lacking, Partial<OrderSnapshot>>> = {
  quantity: { cumQty: null },
  status: { status: null, venueWord: '' },
  'known-status': { status: null, venueWord: 'being_looked_into' },
  all: {
    cumQty: null,
    status: null,
    venueWord: '',
    avgPrice: null,
    filledAt: null,
    venueTime: null,
  },
};

export const blankAnswer = faultKind({
  kind: 'blank-answer',
  ids: ['QRY6'],
  holds: [],
  seam: 'encoding',
  text: 'An answer about an order lacks its quantity or its status.',
  scope: 'every instrument',
  acts: 'on answers to queries for an order that the venue knows',
  counts: 'each answer with something missing',
  parameters,
  ...HIT_RULES,
  build: (values, context) =>
    onReplies({ paths: ['query'], ...values }, context, {
      concerns: (_sent, reply) => reply.kind === 'order' && reply.order !== null,
      verdict: (_sent, reply) =>
        reply.kind !== 'order' || reply.order === null
          ? null
          : {
              kind: 'instead',
              reply: { kind: 'order', order: { ...reply.order, ...NOT_SAID[values.lacks] } },
              delay: micros(0),
            },
    }),
});
