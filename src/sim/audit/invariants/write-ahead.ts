/**
 * S8: when the venue receives an order, its intent is already durable. S9: an id whose outcome is unknown is not sent
 * again before a look-up of it was answered, and never more often than configured. S10: no order enters the wire while
 * the kill switch is engaged; S11: nor while the breaker is tripped.
 */
import type { ClientOrderId } from '../../../core/order/order.js';
import type { VenueArrival } from '../../../core/truth.js';
import type { EpochMicros } from '../../../core/units.js';
import type { CheckerFactory } from '../checker.js';

interface Sent {
  intents: number;
  /** Proven non-acceptances and answered look-ups since the last intent. */
  evidence: number;
}

/** Since when something holds; null = it does not. */
interface Condition {
  since: EpochMicros | null;
}

export const writeAhead: CheckerFactory = ({ check, config }) => {
  const sent = new Map<ClientOrderId, Sent>();
  const killed: Condition = { since: null };
  const tripped: Condition = { since: null };

  const onIntent = (clientOrderId: ClientOrderId, at: EpochMicros): void => {
    const before = sent.get(clientOrderId) ?? { intents: 0, evidence: 0 };
    check(before.intents === 0 || before.evidence > 0, {
      id: 'S9',
      at,
      detail: () =>
        `${clientOrderId}: sent again although nothing was learned of the attempt before`,
    });
    check(before.intents < config.submit.attempts, {
      id: 'S9',
      at,
      detail: () =>
        `${clientOrderId}: sent ${before.intents + 1} times, ${config.submit.attempts} allowed`,
    });
    sent.set(clientOrderId, { intents: before.intents + 1, evidence: 0 });
  };

  const learn = (clientOrderId: ClientOrderId): void => {
    const known = sent.get(clientOrderId);
    if (known !== undefined) known.evidence += 1;
  };

  const guarded = (
    arrival: VenueArrival,
    condition: Condition,
    about: { id: string; name: string },
  ): void => {
    const { since } = condition;
    check(since === null || arrival.sentAt < since, {
      id: about.id,
      at: arrival.at,
      detail: () =>
        `${arrival.clientOrderId} entered the wire at ${arrival.sentAt}, ${about.name} since ${since}`,
    });
  };

  return {
    id: 'S8',
    onArrival(arrival) {
      if (arrival.kind !== 'submit') return;
      check(sent.has(arrival.clientOrderId), {
        id: 'S8',
        at: arrival.at,
        detail: () => `${arrival.clientOrderId} reached the venue without a durable intent`,
      });
      guarded(arrival, killed, { id: 'S10', name: 'kill switch engaged' });
      guarded(arrival, tripped, { id: 'S11', name: 'breaker tripped' });
    },
    onEntry(entry, at) {
      switch (entry.kind) {
        case 'submit-intent':
          onIntent(entry.clientOrderId, at);
          return;
        case 'intent-withdrawn':
        case 'absence-proven':
          learn(entry.clientOrderId);
          return;
        case 'lookup-not-found':
          // Where ids are kept for ever an answered look-up permits the resend; elsewhere only proven absence does.
          if (config.venue.idempotency === 'forever' && config.venue.validFor === null)
            learn(entry.clientOrderId);
          return;
        case 'kill-switch':
          killed.since = entry.engaged ? (killed.since ?? at) : null;
          return;
        case 'breaker':
          tripped.since = entry.state === 'closed' ? null : (tripped.since ?? at);
          return;
        default:
          return;
      }
    },
  };
};
