/**
 * The filled quantity that an answer states goes down between two reads: an aggregate that is worked out anew, a replica
 * that lost a fill. Half of it is missing, and the order is said to be open. What was booked by its execution stays booked.
 *
 * Unrealistic: it is always half, rounded down, of what was filled.
 */
import { type Lots, micros } from '../../core/ground/units.js';
import { faultKind } from './fault-kind.js';
import { HIT_RULES, hitParameters } from './hits.js';
import { onReplies } from './on-messages.js';

const parameters = hitParameters(
  'answer about an order with fills',
  'answers about an order with fills',
);

export const quantityFalls = faultKind({
  kind: 'quantity-falls',
  ids: ['QRY9'],
  holds: [],
  seam: 'semantic',
  text: 'The filled quantity that queries state goes down.',
  scope: 'every instrument',
  acts: 'on answers to queries for an order that has filled in part or whole',
  counts: 'each answer that states too little',
  parameters,
  ...HIT_RULES,
  build: (values, context) =>
    onReplies({ paths: ['query'], ...values }, context, {
      concerns: (_sent, reply) => reply.kind === 'order' && (reply.order?.cumQty ?? 0) > 0,
      verdict: (_sent, reply) => {
        if (reply.kind !== 'order' || reply.order === null) return null;
        const cumQty = Math.floor((reply.order.cumQty ?? 0) / 2) as Lots;
        const status = cumQty === 0 ? 'accepted' : 'partially_filled';
        const order = { ...reply.order, cumQty, status, venueWord: status } as const;
        return { kind: 'instead', reply: { kind: 'order', order }, delay: micros(0) };
      },
    }),
});
