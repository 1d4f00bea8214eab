/**
 * What no client can survive, and so no campaign draws: an order that the venue takes twice is traded twice, whoever watches.
 * A run that plays one all the same must end with the engine knowing: `noticed` is the alert that says so.
 */
import type { FaultSpec } from './fault-set.js';

export interface VenueFacts {
  readonly idempotency: 'forever' | 'open-only';
}

interface Excluded {
  readonly kind: string;
  readonly says: string;
  readonly noticed: string;
  readonly applies: (spec: FaultSpec, venue: VenueFacts) => boolean;
}

export const EXCLUDED: readonly Excluded[] = [
  {
    kind: 'request-repeated',
    says: 'a submit delivered twice where ids may be used again: when the first fills before the second comes, both trade',
    noticed: 'second-venue-order',
    applies: ({ values }, { idempotency }) =>
      idempotency === 'open-only' &&
      ((values['paths'] as readonly string[] | undefined) ?? ['submit']).includes('submit'),
  },
];

export const isExcluded = (spec: FaultSpec, venue: VenueFacts): boolean =>
  EXCLUDED.some(({ kind, applies }) => kind === spec.kind && applies(spec, venue));
