/**
 * A query for positions is answered as if nothing were held: with "not found", which of a position means flat, or with an empty
 * list; or it fails. Flat is believed only once it stays so, and a query that failed says nothing at all.
 *
 * Unrealistic: the answer is empty or fails as a whole; real venues leave out single instruments.
 */
import { micros } from '../../core/ground/units.js';
import type { LinkReply } from '../link/messages.js';
import { NO_POSITION } from '../link/sim-error-classes.js';
import { faultKind } from './fault-kind.js';
import { HIT_RULES, hitParameters } from './hits.js';
import { onReplies } from './on-messages.js';
import { choice, withFallback } from './parameter.js';

const parameters = {
  ...hitParameters('answer with positions', 'answers with positions'),
  as: withFallback(choice('what is said', ['not-found', 'empty', 'error']), 'empty'),
};

const SAID: Readonly<Record<'not-found' | 'empty' | 'error', LinkReply>> = {
  'not-found': { kind: 'rejected', code: NO_POSITION, text: 'position does not exist' },
  empty: { kind: 'positions', positions: [] },
  error: { kind: 'unavailable', text: 'positions cannot be told just now' },
};

export const positionsMissing = faultKind({
  kind: 'positions-missing',
  ids: ['QRY8'],
  holds: [],
  seam: 'encoding',
  text: 'A query for positions is answered with "not found", with nothing, or with an error.',
  scope: 'the whole account, every instrument',
  acts: 'on answers to queries for positions while something is held; an error on all of them',
  counts: 'each answer without the positions',
  parameters,
  ...HIT_RULES,
  build: (values, context) =>
    onReplies({ paths: ['query'], ...values }, context, {
      concerns: (_sent, reply) =>
        reply.kind === 'positions' && (values.as === 'error' || reply.positions.length > 0),
      verdict: () => ({ kind: 'instead', reply: SAID[values.as], delay: micros(0) }),
    }),
});
