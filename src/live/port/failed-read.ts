/** What a read ends with that got no answer over a connection: a failed query is not an empty answer. */
import type { ReadAnswer } from '../../core/order/outcome.js';
import type { Loss } from './awaited.js';

export const noAnswer = (how: Loss): ReadAnswer => ({
  kind: 'failed',
  failure: 'ambiguous',
  retryAfter: null,
  text: `no answer: ${how}`,
});

export const notAsked = (): ReadAnswer => ({
  kind: 'failed',
  failure: 'not-sent',
  retryAfter: null,
  text: 'no connection to the venue',
});
