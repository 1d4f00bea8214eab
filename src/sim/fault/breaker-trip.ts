/**
 * The circuit breaker trips, and is reset after a while. Hung on an event it falls between two guards, or between the last
 * guard and the wire.
 *
 * Unrealistic: an operator trips it, whatever calls and losses are like; what trips it by itself is `execution.breaker`.
 */
import { faultKind } from './fault-kind.js';
import { OperatorSpan, spanParameters } from './operator-span.js';

export const breakerTrip = faultKind({
  kind: 'breaker-trip',
  ids: ['RSK3'],
  holds: [],
  seam: 'semantic',
  text: 'The circuit breaker trips for a while.',
  scope: 'every instrument',
  acts: 'at the client, as an operator does',
  counts: 'each time it is tripped',
  parameters: spanParameters,
  exactlyOne: [],
  build: (values, context) =>
    new OperatorSpan(values, context, {
      reason: 'fault breaker-trip',
      begin: () => ({ do: 'breaker-trip' }),
      end: () => ({ do: 'breaker-reset' }),
    }),
});
